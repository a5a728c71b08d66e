"""Work on sends, the engine's and the auditor's: claim what can start now, send outside any transaction, settle.

Each lane is a loop of its own with room of its own for each channel: a drill never takes the place of a real alarm, and
a provider that dawdles holds up no other. A send is claimed only when it can start, so the claim is the last look at
whether it is still wanted.
"""

import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sinergi.alerts import actions
from sinergi.alerts.channels import SEND, rest
from sinergi.alerts.channels.email import system
from sinergi.alerts.types import Channel, Outcome, Outgoing
from sinergi.core import clock
from sinergi.live import bell

FLUSH = 0.02
"""Seconds in which answers are gathered, to be written in one statement."""
LONGEST_WAIT = 0.5


class Lane:
    """One lane: what is under way, and what has come back and is not written yet."""

    def __init__(self, number: int, name: str, room: Mapping[str, int], *, rung_by: str, every: float) -> None:
        self.name, self.rung_by, self.every = name, rung_by, every
        self._number, self._room = number, dict(room)
        self._senders = ThreadPoolExecutor(sum(room.values()), thread_name_prefix=name)
        self._under_way: Counter[str] = Counter()
        self._back: deque[tuple[Outgoing, Outcome]] = deque()
        self._stirred, self._due = threading.Event(), threading.Event()
        self._listens = False
        self.started = 0

    def turn(self) -> int:
        """Write what came back and start what there is room for; returns how many sends are under way.

        While some are, it waits here, for an answer or the bell; else the engine's loop waits for the bell.
        """
        settled = self._settle()
        self.started += self._start()
        if under_way := self._under_way.total():
            self._wait()
        elif settled:
            rest()
        return under_way

    def empty(self) -> int:
        """Turn until nothing is due or under way; returns how many were tried."""
        before = self.started
        while self.turn():
            pass
        return self.started - before

    def _start(self) -> int:
        free = {channel: room - self._under_way[channel] for channel, room in self._room.items()}
        claimed = actions.claim_due(lane=self._number, free=free)
        for outgoing in claimed:
            self._under_way[outgoing.channel] += 1
            self._senders.submit(self._send, outgoing)
        return len(claimed)

    def _send(self, outgoing: Outgoing) -> None:
        self._back.append((outgoing, send(outgoing)))
        self._stirred.set()

    def _settle(self) -> int:
        came_back = [self._back[place] for place in range(len(self._back))]
        if came_back:
            actions.settle(came_back)  # if this fails they stay, and are written at the next turn
        for outgoing, _outcome in came_back:
            self._back.popleft()
            self._under_way[outgoing.channel] -= 1
        return len(came_back)

    def _wait(self) -> None:
        if not self._listens:
            bell.listen(self.rung_by, self._hear)
            self._listens = True
        if self._stirred.wait(LONGEST_WAIT) and len(self._back) < self._under_way.total():
            self._due.wait(FLUSH)
        self._stirred.clear()
        self._due.clear()

    def _hear(self) -> None:
        self._due.set()
        self._stirred.set()


def _room(each: int) -> dict[str, int]:
    return dict.fromkeys(map(str, Channel), each)


LANES = (
    Lane(0, "lane-critical", _room(128), rung_by=bell.ALERTS, every=0.5),
    Lane(1, "lane-real", _room(64), rung_by=bell.ALERTS, every=0.5),
    # Not rung by every alarm of the country: a look now and then costs less, and a drill may wait so long.
    Lane(2, "lane-drill", _room(16), rung_by=bell.ROUTINE, every=0.25),
    Lane(3, "lane-routine", _room(8), rung_by=bell.ROUTINE, every=1),
)


def deliver_due() -> int:
    """Send everything that is due, worst lane first, and wait for the answers; returns how many were tried."""
    return sum(lane.empty() for lane in LANES)


def mail_system_alerts() -> int:
    """The auditor's own way to people, which needs no engine; returns how many mails were tried."""
    mails = actions.claim_system_mails()
    if mails and (failed := system.send(mails)):
        actions.settle_system_mails(failed)
    return 0 if mails and failed else len(mails)


def send(outgoing: Outgoing) -> Outcome:
    """One try by its channel."""
    try:
        return replace(SEND[outgoing.channel](outgoing), at=clock.now())
    except Exception as fault:  # noqa: BLE001 - the boundary of a job: one bad send must not hold up the others
        return Outcome(f"fault: {type(fault).__name__}")


def run_trials() -> int:
    """Do the next test that somebody asked for; returns how many."""
    trial = actions.take_trial()
    if trial is None:
        return 0
    began = time.monotonic()
    outcome = send(trial)
    actions.settle_trial(trial_id=trial.id, error=outcome.error, took_ms=int((time.monotonic() - began) * 1000))
    rest()
    return 1
