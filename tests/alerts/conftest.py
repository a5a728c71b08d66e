"""A hand on the clock, a report that rings, and where each side stands with it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Alarm, Delivery, Escalation
from sinergi.core import clock
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash, Reported
from sinergi.ledger.models import Fact
from sinergi.live import bell
from tests.world import World


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wire: rings stay in this process."""
    monkeypatch.setattr(bell, "_wires", [bell.Ears()])


@pytest.fixture
def clock_hand() -> Iterator[Callable[[datetime], None]]:
    """Put the house's clock to a moment; it stands right again after the test."""
    yield lambda moment: clock.shift(moment - datetime.now(UTC))
    clock.shift(timedelta(0))


ClockHand = Callable[[datetime], None]


class Ringing:
    """One reported incident and its alarm, as the tables have it."""

    def __init__(self, reported: Reported, world: World) -> None:
        self.incident_id, self.alert_id, self.world = reported.id, reported.alerts[0], world
        self.raised_at = self.alarm.raised_at

    @property
    def alarm(self) -> Alarm:
        return Alarm.objects.get(pk=self.alert_id)

    def is_answered(self) -> bool:
        """Has each side that rings said something final?"""
        return self.alarm.answered_at is not None

    @property
    def told(self) -> set[str]:
        """Every unit that stands with it, rung or not."""
        return {self._label(each.unit_id) for each in self.alarm.escalations.all()}

    @property
    def rung(self) -> set[str]:
        """The units whose ladder rings."""
        return {self._label(each.unit_id) for each in self.alarm.escalations.all() if each.ladder}

    def side(self, unit: str) -> Escalation:
        """Where a unit stands."""
        return self.alarm.escalations.get(unit_id=self.world.units[unit])

    def sends(self, unit: str, **like: object) -> list[Delivery]:
        """What was planned for a unit's people."""
        return list(self.side(unit).deliveries.filter(**like).order_by("step", "created_at", "pk"))

    def woken(self, unit: str, step: int) -> set[str]:
        """The roles a rung woke."""
        roles = {posting: role for role, posting in self.world.postings.items()}
        return {
            roles[each.posting_id]
            for each in self.sends(unit, step=step, epoch=self.side(unit).epoch)
            if each.posting_id
        }

    def facts(self, kind: str) -> list[Fact]:
        """What the ledger was told about it."""
        return list(Fact.objects.filter(subject=f"incident:{self.incident_id}", kind=kind).order_by("at", "id"))

    def after(self, seconds: float) -> datetime:
        """So long after the alarm."""
        return self.raised_at + timedelta(seconds=seconds)

    def climb_through(self, *moments: float) -> list[int]:
        """Let the engine look at these moments; how many ladders took a step at each."""
        return [alerts.climb_due(self.after(seconds)) for seconds in moments]

    def _label(self, unit_id: UUID) -> str:
        return next(label for label, known in self.world.units.items() if known == unit_id)


Report = Callable[..., Ringing]


@pytest.fixture
def report(world: World) -> Report:
    """Report something by somebody's hand and look at its alarm."""

    def make(kind: str, by: str = "guard", **said: object) -> Ringing:
        return Ringing(incidents.report(actor=world.actors[by], flash=Flash(kind, **said)), world)  # type: ignore[arg-type]

    return make


@pytest.fixture
def riot(report: Report) -> Ringing:
    """A CRITICAL alarm: the prison, its police and the army ring."""
    return report("RIOT")
