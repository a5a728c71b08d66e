"""Which ladder an alarm takes: the first of the unit's own that fits, else the usual one; frozen as it begins."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Alarm, Escalation, Ladder
from sinergi.alerts.types import AlarmText, Called, Level
from sinergi.core import clock
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Flash
from sinergi.incidents.types import Severity
from sinergi.units.models import Unit
from tests.alerts.conftest import ClockHand, Report
from tests.alerts.ladders import after, own_ladder
from tests.world import World

HEAD_FIRST = [after(0, "facility_head"), after(2, "security_chief")]


def chosen(report: Report, kind: str = "RIOT", **said: Any) -> str:
    """The name of the prison's ladder for such a report; empty: the usual one."""
    return report(kind, **said).side("lapas").ladder_name


def test_without_a_ladder_of_its_own_a_unit_has_the_usual_one(report: Report) -> None:
    assert chosen(report) == ""


def test_its_own_ladder_wakes_whom_it_names_when_it_says(report: Report, world: World) -> None:
    own_ladder(world, "lapas", HEAD_FIRST, end=3, name="Kalapas dahulu")
    ringing = report("RIOT")
    assert ringing.side("lapas").ladder_name == "Kalapas dahulu"
    assert ringing.woken("lapas", 0) == {"facility_head"}
    assert ringing.side("polres").ladder_name == "", "another unit's ladder is its own"
    ringing.climb_through(119.9, 120)
    assert ringing.woken("lapas", 1) == {"security_chief"}
    ringing.climb_through(299.9)
    assert ringing.side("lapas").state == "open"
    ringing.climb_through(300)
    assert ringing.side("lapas").state == "exhausted"


def test_a_ladder_may_name_posts_and_people(report: Report, world: World) -> None:
    steps = [
        after(0, posts=[str(world.posts["gate"])]),
        after(1, people=[str(world.persons["reporting_officer"])], posts=[str(world.posts["guard_2"])]),
    ]
    own_ladder(world, "lapas", steps)
    ringing = report("RIOT")
    assert ringing.woken("lapas", 0) == {"gate"}
    ringing.climb_through(60)
    assert ringing.woken("lapas", 1) == {"reporting_officer", "guard_2"}


def test_a_ladder_cannot_wake_people_of_another_unit(report: Report, world: World) -> None:
    strangers = [str(world.persons[role]) for role in ("police_chief", "stranger_guard")]
    own_ladder(world, "lapas", [after(0, "shift_leader", people=strangers)])
    assert report("RIOT").woken("lapas", 0) == {"shift_leader", "shift_leader_2"}


@pytest.mark.parametrize(
    ("only", "kind", "fits"),
    [
        ({"kinds": ["RIOT", "FIRE"]}, "RIOT", True),
        ({"kinds": ["FIRE"]}, "RIOT", False),
        ({"levels": [4]}, "RIOT", True),
        ({"levels": [1, 2, 3]}, "RIOT", False),
        ({"levels": [3], "kinds": ["ASSAULT_STAFF"]}, "ASSAULT_STAFF", True),
        ({"levels": [4], "kinds": ["ASSAULT_STAFF"]}, "ASSAULT_STAFF", False),
        ({"exercise": False}, "RIOT", True),
        ({"exercise": True}, "RIOT", False),
        ({"exercise": None}, "RIOT", True),
        ({"ended_at": datetime(2020, 1, 1, tzinfo=UTC)}, "RIOT", False),
    ],
)
def test_it_fits_by_type_level_and_kind_of_alarm(
    report: Report, world: World, only: dict[str, Any], kind: str, *, fits: bool
) -> None:
    own_ladder(world, "lapas", HEAD_FIRST, name="Sendiri", **only)
    assert chosen(report, kind) == ("Sendiri" if fits else "")


@pytest.mark.parametrize(
    ("places", "where", "fits"),
    [
        (["block_c"], "block_c", True),
        (["block_c"], "cell_4", True),
        (["block_c", "tower"], "tower", True),
        (["cell_4"], "block_c", False),
        (["block_d"], "cell_4", False),
        (["block_c"], None, False),
        ([], None, True),
    ],
)
def test_a_place_stands_for_all_below_it(
    report: Report, world: World, places: list[str], where: str | None, *, fits: bool
) -> None:
    own_ladder(world, "lapas", HEAD_FIRST, name="Blok", place_ids=[str(world.places[place]) for place in places])
    assert chosen(report, place_id=world.places[where] if where else None) == ("Blok" if fits else "")


@pytest.mark.parametrize(("zone", "ahead"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)])
@pytest.mark.parametrize(
    ("begins", "ends", "at", "fits"),
    [
        (22, 6, "21:59", False), (22, 6, "22:00", True), (22, 6, "23:59", True), (22, 6, "00:00", True),
        (22, 6, "05:59", True), (22, 6, "06:00", False), (22, 6, "12:00", False),
        (8, 16, "07:59", False), (8, 16, "08:00", True), (8, 16, "15:59", True), (8, 16, "16:00", False),
    ],
)  # fmt: skip
def test_hours_go_by_the_units_own_clock_and_over_midnight(
    report: Report, world: World, clock_hand: ClockHand, *,
    zone: str, ahead: int, begins: int, ends: int, at: str, fits: bool,
) -> None:  # fmt: skip
    Unit.objects.filter(pk=world.units["lapas"]).update(zone=zone)
    own_ladder(world, "lapas", HEAD_FIRST, name="Jam", from_time=time(begins), until_time=time(ends))
    hour, minute = map(int, at.split(":"))
    midnight = datetime.combine(clock.now().date() + timedelta(days=1), time(), tzinfo=UTC)
    clock_hand(midnight + timedelta(hours=hour - ahead, minutes=minute))
    assert chosen(report) == ("Jam" if fits else "")


def test_of_several_that_fit_the_first_by_position_is_taken(report: Report, world: World) -> None:
    own_ladder(world, "lapas", HEAD_FIRST, name="Umum", position=9)
    own_ladder(world, "lapas", HEAD_FIRST, name="Kerusuhan", position=1, kinds=["RIOT"])
    own_ladder(world, "lapas", HEAD_FIRST, name="Kebakaran", position=0, kinds=["FIRE"])
    assert [chosen(report, kind) for kind in ("RIOT", "FIRE", "ESCAPE")] == ["Kerusuhan", "Kebakaran", "Umum"]


def test_a_drill_takes_the_ladder_for_drills(world: World) -> None:
    own_ladder(world, "lapas", HEAD_FIRST, name="Nyata", position=1, exercise=False)
    own_ladder(world, "lapas", HEAD_FIRST, name="Latihan", position=2, exercise=True)
    drill = alerts.raise_alert(
        actor=world.actors["facility_head"], subject="exercise:1", unit_id=world.units["lapas"], level=Level.CRITICAL,
        text=AlarmText("RIOT", "Lapas"), at=clock.now(), exercise=True,
        called=[Called(world.units["lapas"], world.paths["lapas"], "CORRECTIONS", is_origin=True, rings=True)],
    )  # fmt: skip
    assert Escalation.objects.get(alarm_id=drill.alert_id).ladder_name == "Latihan"


def test_repeats_are_written_out_and_climbed(report: Report, world: World) -> None:
    own_ladder(world, "lapas", HEAD_FIRST, end=3, repeat=2)
    ringing = report("RIOT")
    assert [row["after"] for row in ringing.side("lapas").ladder] == [0, 120, 300, 420, 600, 720, 900]
    ringing.climb_through(120, 300, 420, 600, 720)
    assert [ringing.woken("lapas", step) for step in range(6)] == [{"facility_head"}, {"security_chief"}] * 3
    assert ringing.side("lapas").state == "open"
    ringing.climb_through(900)
    assert ringing.side("lapas").state == "exhausted"


def test_a_report_about_staff_never_takes_a_ladder_of_the_unit(report: Report, world: World) -> None:
    own_ladder(world, "kanwil", [after(0, "regional_office")], name="Kanwil")
    ringing = report("STAFF_MISCONDUCT", severity=Severity.CRITICAL)
    assert (ringing.side("kanwil").ladder_name, ringing.woken("kanwil", 0)) == ("", {"compliance"})


def test_a_ladder_is_frozen_as_the_alarm_begins(report: Report, world: World) -> None:
    own = own_ladder(world, "lapas", HEAD_FIRST)
    ringing = report("RIOT")
    Ladder.objects.filter(pk=own.pk).update(frozen=[], ended_at=clock.now())
    ringing.climb_through(120)
    assert ringing.woken("lapas", 1) == {"security_chief"}


def test_a_report_costs_no_statement_more_for_ladders(world: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            incidents.report(actor=world.actors["guard"], flash=Flash("RIOT", place_id=world.places["cell_4"]))
        return len(asked)

    usual = statements()
    for unit in ("lapas", "polres", "kodim"):
        own_ladder(world, unit, [*HEAD_FIRST, after(9, "police_chief", "support_desk")], kinds=["RIOT"])
    own_ladder(world, "polres", [after(0, "police_desk")], kinds=["RIOT"], position=0)
    own_ladder(world, "kodim", [after(0, "support_desk")], kinds=["RIOT"], position=0)
    assert statements() == usual
    assert Alarm.objects.count() == 2
