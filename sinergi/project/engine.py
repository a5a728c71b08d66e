"""The engine: what the product does by itself. A few loops, each in its own thread with its own connection.

Any number of engines may run: who works is settled in the database (advisory lock, SKIP LOCKED), never here.
"""

import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.utils.module_loading import module_has_submodule

from sinergi.alerts import actions as alerts
from sinergi.alerts import jobs as alert_jobs
from sinergi.ledger import actions as ledger
from sinergi.ledger import subscribe
from sinergi.live import bell
from sinergi.live.connections import leave_pool

log = logging.getLogger(__name__)

STUCK = 60.0  # seconds in one turn after which the supervisor should start us again
PATIENCE = 1.5  # seconds for the turns under way when told to stop; what is cut is rolled back and done again


@dataclass(frozen=True, slots=True)
class Loop:
    """One thing done over and over: woken by its bell, or at the latest every so many seconds."""

    name: str
    turn: Callable[[], int]
    """Does a bounded piece of work; returns how much it did, 0 when there is nothing left."""
    bell: str
    every: float


def seal() -> int:
    """Give waiting facts their place, and tell those who read the order."""
    sealed = ledger.seal()
    if sealed:
        bell.ring(bell.SEALED)
    return sealed


LOOPS = (
    Loop("sealer", seal, bell.FACTS, every=0.5),
    Loop("ladders", alerts.climb_due, bell.ALERTS, every=0.25),
    Loop("lapses", alerts.lapse_due, bell.ALERTS, every=0.5),
    Loop("relief", alerts.wake_relief, bell.ROUTINE, every=5),
    *(Loop(lane.name, lane.turn, lane.rung_by, every=lane.every) for lane in alert_jobs.LANES),
    Loop("trials", alert_jobs.run_trials, bell.ROUTINE, every=1),
    Loop("reaper", alerts.reclaim_lapsed, bell.ALERTS, every=5),
)


def all_loops() -> list[Loop]:
    """Those above, and one for each subscriber: one that fails or dawdles keeps nobody else waiting."""
    hearing = {name: partial(subscribe.deliver, [name]) for name in subscribe.subscriptions}
    return [*LOOPS, *(Loop(name, turn, bell.SEALED, every=1) for name, turn in hearing.items())]


class Worker(threading.Thread):
    """One loop in its thread. It outlives every failure but its own hanging."""

    def __init__(self, loop: Loop) -> None:
        super().__init__(name=loop.name, daemon=True)
        self._loop = loop
        self._bell = bell.Bell(loop.bell)
        self._stopping = False
        self._failures = 0
        self._turned_at = time.monotonic()

    def run(self) -> None:
        while not self._stopping:
            did = self._turn()
            self._turned_at = time.monotonic()
            if not did:
                self._bell.wait(self._pause())
                self._turned_at = time.monotonic()

    def stop(self) -> None:
        """Finish the turn under way and end."""
        self._stopping = True
        self._bell.wake()

    @property
    def is_working(self) -> bool:
        """False when the thread died or hangs in one turn."""
        return self.is_alive() and time.monotonic() - self._turned_at < STUCK

    def _turn(self) -> int:
        try:
            did = self._loop.turn()
        except DatabaseError as error:
            self._fail(error)
            connection.close()  # the next turn opens a new one
        except Exception as error:  # noqa: BLE001 - the boundary of a job: one bad turn must not stop the alarm
            self._fail(error)
        else:
            if self._failures:
                log.warning("%s works again", self._loop.name)
            self._failures = 0
            return did
        return 0

    def _fail(self, error: Exception) -> None:
        self._failures += 1
        if self._failures == 1:
            # Where, not what: messages of errors quote values, which may be personal.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s failed with %s\n%s", self._loop.name, type(error).__name__, where)

    def _pause(self) -> float:
        return self._loop.every * min(2**self._failures, 4) if self._failures else self._loop.every


def main() -> None:
    """Run every loop until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    leave_pool()
    import_subscribers()
    told = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: told.set())
    workers = [Worker(loop) for loop in all_loops()]
    for worker in workers:
        worker.start()
    watch(workers, told, Path(settings.HOME) / "run" / "engine.beat")
    for worker in workers:
        worker.stop()
    deadline = time.monotonic() + PATIENCE
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))


def watch(workers: Sequence[Worker], told: threading.Event, beat: Path) -> None:
    """Touch the heartbeat each second while every loop works; a loop that died or hangs ends the process."""
    beat.parent.mkdir(parents=True, exist_ok=True)
    while not told.is_set():
        stuck = [worker.name for worker in workers if not worker.is_working]
        if stuck:
            raise SystemExit(
                f"These loops hang: {', '.join(stuck)}. Starting again is safe: what was under way is rolled back."
            )
        beat.touch()
        told.wait(1.0)


def import_subscribers() -> None:
    """Each room registers what it wants to hear of."""
    for app in apps.get_app_configs():
        if app.name.startswith("sinergi.") and module_has_submodule(app.module, "subscribers"):
            import_module(f"{app.name}.subscribers")
