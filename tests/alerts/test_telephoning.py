"""Nobody answered: both control rooms and the regional office are called, until somebody says that they telephone."""

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Delivery
from sinergi.alerts.types import TELEPHONE
from sinergi.core.errors import Conflict, NotAllowed, NotFound
from tests.alerts.conftest import Ringing
from tests.cast import BrowserOf
from tests.world import World


@pytest.fixture
def unanswered(riot: Ringing, world: World) -> Ringing:
    """The prison has answered; nobody of the police and the army has."""
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alert_id)
    riot.climb_through(60, 180, 300)
    return riot


@pytest.mark.parametrize("role", ["shift_leader", "regional_office"])
def test_whoever_says_that_they_call_is_called_no_more_and_both_sides_read_it(
    unanswered: Ringing, world: World, role: str
) -> None:
    assert [each.alarm_id for each in queries.list_ringing(actor=world.actors[role])] == [unanswered.alert_id]
    alerts.telephone(actor=world.actors[role], alert_id=unanswered.alert_id)
    assert queries.list_ringing(actor=world.actors[role]) == []
    called = {fact.unit_id for fact in unanswered.facts("alert.telephoned")}
    assert called == {world.units["polres"], world.units["kodim"]}
    (fact, *_more) = unanswered.facts("alert.telephoned")
    assert {world.units["polres"], world.units["lapas"]} <= set(fact.units)
    with pytest.raises(Conflict):
        alerts.telephone(actor=world.actors[role], alert_id=unanswered.alert_id)


def test_a_look_at_the_screen_does_not_silence_the_last_call(unanswered: Ringing, world: World) -> None:
    leader = world.actors["shift_leader"]
    alerts.confirm_receipt(actor=leader, alert_id=unanswered.alert_id, seen=True)
    last = Delivery.objects.filter(posting_id=leader.posting_id, step=TELEPHONE, channel="live_screen")
    assert set(last.values_list("state", flat=True)) == {"delivered"}
    assert queries.list_ringing(actor=leader)


def test_too_late_once_the_unit_has_answered(unanswered: Ringing, world: World) -> None:
    for unit in ("polres", "kodim"):
        side = unanswered.side(unit)
        side.state = "responding"
        side.save()
    with pytest.raises(Conflict):
        alerts.telephone(actor=world.actors["shift_leader"], alert_id=unanswered.alert_id)


def test_only_whom_the_last_call_reached_can_say_so(unanswered: Ringing, world: World) -> None:
    for role in ("directorate", "stranger_police", "guard"):
        with pytest.raises((NotFound, NotAllowed)):
            alerts.telephone(actor=world.actors[role], alert_id=unanswered.alert_id)


def test_the_regional_offices_screen_confirms_its_own_receipt(
    unanswered: Ringing, world: World, browser_of: BrowserOf
) -> None:
    office = browser_of("regional_office")
    said = {"subject": f"incident:{unanswered.incident_id}", "state": "delivered"}
    assert office.post("/alerts/receipts/", said).status_code == 204
    mine = Delivery.objects.filter(posting_id=world.postings["regional_office"], channel="live_screen")
    assert set(mine.values_list("state", flat=True)) == {"delivered"}
