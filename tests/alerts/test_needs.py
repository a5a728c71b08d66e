"""Who must answer so that a unit has answered; and steps that call the partners who so far only looked on."""

from functools import partial

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Endpoint
from sinergi.alerts.types import Channel
from sinergi.core import clock
from tests.alerts.conftest import Report, Ringing
from tests.alerts.ladders import after, own_ladder
from tests.world import World

DESKS = ("police_desk", "police_desk_2", "police_ops")


def needing(report: Report, world: World, need: str) -> Ringing:
    """A riot whose police ladder first wakes the two desks and Ops, and needs so many of them."""
    own_ladder(world, "polres", [after(0, "police_desk", "police_ops", need=need), after(5, "police_chief")])
    return report("RIOT")


def accept(ringing: Ringing, *roles: str) -> str:
    """Where the police stand after these have accepted."""
    for role in roles:
        alerts.acknowledge(actor=ringing.world.actors[role], alert_id=ringing.alert_id)
    return str(ringing.side("polres").state)


def test_one_is_enough_where_one_is_needed(report: Report, world: World) -> None:
    assert accept(needing(report, world, "one"), "police_ops") == "acknowledged"


def test_all_must_answer_where_all_are_needed(report: Report, world: World) -> None:
    ringing = needing(report, world, "all")
    assert accept(ringing, "police_desk") == "open"
    assert accept(ringing, "police_ops") == "open"
    assert len(ringing.facts("alert.partly_acknowledged")) == 2
    assert accept(ringing, "police_desk_2") == "acknowledged"
    assert ringing.side("polres").answered_post == "Piket SPKT"
    assert len(ringing.facts("alert.acknowledged")) == 1


def test_each_post_must_answer_where_each_post_is_needed(report: Report, world: World) -> None:
    ringing = needing(report, world, "each_post")
    assert accept(ringing, "police_desk", "police_desk_2") == "open"
    assert accept(ringing, "police_ops") == "acknowledged"


def test_who_said_yes_is_called_no_more_while_the_others_are(report: Report, world: World) -> None:
    ringing = needing(report, world, "all")
    accept(ringing, "police_desk")
    rings = {role: bool(queries.list_ringing(actor=world.actors[role])) for role in DESKS}
    assert rings == {"police_desk": False, "police_desk_2": True, "police_ops": True}
    claimed = {each.id for each in alerts.claim_due(lane=0, free={Channel.EMAIL: 50, Channel.LIVE_SCREEN: 50})}
    mine = {each.pk for each in ringing.sends("polres", posting_id=world.postings["police_desk"])}
    assert not claimed & mine, "nobody is sent anything after the own answer"
    assert {each.pk for each in ringing.sends("polres", posting_id=world.postings["police_ops"])} <= claimed


def test_the_ladder_climbs_on_while_somebody_is_missing_and_any_later_step_may_do(report: Report, world: World) -> None:
    ringing = needing(report, world, "all")
    accept(ringing, "police_desk")
    ringing.climb_through(300)
    assert ringing.woken("polres", 1) == {"police_chief"}
    assert accept(ringing, "police_chief") == "acknowledged", "the chief's step needs one"


def test_saying_who_comes_answers_whatever_the_step_needs(report: Report, world: World) -> None:
    ringing = needing(report, world, "all")
    alerts.respond(actor=world.actors["police_desk"], alert_id=ringing.alert_id, personnel=4, eta_minutes=5)
    assert ringing.side("polres").state == "responding"


def test_who_was_not_woken_speaks_for_the_unit_alone(report: Report, world: World) -> None:
    assert accept(needing(report, world, "all"), "police_chief") == "acknowledged"


@pytest.mark.parametrize(("need", "roles"), [("all", DESKS), ("each_post", DESKS)])
def test_a_units_own_system_is_nobody_who_must_answer(
    report: Report, world: World, need: str, roles: tuple[str, ...]
) -> None:
    Endpoint.objects.create(unit_id=world.units["polres"], url="https://pusat.contoh/alarm", created_at=clock.now())
    ringing = needing(report, world, need)
    assert [each for each in ringing.sends("polres") if each.endpoint_id]
    assert accept(ringing, *roles) == "acknowledged"


CALLS = [after(0, "shift_leader"), after(1, "security_chief", partners=True)]


def test_a_partner_who_only_looked_on_is_called_by_a_partners_step(report: Report, world: World) -> None:
    own_ladder(world, "lapas", CALLS)
    ringing = report("ASSAULT_INMATE")
    assert ringing.rung == {"lapas"}
    ringing.climb_through(60)
    side = ringing.side("polres")
    assert ringing.woken("polres", 0) == {"police_desk", "police_desk_2"}
    assert (side.state, side.epoch, side.step, side.started_at) == ("open", 2, 0, ringing.after(60))
    assert side.next_at == ringing.after(60 + 600), "its usual ladder for this level"
    assert [each.alarm_id for each in queries.list_ringing(actor=world.actors["police_desk"])] == [ringing.alert_id]
    told = [fact for fact in ringing.facts("alert.rung") if world.persons["police_desk"] in fact.people]
    assert [fact.unit_id for fact in told] == [world.units["polres"]]
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=ringing.alert_id)
    assert not ringing.is_answered(), "the partner is waited for now"


def test_a_called_partner_climbs_its_own_ladder(report: Report, world: World) -> None:
    own_ladder(world, "lapas", CALLS)
    own_ladder(world, "polres", [after(0, "police_ops"), after(2, "police_chief")], name="Milik Polres")
    ringing = report("ASSAULT_INMATE")
    ringing.climb_through(60)
    assert (ringing.side("polres").ladder_name, ringing.woken("polres", 0)) == ("Milik Polres", {"police_ops"})
    ringing.climb_through(60 + 120)
    assert ringing.woken("polres", 1) == {"police_chief"}


@pytest.mark.parametrize("before", ["ringing", "accepted", "on the way"])
def test_partners_who_ring_or_have_answered_are_left_alone(report: Report, world: World, before: str) -> None:
    own_ladder(world, "lapas", CALLS)
    ringing = report("RIOT" if before == "ringing" else "ASSAULT_INMATE")
    if before != "ringing":
        answer = alerts.acknowledge if before == "accepted" else partial(alerts.respond, personnel=2, eta_minutes=9)
        answer(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    was = ringing.side("polres")
    ringing.climb_through(59.9)
    alerts.climb_due(ringing.after(60))
    now = ringing.side("polres")
    assert (now.state, now.epoch, now.started_at) == (was.state, was.epoch, was.started_at)
    if before != "ringing":
        assert ringing.sends("polres") == []


def test_a_step_of_partners_alone_does_not_wait_if_it_called_nobody(report: Report, world: World) -> None:
    own_ladder(world, "lapas", [after(0, "shift_leader"), after(1, partners=True), after(9, "facility_head")])
    ringing = report("RIOT")
    ringing.climb_through(60)
    assert ringing.side("lapas").next_at == ringing.after(60), "everybody rings already: on at once"
    ringing.climb_through(60)
    assert ringing.woken("lapas", 2) == {"facility_head"}
