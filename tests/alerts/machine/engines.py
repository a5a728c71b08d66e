"""An engine's sending half, cut open where it may die: claimed, given to the provider, written down."""

from collections import Counter
from uuid import UUID

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Delivery
from sinergi.alerts.types import ACCEPTED, Channel, Outcome, Outgoing

ANSWERS = {
    "accepts": ACCEPTED,
    "busy": Outcome("busy"),
    "wait": Outcome("later", wait=40),
    "refuses": Outcome("no such address", is_final=True),
}


class Provider:
    """Whoever carries the sends: what it took, and what it may have taken twice."""

    def __init__(self) -> None:
        self.took: Counter[UUID] = Counter()
        self.unsure: Counter[UUID] = Counter()
        """Taken, and the engine died before it was written or its lease ran out: one repeat is the price."""


class Engine:
    """What one process holds in memory; all of it is lost when it dies."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.claimed: list[Outgoing] = []
        self.back: list[tuple[Outgoing, Outcome]] = []

    def claim(self, lane: int, room: int) -> list[Outgoing]:
        """Take what there is room for; each must be wanted at this very moment."""
        taken = alerts.claim_due(lane=lane, free=dict.fromkeys(map(str, Channel), room))
        for outgoing in taken:
            row = Delivery.objects.select_related("escalation__alarm").get(pk=outgoing.id)
            side = row.escalation
            assert side.is_ringing, f"{side.state}: sent after the answer"
            assert row.epoch == side.epoch, "sent for an epoch that is over"
            assert row.acknowledged_at is None, "sent to somebody who has answered"
            assert row.lane == lane == (2 if side.alarm.exercise else row.lane)
            assert (row.lane < 2) is not side.alarm.exercise, "a drill in a lane of real alarms"
            assert row.state == "sending"
            assert row.lease_until is not None
        self.claimed += taken
        return taken

    def send(self, answer: str) -> None:
        """Give the oldest claimed to the provider and keep its answer."""
        outgoing = self.claimed.pop(0)
        if answer == "accepts":
            self.provider.took[outgoing.id] += 1
        self.back.append((outgoing, ANSWERS[answer]))

    def settle(self, *, twice: bool) -> None:
        """Write what came back; a late word, or one said twice, changes nothing."""
        self._note_leases_lost()
        alerts.settle(self.back)
        if twice:
            alerts.settle(self.back)
        self.back = []

    def die(self) -> None:
        """Wherever it was."""
        self.provider.unsure.update(outgoing.id for outgoing, answer in self.back if not answer.error)
        self.claimed, self.back = [], []

    def _note_leases_lost(self) -> None:
        held = {
            (row.pk, row.attempts)
            for row in Delivery.objects.filter(pk__in=[outgoing.id for outgoing, _ in self.back])
            if row.lease_until is not None
        }
        lost = [out.id for out, answer in self.back if not answer.error and (out.id, out.attempts) not in held]
        self.provider.unsure.update(lost)

    def work(self) -> int:
        """All that is due now, by a provider that accepts everything; returns how many."""
        done = 0
        for lane in range(4):
            while self.claim(lane, 100):
                while self.claimed:
                    self.send("accepts")
                    done += 1
                self.settle(twice=False)
        return done + alerts.reclaim_lapsed()
