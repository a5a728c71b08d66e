"""Whom an alarm calls, by type, severity and need; and what growing or shrinking later does."""

from datetime import timedelta

import pytest

from sinergi.agreements import doors
from sinergi.agreements.models import UnitLink
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.core import clock
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Correction
from sinergi.incidents.models import Party
from sinergi.incidents.types import Casualties, Severity
from sinergi.units.types import Agency
from tests.alerts.conftest import Report, Ringing
from tests.world import World


@pytest.fixture
def no_door_to_police(world: World) -> None:
    """The pair's agreement was ended an hour ago."""
    ended = UnitLink.objects.filter(pk=world.links["pair"])
    ended.update(ended_at=clock.now() - timedelta(hours=1))
    doors.rewrite([world.agreements["pair"]])


@pytest.mark.parametrize(
    ("kind", "said", "told", "rung"),
    [
        ("RIOT", {}, {"lapas", "polres", "kodim"}, {"lapas", "polres", "kodim"}),
        ("FIRE", {}, {"lapas", "polres", "fire"}, {"lapas", "polres", "fire"}),
        ("ESCAPE", {}, {"lapas", "polres"}, {"lapas", "polres"}),
        (
            "RIOT", {"casualties": Casualties(minor=1)}, {"lapas", "polres", "kodim", "hospital"},
            {"lapas", "polres", "kodim", "hospital"},
        ),
        ("ASSAULT_STAFF", {}, {"lapas", "polres"}, {"lapas", "polres"}),
        ("DRUG_CONTROL_FROM_INSIDE", {}, {"lapas", "polres"}, {"lapas", "polres"}),  # their agreement has no alerts
        ("ASSAULT_INMATE", {}, {"lapas", "polres"}, {"lapas"}),
        ("ASSAULT_INMATE", {"casualties": Casualties(serious=2)}, {"lapas", "polres"}, {"lapas"}),
        ("ASSAULT_INMATE", {"help_needed": True}, {"lapas", "polres"}, {"lapas", "polres"}),
        ("CONTRABAND_FIND", {}, {"lapas"}, {"lapas"}),
        ("CONTRABAND_FIND", {"help_needed": True}, {"lapas", "polres"}, {"lapas", "polres"}),
        (
            "ASSAULT_INMATE", {"help_needed": True, "help_from": frozenset({Agency.ARMY})},
            {"lapas", "polres", "kodim"}, {"lapas", "polres", "kodim"},
        ),
        ("ASSAULT_INMATE", {"help_from": frozenset({Agency.ARMY})}, {"lapas", "polres"}, {"lapas"}),
        ("STAFF_MISCONDUCT", {}, {"kanwil"}, {"kanwil"}),
        ("STAFF_MISCONDUCT", {"help_needed": True, "severity": Severity.CRITICAL}, {"kanwil"}, {"kanwil"}),
    ],
)  # fmt: skip
def test_each_kind_calls_its_own(
    report: Report, kind: str, said: dict[str, object], told: set[str], rung: set[str]
) -> None:
    ringing = report(kind, **said)
    assert (ringing.told, ringing.rung) == (told, rung)


def test_the_narcotics_board_is_called_where_an_agreement_opens_alerts(report: Report, world: World) -> None:
    from_now = world.agreements["narcotics"]
    UnitLink.objects.get(pk=world.links["narcotics"]).agreement.scopes.create(scope="INCIDENT_ALERT")
    doors.rewrite([from_now])
    assert "bnnk" in report("DRUG_CONTROL_FROM_INSIDE").rung


@pytest.mark.parametrize(
    ("kind", "said", "grounds"),
    [
        ("RIOT", {}, ["EMERGENCY"]),
        ("CONTRABAND_FIND", {"help_needed": True}, ["EMERGENCY"]),
        ("ASSAULT_STAFF", {}, []),
        ("ASSAULT_INMATE", {}, []),
    ],
)
def test_without_an_agreement_only_an_emergency_reaches_the_territory_police(
    no_door_to_police: None, report: Report, kind: str, said: dict[str, object], grounds: list[str]
) -> None:
    ringing = report(kind, **said)
    parties = Party.objects.filter(incident_id=ringing.incident_id, unit_id=ringing.world.units["polres"])
    assert [party.ground for party in parties] == grounds
    assert ("polres" in ringing.rung) is bool(grounds)


def test_with_an_agreement_the_emergency_goes_through_its_door(report: Report, world: World) -> None:
    for ringing in (report("RIOT"), report("CONTRABAND_FIND", help_needed=True)):
        party = Party.objects.get(incident_id=ringing.incident_id, unit_id=world.units["polres"])
        assert (party.ground, party.agreement_id) == ("AGREEMENT", world.agreements["pair"])


def test_a_low_report_tells_the_whole_chain_at_once_and_climbs_nowhere(report: Report) -> None:
    ringing = report("CONTRABAND_FIND")
    side = ringing.side("lapas")
    assert len(side.ladder) == 1
    assert side.next_at is None
    assert ringing.woken("lapas", 0) == {"shift_leader", "shift_leader_2", "security_chief", "facility_head"}


def test_a_medium_alert_is_in_the_partners_list_and_silent(report: Report, world: World) -> None:
    ringing, desk = report("ASSAULT_INMATE"), world.actors["police_desk"]
    assert [each.alarm_id for each in queries.list_alerts(actor=desk).items] == [ringing.alert_id]
    assert queries.list_ringing(actor=desk) == []
    assert ringing.sends("polres") == []
    assert not [fact for fact in ringing.facts("alert.rung") if desk.person_id in fact.people]


def test_the_reporter_is_not_woken_by_the_own_report(report: Report) -> None:
    assert report("RIOT", by="shift_leader").woken("lapas", 0) == {"shift_leader_2"}


def test_nor_when_a_correction_wakes_the_prison_anew(report: Report, world: World) -> None:
    ringing = report("CONTRABAND_FIND", by="shift_leader")
    _raise(ringing, Severity.CRITICAL, by="security_chief")
    assert ringing.woken("lapas", 0) == {"shift_leader_2"}
    assert ringing.side("lapas").next_at == ringing.side("lapas").started_at + timedelta(seconds=60)


def test_the_alarm_nudge_carries_the_level_and_goes_to_persons(riot: Ringing, world: World) -> None:
    (rung,) = riot.facts("alert.rung")
    woken = {"shift_leader", "shift_leader_2", "police_desk", "police_desk_2", "army"}
    assert set(rung.people) == {world.persons[role] for role in woken}
    assert (rung.level, rung.units) == (4, [])


@pytest.mark.parametrize(
    "correction", [Correction(severity=Severity.CRITICAL), Correction(help_needed=True)], ids=["severity", "help"]
)
def test_worse_later_calls_the_territory_police_whatever_the_paper(
    no_door_to_police: None, report: Report, world: World, correction: Correction
) -> None:
    ringing = report("ASSAULT_INMATE")
    assert "polres" not in ringing.told
    incidents.amend(actor=world.actors["shift_leader"], incident_id=ringing.incident_id, correction=correction)
    assert "polres" in ringing.rung
    assert ringing.woken("polres", 0) == {"police_desk", "police_desk_2"}
    (amended,) = ringing.facts("incident.amended")
    assert amended.payload is not None
    assert amended.payload["grounds"] == [f"EMERGENCY:{world.units['polres']}"]


def test_who_had_accepted_the_lesser_alarm_is_woken_by_the_worse(report: Report, world: World) -> None:
    ringing = report("ASSAULT_INMATE")
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=ringing.alert_id)
    _raise(ringing, Severity.CRITICAL)
    assert ringing.side("polres").state == "open"
    assert [each.alarm_id for each in queries.list_ringing(actor=world.actors["police_desk"])] == [ringing.alert_id]


def test_who_is_on_the_way_already_is_not_rung_again(report: Report, world: World) -> None:
    ringing = report("ASSAULT_INMATE")
    alerts.respond(actor=world.actors["police_desk"], alert_id=ringing.alert_id, personnel=4, eta_minutes=5)
    _raise(ringing, Severity.CRITICAL)
    assert ringing.side("polres").state == "responding"
    assert ringing.sends("polres") == []


def test_who_rang_already_is_not_rung_again(riot: Ringing, world: World) -> None:
    before = len(riot.sends("polres"))
    incidents.amend(
        actor=world.actors["shift_leader"], incident_id=riot.incident_id,
        correction=Correction(casualties=Casualties(dead=1), help_needed=True),
    )  # fmt: skip
    assert len(riot.sends("polres")) == before
    assert riot.woken("hospital", 0) == {"hospital"}
    _, second = riot.facts("alert.rung")
    assert set(second.people) == {world.persons["hospital"]}


def test_a_correction_that_calls_nobody_new_is_no_alarm_and_keeps_the_answer(riot: Ringing, world: World) -> None:
    for role in ("shift_leader", "police_desk", "army"):
        alerts.acknowledge(actor=world.actors[role], alert_id=riot.alert_id)
    answered_at = riot.alarm.answered_at
    assert answered_at is not None
    incidents.amend(
        actor=world.actors["shift_leader"], incident_id=riot.incident_id,
        correction=Correction(place_id=world.places["block_c"]),
    )  # fmt: skip
    assert riot.alarm.answered_at == answered_at
    assert len(riot.facts("alert.raised")) == len(riot.facts("alert.rung")) == 1


def test_correcting_a_low_report_rings_nobody_twice(report: Report, world: World) -> None:
    ringing = report("CONTRABAND_FIND")
    incidents.amend(
        actor=world.actors["shift_leader"], incident_id=ringing.incident_id, correction=Correction(under_control=True)
    )
    assert len(ringing.facts("alert.rung")) == 1


def test_lowering_never_untells(riot: Ringing, world: World) -> None:
    sides = riot.told
    for role in ("shift_leader", "security_chief"):
        _raise(riot, Severity.LOW, by=role)
    assert riot.told == riot.rung == sides
    assert riot.alarm.level == 4
    assert Party.objects.filter(incident_id=riot.incident_id).count() == len(sides)
    assert riot.climb_through(60) == [2], "both ladders go on"


def test_a_reopened_incident_that_gets_worse_rings_again(report: Report, world: World) -> None:
    ringing = report("CONTRABAND_FIND")
    incidents.mark_false_alarm(actor=world.actors["shift_leader"], incident_id=ringing.incident_id, reason="Keliru.")
    incidents.reopen(actor=world.actors["facility_head"], incident_id=ringing.incident_id, reason="Ternyata benar.")
    _raise(ringing, Severity.CRITICAL)
    assert queries.list_ringing(actor=world.actors["police_desk"])
    assert queries.list_ringing(actor=world.actors["shift_leader"])


def test_a_restricted_alarm_is_known_to_nobody_but_the_woken(report: Report, world: World) -> None:
    ringing = report("STAFF_MISCONDUCT")
    assert ringing.woken("kanwil", 0) == {"compliance"}
    for fact in [*ringing.facts("alert.raised"), *ringing.facts("alert.rung"), *ringing.facts("incident.reported")]:
        assert (fact.units, set(fact.people) - {world.persons["compliance"]}) == ([], set())
    for role, actor in world.actors.items():
        found = queries.list_alerts(actor=actor).items
        assert [each.alarm_id for each in found] == ([ringing.alert_id] if role == "compliance" else []), role


def _raise(ringing: Ringing, severity: Severity, by: str = "shift_leader") -> None:
    incidents.amend(
        actor=ringing.world.actors[by], incident_id=ringing.incident_id, correction=Correction(severity=severity)
    )
