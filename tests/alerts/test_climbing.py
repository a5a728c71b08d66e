"""The ladder climbs on time, once, whoever runs the engine and however often it died."""

from datetime import timedelta
from functools import partial
from uuid import uuid5

import pytest

from sinergi.access import actions as access
from sinergi.access.models import Posting
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Delivery
from sinergi.alerts.subscribers import forget_posting, wake_successor
from sinergi.alerts.types import Sound
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from sinergi.ledger import actions as ledger
from sinergi.ledger import queries as facts
from tests.alerts.at_once import at_once
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.world import World


def test_it_climbs_exactly_on_time_and_ends(riot: Ringing) -> None:
    assert riot.climb_through(0, 59.999) == [0, 0]
    assert riot.climb_through(60, 60) == [2, 0]
    assert riot.woken("lapas", 1) == {"security_chief"}
    assert riot.woken("polres", 1) == {"police_ops"}
    assert riot.climb_through(179.999, 180) == [0, 2]
    assert riot.woken("polres", 2) == {"police_chief"}
    assert riot.climb_through(299.999, 300, 10_000) == [0, 3, 0]
    assert {riot.side(unit).state for unit in ("lapas", "polres", "kodim")} == {"exhausted"}


@pytest.mark.parametrize(("kind", "afters"), [("RIOT", [60, 180, 300]), ("ASSAULT_STAFF", [180, 360, 600])])
def test_each_level_has_its_own_pace(report: Report, kind: str, afters: list[int]) -> None:
    ringing = report(kind)
    taken = []
    while (side := ringing.side("lapas")).next_at:
        taken.append((side.next_at - ringing.raised_at).total_seconds())
        alerts.climb_due(side.next_at)
    assert taken == afters


def test_each_step_is_told(riot: Ringing, world: World) -> None:
    riot.climb_through(60, 180, 300)
    prison = world.units["lapas"]
    climbed = [fact.payload for fact in riot.facts("alert.climbed") if fact.unit_id == prison]
    assert [(said["step"], said["posts"], said["woken"]) for said in climbed if said] == [
        (1, ["security_chief"], 1),
        (2, ["facility_head"], 1),
    ]
    (exhausted,) = [fact for fact in riot.facts("alert.exhausted") if fact.unit_id == prison]
    assert {world.units[unit] for unit in ("lapas", "kanwil", "polres", "polda")} <= set(exhausted.units)


def test_a_late_engine_catches_up_without_skipping_a_rung(riot: Ringing) -> None:
    late = riot.after(1000)
    steps = []
    while taken := alerts.climb_due(late):
        steps.append(taken)
    assert steps == [3, 2, 2]
    for step, role in enumerate(("shift_leader", "security_chief", "facility_head")):
        assert role in riot.woken("lapas", step)


def test_a_restart_in_the_middle_keeps_the_plan(riot: Ringing) -> None:
    riot.climb_through(95)  # the engine was away from 55 to 95
    assert riot.side("lapas").next_at == riot.after(180)


def test_an_answer_stops_the_own_ladder_only(riot: Ringing, world: World) -> None:
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    assert riot.climb_through(60) == [1]
    assert riot.woken("polres", 1) == set()
    assert riot.woken("lapas", 1) == {"security_chief"}


def test_an_empty_rung_is_passed_at_once_and_says_so(riot: Ringing, world: World) -> None:
    Posting.objects.filter(pk=world.postings["security_chief"]).update(ends_at=riot.raised_at)
    assert riot.climb_through(60, 60) == [2, 1]
    assert riot.woken("lapas", 2) == {"facility_head"}
    empty = [fact.payload for fact in riot.facts("alert.climbed") if fact.payload and fact.payload["woken"] == 0]
    assert [(said["step"], said["posts"]) for said in empty] == [(1, ["security_chief"])]
    assert riot.side("lapas").next_at == riot.after(60 + 120)


def test_an_empty_first_rung_is_passed_at_once(report: Report, world: World) -> None:
    roles = ("shift_leader", "shift_leader_2")
    Posting.objects.filter(pk__in=[world.postings[role] for role in roles]).update(ends_at=clock.now())
    ringing = report("RIOT")
    assert ringing.climb_through(0) == [1]
    assert ringing.woken("lapas", 1) == {"security_chief"}


def test_a_unit_without_any_roster_is_exhausted_at_once_and_told(report: Report, world: World) -> None:
    Posting.objects.filter(post__unit_id=world.units["polres"]).update(ends_at=clock.now())
    ringing = report("RIOT")
    assert ringing.climb_through(0, 0, 0, 0) == [1, 1, 1, 0]
    assert ringing.side("polres").state == "exhausted"
    assert [fact.unit_id for fact in ringing.facts("alert.exhausted")] == [world.units["polres"]]


@pytest.mark.parametrize("sound", ["blocked", "muted"])
def test_a_silent_screen_is_not_waited_for(report: Report, world: World, sound: str) -> None:
    for role in ("police_desk", "police_desk_2"):
        _arm(world.actors[role], sound)
    ringing = report("RIOT")
    assert ringing.climb_through(0) == [1]
    assert ringing.woken("polres", 1) == {"police_ops"}


def test_one_screen_that_can_be_heard_is_waited_for(report: Report, world: World) -> None:
    _arm(world.actors["police_desk"], "blocked")
    _arm(world.actors["police_desk_2"], "on")
    assert report("RIOT").climb_through(0, 59) == [0, 0]


def test_a_screen_that_falls_silent_while_it_rings_hurries_the_ladder(riot: Ringing, world: World) -> None:
    _arm(world.actors["police_desk"], "blocked")
    assert riot.side("polres").next_at is not None
    assert alerts.climb_due(clock.now()) == 1
    assert riot.woken("polres", 1) == {"police_ops"}
    _arm(world.actors["police_desk"], "blocked")  # it says so every few seconds; its rung is over
    assert alerts.climb_due(clock.now()) == 0


def test_a_screen_forgotten_for_a_minute_counts_no_more(report: Report, world: World, clock_hand: ClockHand) -> None:
    _arm(world.actors["police_desk"], "blocked")
    _arm(world.actors["police_desk_2"], "on")
    clock_hand(clock.now() + timedelta(seconds=60))
    _arm(world.actors["police_desk"], "blocked")
    assert report("RIOT").climb_through(0) == [1]


def test_who_left_the_post_just_before_a_rung_is_not_woken(riot: Ringing, world: World) -> None:
    Posting.objects.filter(pk=world.postings["police_ops"]).update(ends_at=riot.after(59.9))
    Posting.objects.filter(pk=world.postings["security_chief"]).update(ends_at=riot.after(60.1))
    riot.climb_through(60)
    assert riot.woken("polres", 1) == set()
    assert riot.woken("lapas", 1) == {"security_chief"}


def test_a_handover_moves_the_alarm_to_the_new_holder(riot: Ringing, world: World) -> None:
    admin, heir = world.actors["police_admin"], world.actors["polda_ops"]
    access.hand_over(actor=admin, posting_id=world.postings["police_desk"], person_id=heir.person_id)
    _hear()
    _hear()  # twice is harmless
    posting = Posting.objects.get(person_id=heir.person_id, post_id=world.posts["police_desk"])
    successor = Actor(
        heir.person_id, posting.pk, world.units["polres"], world.paths["polres"], frozenset({"police_desk"})
    )
    assert [each.alarm_id for each in queries.list_ringing(actor=successor)] == [riot.alert_id]
    assert {each.channel for each in riot.sends("polres", posting_id=posting.pk)} == {"email", "live_screen"}
    assert len([fact for fact in riot.facts("alert.rung") if heir.person_id in fact.people]) == 1
    left = riot.sends("polres", posting_id=world.postings["police_desk"])
    assert {each.state for each in left} == {"superseded"}
    alerts.acknowledge(actor=successor, alert_id=riot.alert_id)


def test_a_posting_that_ends_next_week_still_rings_today(riot: Ringing, world: World) -> None:
    admin = world.actors["police_admin"]
    access.end_posting(actor=admin, posting_id=world.postings["police_desk"], at=clock.now() + timedelta(days=7))
    _hear()
    assert {each.state for each in riot.sends("polres", posting_id=world.postings["police_desk"])} == {"queued"}


@pytest.mark.django_db(transaction=True)
def test_any_number_of_engines_take_each_step_once(committed: World) -> None:
    riots = [incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT")) for _ in range(8)]
    for seconds, sides in ((60, 2), (180, 2), (300, 3)):
        at = clock.now() + timedelta(seconds=seconds + 5)
        taken = at_once(*[partial(alerts.climb_due, at)] * 6)
        assert sum(steps for steps in taken if isinstance(steps, int)) == sides * len(riots)
    for reported in riots:
        climbed = Delivery.objects.filter(escalation__alarm_id=reported.alerts[0], step=1, channel="email")
        assert climbed.count() == 2
    assert alerts.next_due_at() is None


def _arm(actor: Actor, sound: str) -> None:
    screen = uuid5(actor.person_id, "the browser of this person")
    alerts.arm_screen(actor=actor, screen_id=screen, sound=Sound(sound))


def _hear() -> None:
    """Let the subscribers of this room hear what was told about postings."""
    while ledger.seal():
        pass
    for fact in facts.list_after(0):
        if fact.kind == "access.posting_ended":
            forget_posting(fact)
        if fact.kind == "access.posting_started":
            wake_successor(fact)
