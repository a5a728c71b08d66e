"""What must hold after every step of the night, whatever happened."""

from collections import Counter, defaultdict
from uuid import UUID

from sinergi.access.models import Posting
from sinergi.alerts.ladders import wakes
from sinergi.alerts.models import Alarm, Delivery, Escalation
from sinergi.alerts.types import TELEPHONE
from sinergi.core import clock
from sinergi.ledger.models import Fact
from tests.alerts.machine.engines import Provider

FINAL = {"acknowledged", "responding", "arrived", "declined", "stood_down"}
COUNTED = {
    "alert.acknowledged", "alert.partly_acknowledged", "alert.responding", "alert.declined", "alert.arrived",
    "alert.stood_down", "alert.taken_back", "alert.lapsed",
}  # fmt: skip


class Watch:
    """Remembers where each side stood, and compares."""

    def __init__(self, provider: Provider) -> None:
        self.provider, self.said = provider, Counter[str]()
        self.called_off = set[UUID]()
        """Refusals that stand since the prison called it a false alarm."""
        self._stood: dict[UUID, tuple[int, int]] = {}

    def look(self, *, climbed: bool) -> None:
        """Every invariant, over everything there is."""
        sides = list(Escalation.objects.select_related("alarm").prefetch_related("deliveries"))
        for side in sides:
            self._moves_one_step_at_a_time(side, climbed=climbed)
            self._is_never_lost(side)
            self._ends_only_at_the_end(side)
            self._skips_no_step(side)
        for alarm in Alarm.objects.filter(closed_at=None):
            self._is_answered_when_all_have([side for side in sides if side.alarm_id == alarm.pk], alarm)
        self._sends_have_a_future(sides)
        self._sends_are_taken_once()
        self._the_ledger_agrees()

    def _moves_one_step_at_a_time(self, side: Escalation, *, climbed: bool) -> None:
        epoch, step = self._stood.get(side.pk, (side.epoch, 0))
        assert side.epoch >= epoch, "an epoch goes back"
        assert side.step <= step + climbed, "a step was skipped"
        if side.epoch == epoch:
            assert side.step >= step, "a step goes back within its epoch"
        self._stood[side.pk] = (side.epoch, side.step)

    def _is_never_lost(self, side: Escalation) -> None:
        if side.state == "open" and len(side.ladder) > 1:
            assert side.next_at is not None, "it rings and nobody will ever be asked next"
        if side.state in FINAL - {"declined"} | {"exhausted", "superseded"}:
            assert side.next_at is None, f"{side.state} and it climbs"
        if side.state not in {"acknowledged", "responding"} or side.alarm.closed_at:
            assert side.confirm_at is None, f"{side.state} and a promise is waited for"

    def _ends_only_at_the_end(self, side: Escalation) -> None:
        is_called_off = side.alarm.closed_at is not None or side.pk in self.called_off
        is_refused = side.state == "declined" and side.next_at is None and not is_called_off
        if side.state == "exhausted" or is_refused:
            assert not any(wakes(row) for row in side.ladder[side.step + 1 :]), "given up before the end"

    def _skips_no_step(self, side: Escalation) -> None:
        steps = defaultdict(set)
        for row in side.deliveries.all():
            if row.step != TELEPHONE:
                steps[row.epoch].add(row.step)
        for epoch, woken in steps.items():
            assert max(woken) <= side.step or epoch < side.epoch, "woken before its time"
        assert max(steps, default=1) <= side.epoch, "woken for an epoch to come"

    def _is_answered_when_all_have(self, sides: list[Escalation], alarm: Alarm) -> None:
        rung = [side for side in sides if side.ladder and side.state != "superseded"]
        waits = [side for side in rung if side.state not in FINAL or side.is_ringing]
        if waits:
            assert alarm.answered_at is None, f"answered, and {waits[0].state} still waits"
        elif rung and len(rung) == len([side for side in sides if side.ladder]):
            assert alarm.answered_at is not None, "everybody answered and it is not said"

    def _sends_have_a_future(self, sides: list[Escalation]) -> None:
        now, by_id = clock.now(), {side.pk: side for side in sides}
        gone = set(Posting.objects.filter(ends_at__lte=now).values_list("pk", flat=True))
        for row in Delivery.objects.all():
            side = by_id[row.escalation_id]
            if row.state == "queued":
                assert row.next_at is not None, "queued for never"
            elif row.state == "sending":
                assert row.lease_until is not None, "under way for ever"
            elif row.state == "failed":
                assert row.attempts, "given up untried"
            elif row.state == "superseded":
                wanted = side.is_ringing and row.epoch == side.epoch and not row.acknowledged_at
                assert not wanted or row.posting_id in gone, "dropped although it is wanted"
            else:
                assert row.sent_at or self.provider.took[row.pk] or row.acknowledged_at, "said to be sent, and was not"

    def _sends_are_taken_once(self) -> None:
        for key, times in self.provider.took.items():
            assert times <= 1 + self.provider.unsure[key], "sent twice though nobody died"

    def _the_ledger_agrees(self) -> None:
        told = Counter(Fact.objects.filter(kind__in=COUNTED).values_list("kind", flat=True))
        assert told == +self.said, f"the ledger says {told}, people said {self.said}"
