"""What people say to an alarm: who may, who wins, what the others are told."""

from functools import partial

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Escalation
from sinergi.core import clock
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Correction, Flash
from sinergi.incidents.types import Severity
from sinergi.ledger.models import Fact
from tests.alerts.at_once import at_once
from tests.alerts.conftest import Report, Ringing
from tests.world import World


def test_the_reporter_cannot_answer_for_the_prison(report: Report, world: World) -> None:
    ringing = report("RIOT", by="shift_leader")
    for answer in (
        partial(alerts.acknowledge), partial(alerts.respond, personnel=3, eta_minutes=1),
        partial(alerts.decline, reason="Tidak perlu."),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            answer(actor=world.actors["shift_leader"], alert_id=ringing.alert_id)
    incidents.confirm(actor=world.actors["shift_leader"], incident_id=ringing.incident_id)
    assert ringing.side("lapas").state == "open", "taking command is not somebody else's answer"
    alerts.acknowledge(actor=world.actors["shift_leader_2"], alert_id=ringing.alert_id)
    assert ringing.side("lapas").state == "acknowledged"


def test_taking_command_answers_for_the_prison(riot: Ringing, world: World) -> None:
    incidents.confirm(actor=world.actors["shift_leader"], incident_id=riot.incident_id)
    assert riot.side("lapas").state == "acknowledged"
    assert riot.side("polres").state == "open"


@pytest.mark.parametrize("role", ["guard", "gate", "reporting_officer", "unit_admin", "police_intel"])
def test_a_post_without_the_function_may_not_answer(riot: Ringing, world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)


@pytest.mark.parametrize("role", ["regional_office", "polda_ops", "directorate"])
def test_a_superior_sees_it_and_may_not_answer_for_the_unit_below(riot: Ringing, world: World, role: str) -> None:
    assert queries.get_alert(actor=world.actors[role], alert_id=riot.alert_id)
    with pytest.raises(NotAllowed):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)


@pytest.mark.parametrize(
    "role", ["stranger_police", "stranger_guard", "fire", "polsek_desk", "auditor", "expired_police"]
)
def test_who_was_not_called_cannot_tell_that_it_exists(riot: Ringing, world: World, role: str) -> None:
    for question in (queries.get_alert, alerts.acknowledge, alerts.arrive):
        with pytest.raises(NotFound):
            question(actor=world.actors[role], alert_id=riot.alert_id)


def test_on_the_way_arrived_and_released(riot: Ringing, world: World) -> None:
    desk, alert_id = world.actors["police_desk"], riot.alert_id
    alerts.respond(actor=desk, alert_id=alert_id, personnel=12, eta_minutes=8, note="Dua regu")
    side = riot.side("polres")
    assert (side.state, side.personnel, side.note) == ("responding", 12, "Dua regu")
    assert side.eta_at is not None
    assert 470 < (side.eta_at - clock.now()).total_seconds() <= 480
    alerts.respond(actor=world.actors["police_ops"], alert_id=alert_id, personnel=20, eta_minutes=5)
    alerts.arrive(actor=desk, alert_id=alert_id)
    with pytest.raises(Conflict):
        alerts.decline(actor=desk, alert_id=alert_id, reason="Salah tekan.")
    alerts.stand_down(actor=desk, alert_id=alert_id)
    for too_late in (alerts.acknowledge, alerts.arrive, alerts.stand_down):
        with pytest.raises(Conflict):
            too_late(actor=desk, alert_id=alert_id)
    kinds = ("alert.responding", "alert.responding", "alert.arrived", "alert.stood_down")
    assert (
        tuple(Fact.objects.filter(actor_unit_id=desk.unit_id).order_by("at", "id").values_list("kind", flat=True))
        == kinds
    )
    assert riot.side("polres").answered_post == "Ka SPKT", "the first who answered stays named"


def test_who_declined_may_still_come(riot: Ringing, world: World) -> None:
    desk, alert_id = world.actors["police_desk"], riot.alert_id
    alerts.decline(actor=desk, alert_id=alert_id, reason="Semua regu di tempat lain.")
    assert riot.side("polres").reason == "Semua regu di tempat lain."
    with pytest.raises(Conflict):
        alerts.arrive(actor=desk, alert_id=alert_id)
    alerts.respond(actor=desk, alert_id=alert_id, personnel=2, eta_minutes=30)
    assert riot.side("polres").state == "responding"


def test_an_exhausted_ladder_can_still_be_answered(riot: Ringing, world: World) -> None:
    riot.climb_through(60, 180, 300)
    alerts.acknowledge(actor=world.actors["police_chief"], alert_id=riot.alert_id)
    assert riot.side("polres").state == "acknowledged"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"personnel": 0, "eta_minutes": 5}, "personnel"), ({"personnel": 10_000, "eta_minutes": 5}, "personnel"),
        ({"personnel": 1, "eta_minutes": -1}, "eta_minutes"), ({"personnel": 1, "eta_minutes": 1441}, "eta_minutes"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused(riot: Ringing, world: World, said: dict[str, int], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        alerts.respond(actor=world.actors["police_desk"], alert_id=riot.alert_id, **said)  # type: ignore[arg-type]  # two numbers
    assert list(refusal.value.fields) == [field]
    assert riot.side("polres").state == "open"


def test_a_refusal_without_a_reason_is_refused(riot: Ringing, world: World) -> None:
    with pytest.raises(Invalid):
        alerts.decline(actor=world.actors["police_desk"], alert_id=riot.alert_id, reason="  ")


def test_the_alarm_is_answered_when_every_side_that_rings_has_answered(riot: Ringing, world: World) -> None:
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alert_id)
    alerts.decline(actor=world.actors["army"], alert_id=riot.alert_id, reason="Tidak ada pasukan.")
    assert riot.facts("alert.answered") == []
    alerts.respond(actor=world.actors["police_desk"], alert_id=riot.alert_id, personnel=5, eta_minutes=5)
    assert riot.alarm.answered_at is not None
    assert len(riot.facts("alert.answered")) == 1
    alerts.arrive(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    assert len(riot.facts("alert.answered")) == 1


def test_who_only_looks_on_is_not_waited_for(report: Report, world: World) -> None:
    ringing = report("ASSAULT_INMATE")
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=ringing.alert_id)
    assert ringing.alarm.answered_at is not None


def test_each_side_sees_what_the_others_answered(riot: Ringing, world: World) -> None:
    alerts.respond(actor=world.actors["police_desk"], alert_id=riot.alert_id, personnel=12, eta_minutes=8)
    for role in ("guard", "army", "regional_office"):
        seen = queries.get_alert(actor=world.actors[role], alert_id=riot.alert_id)
        states = {party.unit_id: party.state for party in seen.alarm.parties}  # type: ignore[attr-defined]  # prefetched
        assert states[world.units["polres"]] == "responding"


def test_a_false_alarm_stops_only_the_prisons_ladder(riot: Ringing, world: World) -> None:
    for role in ("shift_leader", "security_chief"):
        incidents.mark_false_alarm(actor=world.actors[role], incident_id=riot.incident_id, reason="Hanya gaduh.")
    assert riot.side("lapas").state == "superseded"
    assert {each.state for each in riot.sends("lapas")} == {"superseded"}
    assert riot.climb_through(60, 180, 300) == [1, 1, 2]
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    alerts.stand_down(actor=world.actors["police_desk"], alert_id=riot.alert_id)


def test_one_post_alone_cannot_stop_the_prisons_ladder_of_a_riot(riot: Ringing, world: World) -> None:
    for _ in range(2):
        incidents.mark_false_alarm(actor=world.actors["shift_leader"], incident_id=riot.incident_id, reason="Keliru.")
    assert riot.side("lapas").state == "open"
    assert riot.climb_through(60) == [2]


def test_a_false_restricted_report_stops_its_own_ladder(report: Report, world: World) -> None:
    ringing = report("STAFF_MISCONDUCT", severity=Severity.MEDIUM)
    incidents.mark_false_alarm(actor=world.actors["compliance"], incident_id=ringing.incident_id, reason="Keliru.")
    assert ringing.side("kanwil").state == "superseded"


def test_closing_calls_off_whoever_still_waits(report: Report, world: World) -> None:
    ringing, a = report("ASSAULT_STAFF"), world.actors
    key = ringing.incident_id
    incidents.confirm(actor=a["shift_leader"], incident_id=key)
    incidents.declare_under_control(actor=a["shift_leader"], incident_id=key)
    incidents.start_recovery(actor=a["security_chief"], incident_id=key)
    incidents.complete(actor=a["reporting_officer"], incident_id=key)
    incidents.review(actor=a["regional_office"], incident_id=key)
    incidents.close(actor=a["facility_head"], incident_id=key)
    assert ringing.side("polres").state == "superseded"
    assert queries.list_ringing(actor=a["police_desk"]) == []
    assert len(ringing.facts("alert.superseded")) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_desks_at_once_one_wins_and_the_other_is_told_by_whom(committed: World) -> None:
    for _ in range(5):
        reported = incidents.report(actor=committed.actors["guard"], flash=Flash("RIOT"))
        desks = ("police_desk", "police_desk_2", "police_ops")
        answers = at_once(
            *(partial(alerts.acknowledge, actor=committed.actors[desk], alert_id=reported.alerts[0]) for desk in desks)
        )
        (won,) = [answer for answer in answers if isinstance(answer, Escalation)]
        told = [str(answer) for answer in answers if isinstance(answer, Conflict)]
        assert len(told) == 2
        assert all(won.answered_post in sentence for sentence in told)
    assert Fact.objects.filter(kind="alert.acknowledged").count() == 5


@pytest.mark.django_db(transaction=True)
def test_every_side_at_once_and_a_correction_between_end_in_one_answered_alarm(committed: World) -> None:
    a = committed.actors
    for _ in range(5):
        reported = incidents.report(actor=a["guard"], flash=Flash("RIOT"))
        worse = Correction(severity=Severity.CRITICAL, help_needed=True, place_id=committed.places["block_c"])
        answers = at_once(
            partial(alerts.acknowledge, actor=a["police_desk"], alert_id=reported.alerts[0]),
            partial(alerts.acknowledge, actor=a["army"], alert_id=reported.alerts[0]),
            partial(incidents.confirm, actor=a["shift_leader"], incident_id=reported.id),
            partial(incidents.amend, actor=a["security_chief"], incident_id=reported.id, correction=worse),
            partial(alerts.climb_due, clock.now()),
        )  # fmt: skip
        assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Fact.objects.filter(kind="alert.answered").count() == 5
