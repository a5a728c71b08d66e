"""Who is on duty: over midnight, in three zones, in rotation, with replacements; and where nobody is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.access.models import Posting
from sinergi.alerts import queries
from sinergi.alerts.duty import Change, Plan, Turn, gaps, stretches
from sinergi.alerts.models import Override, Roster, RosterPost, Shift
from sinergi.core import clock
from tests.world import World

START = datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
PEOPLE = [uuid5(UUID(int=0), name) for name in "abcd"]
A, B, C, D = PEOPLE
ALWAYS = dict.fromkeys(PEOPLE, (START - timedelta(days=900), None))
HOUR = timedelta(hours=1)


def plan(*turns: Turn, changes: tuple[Change, ...] = ()) -> Plan:
    """Everybody holds the post all the time."""
    return Plan(min((turn.starts_at for turn in turns), default=None), turns, changes, ALWAYS)


def at(hours: float) -> datetime:
    return START + timedelta(minutes=round(hours * 60))


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_a_night_shift_goes_over_midnight_in_every_zone(zone: str) -> None:
    local = clock_of(ZoneInfo(zone))
    night = plan(Turn(A, local(1, 22), 8 * 60, every_days=1))
    for day in range(1, 29):
        for hour, is_on in ((21, False), (22, True), (23, True), (24, True), (29, True), (30, False)):
            has_begun = (day, hour) > (1, 21)  # before its first shift a roster does not rule
            assert (A in night.on_duty(local(day, hour))) is (is_on or not has_begun), (day, hour)


def clock_of(zone: ZoneInfo) -> Callable[[int, int], datetime]:
    """``(3, 25)``: the 3rd of March 2027, one hour after midnight that ends it, by that zone's clock."""
    return lambda day, hour: datetime(2027, 3, day, tzinfo=zone).replace(hour=0) + timedelta(hours=hour)


def test_four_teams_take_turns_without_a_gap() -> None:
    teams = [Turn(who, at(24 * turn), 24 * 60, every_days=4) for turn, who in enumerate(PEOPLE)]
    rota = plan(*teams)
    assert [set(rota.on_duty(at(24 * day + 12))) for day in range(9)] == [{who} for who in (*PEOPLE, *PEOPLE, A)]
    assert gaps(rota, at(0), at(24 * 400)) == []
    assert [stretch.ends_at - stretch.starts_at for stretch in stretches(rota, at(0), at(96))] == [24 * HOUR] * 4


def test_a_roster_rules_only_from_its_first_shift() -> None:
    rota = plan(Turn(A, at(10), 60))
    assert rota.on_duty(at(9)) == set(PEOPLE)
    assert rota.on_duty(at(10)) == {A}
    assert rota.on_duty(at(11)) == set()
    assert plan().on_duty(at(0)) == set(PEOPLE)


def test_until_ends_a_shift_in_its_middle() -> None:
    rota = plan(Turn(A, at(0), 8 * 60, every_days=1, until=at(28)))
    assert A in rota.on_duty(at(27.9))
    assert gaps(rota, at(24), at(96))[0].starts_at == at(28)


def test_a_replacement_takes_off_and_puts_on() -> None:
    both = (Change(at(2), at(4), A, B),)
    rota = plan(Turn(A, at(0), 8 * 60), changes=both)
    assert [set(rota.on_duty(at(hour))) for hour in (1, 2, 3, 4)] == [{A}, {B}, {B}, {A}]


def test_a_replacement_by_nobody_is_a_gap() -> None:
    rota = plan(Turn(A, at(0), 24 * 60, 1), changes=(Change(at(2), at(4), A, None),))
    assert [(gap.starts_at, gap.ends_at) for gap in gaps(rota, at(0), at(72))] == [(at(2), at(4))]


def test_whoever_is_put_on_is_on_whatever_else_is_said() -> None:
    rota = plan(Turn(A, at(0), 60), changes=(Change(at(0), at(1), A, B), Change(at(0), at(1), B, A)))
    assert rota.on_duty(at(0)) == {A, B}


def test_an_ended_posting_counts_no_more() -> None:
    held = {A: (at(-10), at(5)), B: (at(7), None)}
    rota = Plan(at(0), [Turn(A, at(0), 1440, 1), Turn(B, at(0), 1440, 1)], (), held)
    assert [(gap.starts_at, gap.ends_at) for gap in gaps(rota, at(0), at(24))] == [(at(5), at(7))]


minutes = st.integers(-3 * 1440, 4 * 1440)
turns = st.builds(
    lambda who, start, length, days, until: Turn(
        who, at(start / 60), min(length, days * 1440) if days else length, days, until and at((start + until) / 60)
    ),
    st.sampled_from(PEOPLE), minutes, st.integers(1, 3000), st.integers(0, 5), st.none() | st.integers(1, 5000),
)  # fmt: skip
changes = st.builds(
    lambda start, length, out, into: Change(at(start / 60), at((start + length) / 60), out, into),
    minutes, st.integers(1, 2000), st.none() | st.sampled_from(PEOPLE), st.none() | st.sampled_from(PEOPLE),
)  # fmt: skip


def naive(rota: Plan, minute: datetime) -> bool:
    """Is anybody on duty? Said as a person would say it, shift by shift."""
    if rota.rules_from is None or minute < rota.rules_from:
        return True
    on = set()
    for turn in rota.turns:
        begins = turn.starts_at
        for _round in range(8):
            is_in = begins <= minute < begins + timedelta(minutes=turn.minutes)
            if is_in and (turn.until is None or minute < turn.until):
                on.add(turn.posting_id)
            begins += timedelta(days=turn.every_days)
    live = [change for change in rota.changes if change.starts_at <= minute < change.ends_at]
    return bool((on - {change.out for change in live}) | ({change.into for change in live} - {None}))


@settings(deadline=None)
@given(st.lists(turns, max_size=4), st.lists(changes, max_size=3), st.integers(0, 1440))
def test_gaps_are_exactly_the_minutes_in_which_nobody_is_on_duty(
    given_turns: list[Turn], given_changes: list[Change], since: int
) -> None:
    rota = plan(*given_turns, changes=tuple(given_changes))
    begins, hours = at(since / 60), 30
    empty = {begins + timedelta(minutes=m) for m in range(hours * 60)}
    empty = {minute for minute in empty if not naive(rota, minute)}
    found = set()
    for gap in gaps(rota, begins, begins + hours * HOUR):
        found |= {
            gap.starts_at + timedelta(minutes=m) for m in range((gap.ends_at - gap.starts_at) // timedelta(minutes=1))
        }
    assert found == empty


@pytest.mark.parametrize("seed", range(12))
def test_the_statement_and_the_timeline_say_the_same(world: World, seed: int) -> None:
    dice = Random(seed)
    now, roles = clock.now(), ("police_desk", "police_desk_2")
    roster = Roster.objects.create(unit_id=world.units["polres"], title="SPKT", created_at=now)
    RosterPost.objects.bulk_create(RosterPost(roster=roster, post_id=world.posts[role]) for role in roles)
    held = [world.postings[role] for role in roles]
    for _ in range(dice.randint(0, 5)):
        days, begins = dice.choice([0, 1, 2, 4]), now + timedelta(minutes=dice.randint(-5000, 3000))
        length = dice.randint(1, days * 1440 or 3000)
        until = begins + timedelta(minutes=dice.randint(0, 6000)) if dice.random() < 0.4 else None
        Shift.objects.create(
            roster=roster, posting_id=dice.choice(held), starts_at=begins, minutes=length, every_days=days, until=until
        )
    for out, into in ((held[0], None), (held[1], held[0])):
        begins = now + timedelta(minutes=dice.randint(-500, 2000))
        Override.objects.create(
            roster=roster, starts_at=begins, ends_at=begins + timedelta(minutes=dice.randint(1, 900)),
            out_posting_id=out, in_posting_id=into,
        )  # fmt: skip
    Posting.objects.filter(pk=held[0]).update(ends_at=now + timedelta(minutes=dice.randint(100, 6000)))
    (view,) = queries.list_rosters(actor=world.actors["police_desk"], at=now)
    for _ in range(60):
        moment = now + timedelta(minutes=dice.randint(0, 4300))
        asked = {row["posting_id"] for row in queries.list_on_duty(world.units["polres"], ["police_desk"], moment)}
        assert asked == view.plan.on_duty(moment), moment
