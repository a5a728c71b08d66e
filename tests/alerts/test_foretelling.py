"""The dry run foretells exactly whom a report then wakes, when, and by which channels; and writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Delivery, Escalation, Screen
from sinergi.alerts.types import LadderSaid, Need, StepSaid
from sinergi.core.errors import NotFound
from sinergi.core.ids import new_id
from sinergi.incidents import foretelling
from sinergi.incidents.foretelling import Event
from sinergi.incidents.types import Casualties, Severity
from sinergi.units.types import Agency
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.world import World

NOON = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
TYPES = ("RIOT", "ESCAPE", "FIRE", "ASSAULT_STAFF", "ASSAULT_INMATE", "CONTRABAND_FIND", "STAFF_MISCONDUCT")
HEADS = {"lapas": "facility_head", "polres": "police_chief", "kodim": "", "fire": "fire_admin"}
Plan = set[tuple[str, int, float, str]]
"""Unit, step, seconds after the alarm, posting."""


@pytest.fixture
def noon(clock_hand: ClockHand) -> None:
    """A Saturday noon."""
    clock_hand(NOON)


@pytest.fixture
def world(noon: None, world: World) -> World:
    """The world, at that noon."""
    return world


@contextmanager
def nothing_written() -> Iterator[None]:
    """The database itself refuses a write."""
    mark = transaction.savepoint()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def random_ladder(chance: Random, world: World, unit: str, number: int) -> LadderSaid:
    """Anything a keeper may write."""
    functions = {
        "lapas": ("shift_leader", "security_chief", "facility_head"),
        "polres": ("police_desk", "police_ops", "police_chief"),
        "fire": ("support_desk",),
    }[unit]
    roles = {
        "lapas": ("shift_leader", "shift_leader_2", "security_chief", "facility_head"),
        "polres": ("police_desk", "police_desk_2", "police_ops"),
        "fire": ("fire",),
    }[unit]
    minutes = sorted(chance.sample(range(1, 30), chance.randint(0, 3)))
    steps = []
    for minute in (0, *minutes):
        who = {
            "functions": (chance.choice(functions),),
            "posts": (world.posts[chance.choice(roles)],),
            "people": (world.persons[chance.choice(roles)],),
        }
        kept = dict(chance.sample(sorted(who.items()), chance.randint(1, 3)))
        calls = minute > 0 and chance.random() < 0.4
        steps.append(StepSaid(minute, **kept, partners=calls, need=chance.choice(list(Need))))  # type: ignore[arg-type]
    hours = chance.choice([(None, None), (time(8), time(17)), (time(22), time(6)), (time(12, 5), time(12, 1))])
    return LadderSaid(
        f"Tangga {number}", tuple(steps), chance.randint(1, 9), chance.randint(0, 2), from_time=hours[0],
        until_time=hours[1], levels=chance.choice([(), (4,), (2, 3)]), kinds=chance.choice([(), ("RIOT", "FIRE")]),
        place_ids=chance.choice([(), (world.places["block_c"],)]) if unit == "lapas" else (),
        exercise=chance.choice([None, False, True]),
    )  # fmt: skip


def furnish(chance: Random, world: World) -> None:
    """Ladders, silent and sounding screens, a roster with an empty hour."""
    for unit in ("lapas", "polres", "fire"):
        for number in range(chance.randint(0, 3)):
            said = random_ladder(chance, world, unit, number)
            alerts.create_ladder(actor=world.actors[HEADS[unit]], said=said)
    for role in chance.sample(["shift_leader", "security_chief", "police_desk", "police_ops", "fire"], 3):
        Screen.objects.create(
            id=new_id(), person_id=world.persons[role], posting_id=world.postings[role], seen_at=NOON,
            unit_id=world.actors[role].unit_id, sound=chance.choice(["on", "blocked", "muted"]),
        )  # fmt: skip
    if chance.random() < 0.6:
        roster = alerts.create_roster(actor=world.actors["police_admin"], post_ids=[world.posts["police_desk"]])
        alerts.add_shift(
            actor=world.actors["police_admin"], roster_id=roster.pk, posting_id=world.postings["police_desk"],
            starts_at=NOON + chance.choice([-1, 1]) * timedelta(minutes=4), minutes=chance.choice([8, 60]),
        )  # fmt: skip


def random_event(chance: Random, world: World) -> Event:
    """Anything a guard may report."""
    helped = chance.random() < 0.5
    return Event(
        chance.choice(TYPES),
        chance.choice([None, *Severity]),
        chance.choice([None, world.places["cell_4"], world.places["tower"]]),
        Casualties(0, chance.randint(0, 1), 0),
        help_needed=helped,
        help_from=frozenset({Agency.FIRE}) if helped else frozenset(),
        at=NOON,
    )


def foretold(world: World, event: Event) -> Plan:
    """What the dry run says."""
    with nothing_written():
        sides = foretelling.dry_run(actor=world.actors["facility_head"], event=event)
    label = {key: name for name, key in world.units.items()}
    return {
        (label[side.unit_id], rung.step, rung.after, str(sleeper.posting_id))
        for side in sides for rung in side.rungs for sleeper in rung.woken
    }  # fmt: skip


def happens(world: World, ringing: Ringing) -> Plan:
    """What was woken in truth, when nobody answers."""
    while (due := alerts.next_due_at()) is not None:
        Screen.objects.update(seen_at=due)
        alerts.climb_due(due)
    label = {key: name for name, key in world.units.items()}
    sends = Delivery.objects.filter(escalation__alarm_id=ringing.alert_id, posting_id__isnull=False, step__lt=99)
    return {
        (label[each.escalation.unit_id], each.step, (each.created_at - ringing.raised_at).total_seconds(),
         str(each.posting_id))
        for each in sends.select_related("escalation")
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(24))
def test_what_is_foretold_is_what_happens(world: World, report: Report, clock_hand: ClockHand, seed: int) -> None:
    chance = Random(seed)
    furnish(chance, world)
    event = random_event(chance, world)
    said = foretold(world, event)
    clock_hand(NOON)
    named = ("type", "severity", "place_id", "casualties", "help_needed", "help_from")
    ringing = report(event.type, **{name: getattr(event, name) for name in named if name != "type"})
    assert ringing.raised_at - NOON < timedelta(seconds=5)
    told = {(unit, step, round(after), who) for unit, step, after, who in happens(world, ringing)}
    assert said == told


def test_a_report_wakes_at_once_as_many_as_its_page_said(world: World, report: Report) -> None:
    for by, kind, people, units in (
        ("guard", "RIOT", 5, 3),
        ("shift_leader", "RIOT", 4, 3),
        ("guard", "ASSAULT_INMATE", 2, 1),
    ):
        with nothing_written():
            said = foretelling.count_at_once(actor=world.actors[by], event=Event(kind))
        ringing = report(kind, by=by)
        sides = Escalation.objects.filter(alarm_id=ringing.alert_id, deliveries__isnull=False).distinct()
        woken = set(Delivery.objects.filter(escalation__in=sides).values_list("person_id", flat=True))
        assert (said, (len(woken), sides.count())) == ((people, units), (people, units)), (by, kind)


def test_an_own_side_shows_its_ladder_and_channels_a_partner_only_its_posts(world: World) -> None:
    step = StepSaid(0, functions=("shift_leader",))
    alerts.create_ladder(actor=world.actors["facility_head"], said=LadderSaid("Malam", (step,)))
    alerts.create_ladder(
        actor=world.actors["police_chief"], said=LadderSaid("Rahasia", (StepSaid(0, functions=("police_ops",)),))
    )
    own, police, *_army = foretelling.dry_run(actor=world.actors["facility_head"], event=Event("RIOT", at=NOON))
    assert (own.ladder_name, own.is_own, police.ladder_name, police.is_own) == ("Malam", True, "", False)
    assert {sleeper.channels for sleeper in own.rungs[0].woken} == {("live_screen", "email")}
    assert [(sleeper.title, sleeper.channels) for sleeper in police.rungs[0].woken] == [("Kabag Ops", ())]


def test_a_partner_learns_nothing_of_the_prisons_ladder(world: World) -> None:
    (side,) = foretelling.dry_run(actor=world.actors["police_chief"], event=Event("RIOT", at=NOON))
    assert side.unit_id == world.units["polres"]
    with pytest.raises(NotFound):
        foretelling.dry_run(
            actor=world.actors["police_chief"], event=Event("RIOT", at=NOON), unit_id=world.units["lapas"]
        )


def test_an_empty_step_is_said_and_the_next_follows_at_once(world: World) -> None:
    empty = StepSaid(0, posts=(world.posts["security_chief"],))
    steps: tuple[Any, ...] = (empty, StepSaid(7, functions=("shift_leader",)))
    alerts.create_ladder(actor=world.actors["facility_head"], said=LadderSaid("Malam", steps, 4))
    roster = alerts.create_roster(actor=world.actors["facility_head"], post_ids=[world.posts["security_chief"]]).pk
    alerts.add_shift(
        actor=world.actors["facility_head"], roster_id=roster, posting_id=world.postings["security_chief"],
        starts_at=NOON - timedelta(hours=8), minutes=60,
    )  # fmt: skip
    own = foretelling.dry_run(actor=world.actors["facility_head"], event=Event("ASSAULT_INMATE", at=NOON))[0]
    assert [(rung.after, len(rung.woken)) for rung in own.rungs] == [(0, 0), (0, 2)]
    assert own.ends_after == 4 * 60


def test_a_called_partner_whose_first_step_is_empty_does_not_wait_either(world: World, report: Report) -> None:
    calls = (StepSaid(0, functions=("shift_leader",)), StepSaid(5, partners=True))
    alerts.create_ladder(actor=world.actors["facility_head"], said=LadderSaid("Siang", calls))
    empty = (StepSaid(0, posts=(world.posts["police_ops"],)), StepSaid(9, functions=("police_desk",)))
    alerts.create_ladder(actor=world.actors["police_chief"], said=LadderSaid("Kami", empty))
    roster = alerts.create_roster(actor=world.actors["police_chief"], post_ids=[world.posts["police_ops"]]).pk
    alerts.add_shift(
        actor=world.actors["police_chief"], roster_id=roster, posting_id=world.postings["police_ops"],
        starts_at=NOON - timedelta(hours=8), minutes=60,
    )  # fmt: skip
    said = foretold(world, Event("ASSAULT_INMATE", at=NOON))
    ringing = report("ASSAULT_INMATE")
    told = {(unit, step, round(after), who) for unit, step, after, who in happens(world, ringing)}
    assert said == told
    assert {(step, after) for unit, step, after, _who in said if unit == "polres"} == {(1, 5 * 60)}
