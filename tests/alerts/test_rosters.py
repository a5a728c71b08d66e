"""Drawing up rosters, and what an alarm then does: it wakes who is on shift, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from sinergi.access import actions as access
from sinergi.access.models import Person, Posting
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Delivery, Override, RosterPost, Shift
from sinergi.alerts.subscribers import wake_successor
from sinergi.core import clock
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from sinergi.ledger import actions as ledger
from sinergi.ledger import queries as facts
from sinergi.ledger.models import Fact
from tests.alerts.at_once import at_once
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.world import World

HOUR = timedelta(hours=1)
DESKS = ("police_desk", "police_desk_2")
Turn = Callable[..., Shift]


@pytest.fixture
def roster(world: World) -> UUID:
    """The two posts of the police desk take turns; nobody has a shift yet."""
    posts = [world.posts[role] for role in DESKS]
    return alerts.create_roster(actor=world.actors["police_admin"], post_ids=posts, title="SPKT").pk


@pytest.fixture
def turn(world: World, roster: UUID) -> Turn:
    """``turn("police_desk", begins=-1, hours=8)``: a shift that began an hour ago."""

    def make(role: str, begins: float = 0, hours: int = 8, **said: Any) -> Shift:
        said = {"starts_at": clock.now() + begins * HOUR, "minutes": hours * 60, **said}
        return alerts.add_shift(
            actor=world.actors["police_ops"], roster_id=roster, posting_id=world.postings[role], **said
        )

    return make


def replace(world: World, roster: UUID, begins: float, ends: float, **who: str) -> Override:
    """Somebody is replaced, from and until so many hours from now."""
    named: dict[str, Any] = {f"{key}_posting_id": world.postings[role] for key, role in who.items()}
    times: dict[str, Any] = {"starts_at": clock.now() + begins * HOUR, "ends_at": clock.now() + ends * HOUR}
    return alerts.add_override(actor=world.actors["police_chief"], roster_id=roster, **times, **named)


def on_duty(world: World) -> set[str]:
    """The roles of the police desk that are on duty now."""
    rows = queries.list_on_duty(world.units["polres"], ["police_desk"], clock.now())
    return {role for role in DESKS if world.postings[role] in {row["posting_id"] for row in rows}}


def hear(kind: str = "access.posting_started") -> None:
    """Let this room hear what was told about postings."""
    while ledger.seal():
        pass
    for fact in facts.list_after(0):
        if fact.kind == kind:
            wake_successor(fact)


def test_an_alarm_wakes_only_who_is_on_shift(turn: Turn, report: Report) -> None:
    turn("police_desk", begins=-1)
    ringing = report("RIOT")
    assert ringing.woken("polres", 0) == {"police_desk"}
    assert ringing.woken("lapas", 0) == {"shift_leader", "shift_leader_2"}  # no roster there: everybody


def test_a_roster_without_a_shift_takes_nobodys_alarm_away(roster: UUID, report: Report) -> None:
    assert report("RIOT").woken("polres", 0) == set(DESKS)


def test_until_its_first_shift_begins_everybody_is_woken(turn: Turn, report: Report) -> None:
    turn("police_desk", begins=5)
    assert report("RIOT").woken("polres", 0) == set(DESKS)


def test_an_empty_shift_is_climbed_past_at_once_and_said(turn: Turn, report: Report) -> None:
    turn("police_desk", begins=-9)  # ended an hour ago, and nobody came
    ringing = report("RIOT")
    assert ringing.woken("polres", 0) == set()
    assert ringing.climb_through(0) == [1]
    assert ringing.woken("polres", 1) == {"police_ops"}


def test_a_later_rung_that_is_empty_at_shift_change_is_climbed_past_at_once(world: World, riot: Ringing) -> None:
    keeper, post = world.actors["facility_head"], world.posts["security_chief"]
    roster = alerts.create_roster(actor=keeper, post_ids=[post])
    chief = world.postings["security_chief"]
    alerts.add_shift(actor=keeper, roster_id=roster.pk, posting_id=chief, starts_at=riot.after(-60), minutes=2)
    assert riot.climb_through(60, 60) == [2, 1]
    assert riot.woken("lapas", 2) == {"facility_head"}
    prison = [fact.payload for fact in riot.facts("alert.climbed") if fact.unit_id == world.units["lapas"]]
    assert [(said["step"], said["woken"]) for said in prison if said] == [(1, 0), (2, 1)]


def test_the_replacement_is_woken_and_the_replaced_is_not(
    world: World, roster: UUID, turn: Turn, report: Report
) -> None:
    turn("police_desk", begins=-1)
    replace(world, roster, -0.5, 3, out="police_desk", **{"in": "police_desk_2"})
    assert report("RIOT").woken("polres", 0) == {"police_desk_2"}


def test_a_withdrawn_replacement_counts_no_more(world: World, roster: UUID, turn: Turn) -> None:
    turn("police_desk", begins=-1)
    override = replace(world, roster, -0.5, 3, out="police_desk")
    assert on_duty(world) == set()
    alerts.withdraw_override(actor=world.actors["police_ops"], roster_id=roster, override_id=override.pk)
    assert on_duty(world) == {"police_desk"}
    with pytest.raises(Conflict):
        alerts.withdraw_override(actor=world.actors["police_ops"], roster_id=roster, override_id=override.pk)


def test_an_ended_shift_is_a_gap_from_then_on(world: World, roster: UUID, turn: Turn) -> None:
    shift = turn("police_desk", begins=-1, hours=24, every_days=1)
    assert queries.list_gaps(world.units["polres"], clock.now()) == []
    alerts.end_shift(actor=world.actors["police_admin"], roster_id=roster, shift_id=shift.pk)
    (gap,) = queries.list_gaps(world.units["polres"], clock.now())
    assert (gap.title, gap.roster_id, gap.goes_on) == ("SPKT", roster, True)
    with pytest.raises(Conflict):
        alerts.end_shift(actor=world.actors["police_admin"], roster_id=roster, shift_id=shift.pk)


def test_a_shift_that_was_ended_before_it_began_never_was(world: World, roster: UUID, turn: Turn) -> None:
    shift = turn("police_desk", begins=5)
    alerts.end_shift(actor=world.actors["police_admin"], roster_id=roster, shift_id=shift.pk)
    assert queries.list_gaps(world.units["polres"], clock.now(), hours=200) == []
    assert on_duty(world) == set(DESKS)


def test_an_ended_roster_gives_the_post_back_to_all(world: World, roster: UUID, turn: Turn) -> None:
    turn("police_desk", begins=-1)
    alerts.end_roster(actor=world.actors["police_admin"], roster_id=roster)
    assert on_duty(world) == set(DESKS)
    with pytest.raises(Conflict):
        turn("police_desk")
    again = alerts.create_roster(actor=world.actors["police_admin"], post_ids=[world.posts["police_desk"]])
    assert again.title == "Ka SPKT"


def test_gaps_of_every_unit_for_the_clock(world: World, roster: UUID, turn: Turn) -> None:
    turn("police_desk", begins=-1, hours=24)
    turn("police_desk_2", begins=26, hours=24)
    found = queries.list_units_with_gaps(clock.now(), 40)
    assert [(gap.unit_id, gap.roster_id, gap.title, gap.goes_on) for gap in found] == [
        (world.units["polres"], roster, "SPKT", False)
    ]
    assert (found[0].ends_at - found[0].starts_at) // timedelta(minutes=1) in {179, 180}


def test_who_leaves_the_post_leaves_a_gap(world: World, turn: Turn) -> None:
    turn("police_desk", begins=-1, hours=24, every_days=1)
    Posting.objects.filter(pk=world.postings["police_desk"]).update(ends_at=clock.now() + 10 * HOUR)
    (gap,) = queries.list_gaps(world.units["polres"], clock.now() + HOUR)
    assert gap.starts_at == Posting.objects.get(pk=world.postings["police_desk"]).ends_at


def test_an_inactive_person_is_not_on_duty(world: World, turn: Turn) -> None:
    turn("police_desk", begins=-1)
    Person.objects.filter(pk=world.persons["police_desk"]).update(is_active=False)
    assert on_duty(world) == set()


def test_whoever_comes_on_shift_while_it_rings_hears_it(
    world: World, turn: Turn, report: Report, clock_hand: ClockHand
) -> None:
    turn("police_desk", begins=-1, hours=2)
    turn("police_desk_2", begins=1)
    ringing = report("RIOT")
    assert alerts.wake_relief() == 0
    clock_hand(ringing.after(3700))
    assert (alerts.wake_relief(), alerts.wake_relief()) == (1, 0)
    assert {each.channel for each in ringing.sends("polres", posting_id=world.postings["police_desk_2"])} == {
        "email",
        "live_screen",
    }
    assert [each.alarm_id for each in queries.list_ringing(actor=world.actors["police_desk_2"])] == [ringing.alert_id]
    told = [fact for fact in ringing.facts("alert.rung") if world.persons["police_desk_2"] in fact.people]
    assert len(told) == 1


@pytest.mark.django_db(transaction=True)
def test_any_number_of_engines_wake_who_came_on_once(committed: World) -> None:
    keeper, posts = committed.actors["police_admin"], [committed.posts[role] for role in DESKS]
    roster = alerts.create_roster(actor=keeper, post_ids=posts).pk
    said: dict[str, Any] = {"actor": keeper, "roster_id": roster, "starts_at": clock.now(), "minutes": 60}
    alerts.add_shift(posting_id=committed.postings["police_desk_2"], **said)
    riots = [incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT")) for _ in range(5)]
    alerts.add_shift(posting_id=committed.postings["police_desk"], **said)
    assert sorted(at_once(*[alerts.wake_relief] * 6), key=str) == [0, 0, 0, 0, 0, len(riots)]
    sent = Delivery.objects.filter(posting_id=committed.postings["police_desk"], channel="live_screen")
    assert sent.count() == len(riots)
    rung = Fact.objects.filter(kind="alert.rung", people=[committed.persons["police_desk"]])
    assert rung.count() == len(riots)


@pytest.mark.parametrize("state", ["answered", "over"])
def test_whoever_comes_on_later_is_not_woken_by_what_is_answered(
    world: World, turn: Turn, report: Report, clock_hand: ClockHand, state: str
) -> None:
    turn("police_desk", begins=-1, hours=2)
    turn("police_desk_2", begins=1)
    ringing = report("RIOT")
    if state == "answered":
        alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    else:
        alerts.call_off(subject=ringing.alarm.subject, at=clock.now(), own_side_only=False)
    clock_hand(ringing.after(3700))
    assert alerts.wake_relief() == 0


def test_a_rung_that_is_not_reached_yet_is_not_woken_by_a_shift(world: World, riot: Ringing) -> None:
    keeper, chief = world.actors["facility_head"], world.postings["security_chief"]
    roster = alerts.create_roster(actor=keeper, post_ids=[world.posts["security_chief"]])
    alerts.add_shift(actor=keeper, roster_id=roster.pk, posting_id=chief, starts_at=clock.now(), minutes=60)
    assert alerts.wake_relief() == 0
    riot.climb_through(60)
    assert riot.woken("lapas", 1) == {"security_chief"}


def test_a_new_holder_who_is_off_shift_is_not_woken(world: World, turn: Turn, report: Report) -> None:
    turn("police_desk", begins=-1)
    ringing = report("RIOT")
    heir = access.post_person(
        actor=world.actors["police_admin"],
        post_id=world.posts["police_desk"],
        person_id=world.persons["polda_ops"],
    )
    hear()
    assert ringing.sends("polres", posting_id=heir.pk) == []


def test_a_handover_takes_the_shifts_along(world: World, roster: UUID, turn: Turn, report: Report) -> None:
    turn("police_desk", begins=-50, hours=24, every_days=2)
    replace(world, roster, 10, 20, out="police_desk_2", **{"in": "police_desk"})
    ringing = report("RIOT")
    before = queries.list_gaps(world.units["polres"], clock.now() + HOUR)
    heir = access.hand_over(
        actor=world.actors["police_admin"],
        posting_id=world.postings["police_desk"],
        person_id=world.persons["polda_ops"],
    )
    hear()
    hear()  # twice is harmless
    after = queries.list_gaps(world.units["polres"], clock.now() + HOUR)
    assert [gap.ends_at for gap in after[:-1]] == [gap.ends_at for gap in before[:-1]]
    assert Shift.objects.filter(posting=heir).count() == 1
    assert Shift.objects.get(posting_id=world.postings["police_desk"]).until == heir.starts_at
    assert Override.objects.get().in_posting_id == heir.pk
    assert {each.step for each in ringing.sends("polres", posting_id=heir.pk)} == {0}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": 25 * 60, "every_days": 1}, "minutes"),
        ({"minutes": 8 * 24 * 60}, "minutes"),
        ({"every_days": 61}, "every_days"),
        ({"until": -1}, "until"),
        ({"posting": "police_chief"}, "posting_id"),
    ],
)
def test_a_shift_that_cannot_be_is_refused(world: World, turn: Turn, said: dict[str, Any], field: str) -> None:
    role = said.pop("posting", "police_desk")
    if "until" in said:
        said["until"] = clock.now() + said["until"] * HOUR
    with pytest.raises(Invalid) as refused:
        turn(role, **said)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("who", [{}, {"out": "police_desk", "in": "police_desk"}, {"in": "police_chief"}])
def test_a_replacement_that_cannot_be_is_refused(world: World, roster: UUID, who: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        replace(world, roster, 1, 2, **who)
    with pytest.raises(Invalid):
        replace(world, roster, 2, 1, out="police_desk")


def test_a_post_stands_in_one_roster_at_a_time(world: World, roster: UUID) -> None:
    posts = [world.posts["police_desk"], world.posts["police_ops"]]
    with pytest.raises(Conflict):
        alerts.create_roster(actor=world.actors["police_admin"], post_ids=posts)
    with pytest.raises(IntegrityError, match="post_has_one_roster_at_a_time"), transaction.atomic():
        RosterPost.objects.create(roster_id=roster, post_id=world.posts["police_desk"])


def test_a_roster_is_of_one_unit_and_of_at_least_one_post(world: World) -> None:
    posts = [world.posts["shift_leader"], world.posts["lpka_shift_leader"]]
    with pytest.raises(Invalid):
        alerts.create_roster(actor=world.actors["regional_admin"], post_ids=posts)
    with pytest.raises(Invalid):
        alerts.create_roster(actor=world.actors["regional_admin"], post_ids=[])


@pytest.mark.parametrize(
    ("role", "refusal"),
    [
        ("police_desk", NotAllowed),
        ("polda_ops", NotAllowed),
        ("unit_admin", NotFound),
        ("facility_head", NotFound),
        ("stranger_chief", NotFound),
    ],
)
def test_others_draw_up_nothing_here(world: World, roster: UUID, role: str, refusal: type[Exception]) -> None:
    said: dict[str, Any] = {"posting_id": world.postings["police_desk"], "starts_at": clock.now(), "minutes": 60}
    with pytest.raises(refusal):
        alerts.add_shift(actor=world.actors[role], roster_id=roster, **said)
    with pytest.raises(refusal):
        alerts.create_roster(actor=world.actors[role], post_ids=[world.posts["police_chief"]])


def test_the_units_own_line_reads_it_and_its_partner_never(world: World, roster: UUID) -> None:
    now = clock.now()
    for role in ("police_intel", "polda_ops"):
        assert queries.get_roster(actor=world.actors[role], roster_id=roster, at=now).title == "SPKT"
    for role in ("facility_head", "regional_office", "directorate", "fire", "stranger_police"):
        with pytest.raises(NotFound):
            queries.get_roster(actor=world.actors[role], roster_id=roster, at=now)
        with pytest.raises(NotFound):
            queries.list_rosters(actor=world.actors[role], at=now, unit_id=world.units["polres"])


def test_what_was_drawn_up_is_told_to_the_units_own_line(world: World, roster: UUID, turn: Turn) -> None:
    turn("police_desk")
    told = Fact.objects.filter(subject=f"roster:{roster}").order_by("at", "id")
    assert [fact.kind for fact in told] == ["roster.created", "roster.shift_added"]
    for fact in told:
        assert set(fact.units) == {world.units[unit] for unit in ("polres", "polda", "mabes")}
