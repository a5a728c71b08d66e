"""What a later word does to an alarm: a new emergency rings again, a lesser word does not; a real one cuts drills."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Alarm, Escalation
from sinergi.alerts.types import AlarmText, Called, Level
from sinergi.core import clock
from sinergi.core.ids import new_id
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Correction
from sinergi.incidents.models import Incident
from sinergi.incidents.types import Casualties, Severity
from tests.alerts.conftest import ClockHand, Report, Ringing
from tests.world import World

WORSE = Correction(severity=Severity.CRITICAL)
HELP = Correction(help_needed=True)


def amend(ringing: Ringing, correction: Correction, by: str = "security_chief") -> None:
    """The prison corrects its report."""
    incidents.amend(actor=ringing.world.actors[by], incident_id=ringing.incident_id, correction=correction)


def stand_with_it(ringing: Ringing, how: str) -> None:
    """Bring the police to where the name says."""
    desk, alert_id = ringing.world.actors["police_desk"], ringing.alert_id
    if how == "exhausted":
        ringing.climb_through(180, 360, 600)
    elif how == "declined":
        for role in ("police_desk", "police_ops", "police_chief"):
            alerts.decline(actor=ringing.world.actors[role], alert_id=alert_id, reason="Tidak bisa.")
            alerts.climb_due(clock.now())
    else:
        alerts.acknowledge(actor=desk, alert_id=alert_id)
        if how in {"responding", "arrived"}:
            alerts.respond(actor=desk, alert_id=alert_id, personnel=3, eta_minutes=9)
        if how == "arrived":
            alerts.arrive(actor=desk, alert_id=alert_id)
        if how == "stood_down":
            alerts.stand_down(actor=desk, alert_id=alert_id)
    assert ringing.side("polres").state == how


@pytest.mark.parametrize("correction", [WORSE, HELP], ids=["critical", "help"])
@pytest.mark.parametrize("how", ["stood_down", "declined", "exhausted"])
def test_a_new_emergency_rings_again_who_was_done_with_it(report: Report, how: str, correction: Correction) -> None:
    ringing = report("ASSAULT_STAFF")
    stand_with_it(ringing, how)
    before = ringing.side("polres").epoch
    amend(ringing, correction)
    side = ringing.side("polres")
    assert (side.state, side.step, side.epoch) == ("open", 0, before + 1)
    assert (side.answered_at, side.answered_post, side.reason, side.confirm_at) == (None, "", "", None)
    assert ringing.woken("polres", 0) == {"police_desk", "police_desk_2"}
    assert not ringing.is_answered()
    assert side.next_at == side.started_at + timedelta(seconds=60 if correction is WORSE else 180)


@pytest.mark.parametrize("correction", [WORSE, HELP], ids=["critical", "help"])
@pytest.mark.parametrize("how", ["acknowledged", "responding", "arrived"])
def test_nor_is_it_rung_again_where_somebody_is_busy_with_it(report: Report, how: str, correction: Correction) -> None:
    ringing = report("ASSAULT_STAFF")
    stand_with_it(ringing, how)
    before = ringing.side("polres")
    amend(ringing, correction)
    after = ringing.side("polres")
    assert (after.state, after.epoch, after.answered_at) == (how, before.epoch, before.answered_at)
    assert [each.pk for each in ringing.sends("polres")] == [each.pk for each in ringing.sends("polres", epoch=1)]


def test_it_rings_again_after_a_false_alarm_that_was_none(report: Report, world: World) -> None:
    ringing = report("ASSAULT_STAFF")
    for role in ("shift_leader", "security_chief"):
        incidents.mark_false_alarm(actor=world.actors[role], incident_id=ringing.incident_id, reason="Keliru.")
    assert ringing.side("lapas").state == "superseded"
    incidents.reopen(actor=world.actors["facility_head"], incident_id=ringing.incident_id, reason="Ternyata benar.")
    amend(ringing, WORSE)
    assert ringing.side("lapas").state == "open"
    assert ringing.woken("lapas", 0) == {"shift_leader", "shift_leader_2"}


@pytest.mark.parametrize("how", ["stood_down", "declined", "exhausted"])
@pytest.mark.parametrize(
    "said", [{"under_control": True}, {"casualties": Casualties(minor=1)}, {"place_id": "block_c"}],
    ids=["under control", "casualties", "place"],
)  # fmt: skip
def test_a_correction_that_is_no_worse_rings_nobody(
    report: Report, world: World, how: str, said: dict[str, object]
) -> None:
    ringing = report("ASSAULT_STAFF")
    stand_with_it(ringing, how)
    before = [each.pk for each in ringing.sends("polres")]
    amend(ringing, Correction(**{key: world.places.get(str(value), value) for key, value in said.items()}))  # type: ignore[arg-type]  # a place by its label
    assert (ringing.side("polres").state, [each.pk for each in ringing.sends("polres")]) == (how, before)


def test_a_false_alarm_leaves_an_alarm_answered_if_everybody_else_had(report: Report, world: World) -> None:
    ringing = report("ASSAULT_STAFF")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    assert not ringing.is_answered()
    for role in ("shift_leader", "security_chief"):
        incidents.mark_false_alarm(actor=world.actors[role], incident_id=ringing.incident_id, reason="Keliru.")
    assert ringing.is_answered()
    assert len(ringing.facts("alert.answered")) == 1


def test_graver_after_its_review_it_is_reviewed_anew(report: Report, world: World) -> None:
    ringing, a = report("CONTRABAND_FIND"), world.actors
    for act, role in (
        (incidents.confirm, "shift_leader"), (incidents.declare_under_control, "shift_leader"),
        (incidents.start_recovery, "security_chief"), (incidents.complete, "reporting_officer"),
        (incidents.review, "facility_head"),
    ):  # fmt: skip
        act(actor=a[role], incident_id=ringing.incident_id)
    assert Incident.objects.get(pk=ringing.incident_id).status == "REVIEWED"
    amend(ringing, WORSE, by="facility_head")
    incident = Incident.objects.get(pk=ringing.incident_id)
    assert (incident.status, incident.reviewed_at) == ("REPORT_COMPLETE", None)


Drill = Callable[..., UUID]


@pytest.fixture
def drill(world: World) -> Drill:
    """A drill of the prison and its police; exercises open by their own room, which raises it like this."""

    def make(*, units: tuple[str, ...] = ("lapas", "polres")) -> UUID:
        called = [
            Called(
                world.units[unit], world.paths[unit], "POLICE" if unit == "polres" else "CORRECTIONS",
                is_origin=unit == "lapas", rings=True,
            )
            for unit in units
        ]  # fmt: skip
        return alerts.raise_alert(
            actor=world.actors["facility_head"], subject=f"exercise:{new_id()}", unit_id=world.units["lapas"],
            level=Level.CRITICAL, text=AlarmText("RIOT", "Latihan"), called=called, at=clock.now(), exercise=True,
        ).alert_id  # fmt: skip

    return make


def stands(alert_id: UUID, unit: UUID) -> Escalation:
    return Escalation.objects.get(alarm_id=alert_id, unit_id=unit)


def test_a_real_alarm_cuts_the_drills_of_the_units_it_calls(drill: Drill, report: Report, world: World) -> None:
    exercise = drill()
    ringing = report("RIOT")
    for unit in ("lapas", "polres"):
        side = stands(exercise, world.units[unit])
        assert (side.state, side.next_at) == ("superseded", None)
        assert ringing.side(unit).cuts_drill
    assert not ringing.side("kodim").cuts_drill, "it had no drill"
    assert alerts.claim_due(lane=2, free={"email": 50, "live_screen": 50}) == [], "no drill is sent any more"
    assert ringing.climb_through(60) == [2]


def test_a_silent_alarm_cuts_no_drill_of_the_partner(drill: Drill, report: Report, world: World) -> None:
    exercise = drill()
    report("ASSAULT_INMATE")
    assert stands(exercise, world.units["lapas"]).state == "superseded"
    assert stands(exercise, world.units["polres"]).state == "open"


def test_another_prisons_alarm_cuts_nothing(drill: Drill, report: Report, world: World) -> None:
    exercise = drill()
    report("RIOT", by="stranger_guard")
    assert stands(exercise, world.units["polres"]).state == "open"


def test_a_drill_that_was_accepted_does_not_ring_again_in_the_middle_of_it(
    drill: Drill, report: Report, world: World
) -> None:
    exercise = drill()
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=exercise)
    ringing = report("RIOT")
    assert ringing.side("polres").cuts_drill
    alerts.lapse_due(clock.now() + timedelta(minutes=10))
    side = stands(exercise, world.units["polres"])
    assert (side.state, side.epoch) == ("acknowledged", 1)


@pytest.mark.parametrize("how", ["refused", "over"])
def test_a_drill_that_is_over_is_not_broken_into(drill: Drill, report: Report, world: World, how: str) -> None:
    exercise = drill(units=("lapas", "polres"))
    for role in ("police_desk", "police_ops", "police_chief"):
        alerts.decline(actor=world.actors[role], alert_id=exercise, reason="Selesai.")
        alerts.climb_due(clock.now())
    if how == "over":
        Alarm.objects.filter(pk=exercise).update(closed_at=clock.now())
    assert not report("RIOT").side("polres").cuts_drill
    assert stands(exercise, world.units["polres"]).state == "declined", "what was said stands"


def test_a_drill_cuts_no_real_alarm(drill: Drill, riot: Ringing) -> None:
    drill()
    assert riot.side("polres").state == "open"
    assert riot.climb_through(61) == [4]


def test_who_comes_on_shift_after_it_lapsed_is_woken_again(riot: Ringing, world: World, clock_hand: ClockHand) -> None:
    posts = [world.posts[role] for role in ("police_desk", "police_desk_2")]
    roster = alerts.create_roster(actor=world.actors["police_admin"], post_ids=posts, title="SPKT").pk
    for role, begins in (("police_desk", 8), ("police_desk_2", 0)):
        alerts.add_shift(
            actor=world.actors["police_ops"], roster_id=roster, posting_id=world.postings[role], minutes=8 * 60,
            starts_at=riot.after(begins * 60) if begins else riot.after(1), every_days=0,
        )  # fmt: skip
    alerts.acknowledge(actor=world.actors["police_desk_2"], alert_id=riot.alert_id)
    clock_hand(riot.after(200))
    assert alerts.lapse_due() == 1
    assert riot.woken("polres", 0) == {"police_desk_2"}
    clock_hand(riot.after(8 * 60 + 1))
    assert alerts.wake_relief() == 1
    assert riot.woken("polres", 0) == {"police_desk", "police_desk_2"}
