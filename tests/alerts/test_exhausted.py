"""Nobody answers to the ladder's end: whoever can telephone is woken, and sees it until they have looked."""

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.types import TELEPHONE, Channel
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.world import World

PRISON = {"shift_leader", "shift_leader_2", "security_chief", "facility_head"}
POLICE_DESK = {"police_desk", "police_desk_2"}


def telephoned(ringing: Ringing, unit: str) -> dict[str, set[str]]:
    """Whom the end of a unit's ladder woke, and by which ways."""
    roles = {posting: role for role, posting in ringing.world.postings.items()}
    found: dict[str, set[str]] = {}
    for each in ringing.sends(unit, step=TELEPHONE):
        if each.posting_id:
            found.setdefault(roles[each.posting_id], set()).add(each.channel)
    return found


def sees(ringing: Ringing, role: str) -> bool:
    """Does it ring on that person's screen?"""
    return ringing.alert_id in {each.alarm_id for each in queries.list_ringing(actor=ringing.world.actors[role])}


@pytest.fixture
def unanswered(riot: Ringing, world: World) -> Ringing:
    """The prison and the army accepted; of the police nobody did."""
    for role in ("shift_leader", "army"):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)
    riot.climb_through(60, 180, 300)
    return riot


def test_both_control_rooms_and_the_regional_office_are_woken_by_screen_and_mail(unanswered: Ringing) -> None:
    woken = telephoned(unanswered, "polres")
    everybody = POLICE_DESK | {"police_ops", "police_chief"}
    assert set(woken) == everybody | {"shift_leader", "shift_leader_2", "regional_office"}
    assert all(ways == {"live_screen", "email"} for ways in woken.values())


def test_they_are_told_to_ring_in_the_ledger(unanswered: Ringing, world: World) -> None:
    (rung,) = [fact for fact in unanswered.facts("alert.rung") if fact.payload and fact.payload["step"] == TELEPHONE]
    assert {world.persons[role] for role in ("regional_office", "shift_leader", "police_chief")} <= set(rung.people)
    assert (rung.unit_id, len(unanswered.facts("alert.exhausted"))) == (world.units["polres"], 1)


@pytest.mark.parametrize("role", ["regional_office", "shift_leader"])
def test_they_see_it_until_they_say_that_they_are_calling(unanswered: Ringing, world: World, role: str) -> None:
    assert sees(unanswered, role)
    alerts.confirm_receipt(actor=world.actors[role], alert_id=unanswered.alert_id, seen=True)
    assert sees(unanswered, role), "a glance is not a call"
    alerts.telephone(actor=world.actors[role], alert_id=unanswered.alert_id)
    assert not sees(unanswered, role)


def test_the_unit_itself_sees_it_until_somebody_answers(unanswered: Ringing, world: World) -> None:
    for role in ("police_desk", "police_chief"):
        alerts.confirm_receipt(actor=world.actors[role], alert_id=unanswered.alert_id, seen=True)
        assert sees(unanswered, role)
    alerts.acknowledge(actor=world.actors["police_ops"], alert_id=unanswered.alert_id)
    for role in ("police_desk", "regional_office", "shift_leader"):
        assert not sees(unanswered, role), "an answer ends the telephoning too"


def test_strangers_and_other_partners_are_not_woken(unanswered: Ringing) -> None:
    for role in ("army", "directorate", "polda_ops", "stranger_regional", "compliance", "guard"):
        assert not sees(unanswered, role)


def test_the_prisons_end_wakes_the_police_desk_and_the_regional_office(riot: Ringing, world: World) -> None:
    for role in ("police_desk", "army"):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)
    riot.climb_through(60, 180, 300)
    assert set(telephoned(riot, "lapas")) == PRISON | POLICE_DESK | {"regional_office"}
    assert sees(riot, "police_desk")


def test_a_confidential_alarm_tells_only_its_own(report: Report) -> None:
    ringing = report("STAFF_MISCONDUCT")
    while (side := ringing.side("kanwil")).next_at:
        alerts.climb_due(side.next_at)
    if side.state == "exhausted":
        assert set(telephoned(ringing, "kanwil")) == {"compliance"}
    for role in ("regional_office", "police_desk", "facility_head", "shift_leader"):
        assert not sees(ringing, role)
    assert {each.posting_id for each in ringing.sends("kanwil")} == {ringing.world.postings["compliance"]}


def test_what_is_sent_at_the_end_is_really_sent(unanswered: Ringing, clock_hand: ClockHand) -> None:
    clock_hand(unanswered.after(301))
    claimed = alerts.claim_due(lane=0, free=dict.fromkeys(map(str, Channel), 500))
    assert {each.pk for each in unanswered.sends("polres", step=TELEPHONE)} <= {each.id for each in claimed}


def test_what_one_must_answer_comes_before_what_one_telephones_about(
    riot: Ringing, report: Report, world: World
) -> None:
    for role in ("police_desk", "army"):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)
    riot.climb_through(60, 180, 300)
    newer = report("ASSAULT_STAFF")
    rings = queries.list_ringing(actor=world.actors["police_desk"])
    assert [each.alarm_id for each in rings] == [newer.alert_id, riot.alert_id]
