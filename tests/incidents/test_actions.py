"""A flash report and its way to the end, through the real actions."""

from dataclasses import replace
from functools import partial
from uuid import UUID

import pytest

from sinergi.access import actions as access
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries as alert_queries
from sinergi.alerts.models import Escalation
from sinergi.core.actor import SYSTEM, Actor
from sinergi.core.errors import Conflict, NotAllowed, NotFound
from sinergi.incidents import actions, queries
from sinergi.incidents.actions import Flash, Reported
from sinergi.incidents.types import Severity, Status
from tests.world import World


@pytest.fixture
def riot(guard: Actor) -> Reported:
    return actions.report(actor=guard, flash=Flash("RIOT"))


def test_a_riot_is_told_to_both_agencies(riot: Reported, world: World) -> None:
    told = {party.unit_id for party in queries.list_parties(riot.id)}
    assert {world.units["lapas"], world.units["polres"]} <= told
    ringing = alert_queries.list_ringing(actor=world.actors["police_desk"])
    assert [alert.alarm.subject for alert in ringing] == [f"incident:{riot.id}"]


def test_strangers_cannot_even_tell_it_exists(riot: Reported, world: World) -> None:
    assert queries.get_card(actor=world.actors["police_desk"], incident_id=riot.id)
    with pytest.raises(NotFound):
        queries.get_card(actor=world.actors["stranger_police"], incident_id=riot.id)


def test_it_goes_from_report_to_closed(riot: Reported, world: World) -> None:
    a = world.actors
    actions.confirm(actor=a["shift_leader"], incident_id=riot.id)
    alerts.respond(actor=a["police_desk"], alert_id=riot.alerts[0], personnel=12, eta_minutes=8)
    actions.declare_under_control(actor=a["shift_leader"], incident_id=riot.id)
    actions.start_recovery(actor=a["security_chief"], incident_id=riot.id)
    actions.complete(actor=a["reporting_officer"], incident_id=riot.id, narrative="Selesai.")
    with pytest.raises(NotAllowed):
        actions.review(actor=a["facility_head"], incident_id=riot.id)
    actions.review(actor=a["regional_office"], incident_id=riot.id)
    assert actions.close(actor=a["facility_head"], incident_id=riot.id).status == Status.CLOSED


def test_the_alarm_is_answered_only_when_each_side_has(riot: Reported, world: World) -> None:
    a = world.actors
    alert = alerts.acknowledge(actor=a["police_desk"], alert_id=riot.alerts[0])
    alert.alarm.refresh_from_db()
    assert alert.alarm.answered_at is None
    waiting = [e for e in _sides(world, riot.id) if e.ladder and not e.answered_at]
    for escalation in waiting:
        desk = next(
            x for x in a.values() if x.unit_id == escalation.unit_id and x.functions & {"shift_leader", "support_desk"}
        )
        alerts.acknowledge(actor=desk, alert_id=riot.alerts[0])
    alert.alarm.refresh_from_db()
    assert alert.alarm.answered_at is not None


def test_the_second_officer_is_told_who_was_first(riot: Reported, world: World) -> None:
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alerts[0])
    with pytest.raises(Conflict, match="SPKT"):
        alerts.acknowledge(actor=world.actors["police_ops"], alert_id=riot.alerts[0])


def test_a_false_alarm_of_a_riot_needs_a_second_post(riot: Reported, world: World) -> None:
    a = world.actors
    first = actions.mark_false_alarm(actor=a["shift_leader"], incident_id=riot.id, reason="Hanya gaduh.")
    assert first.status == Status.FLASH
    second = actions.mark_false_alarm(actor=a["security_chief"], incident_id=riot.id, reason="Benar.")
    assert second.status == Status.FALSE_ALARM
    police = [e for e in _sides(world, riot.id) if e.unit_id == world.units["polres"]]
    assert police[0].state == "open"


def test_raising_severity_wakes_the_partner_that_only_looked_on(guard: Actor, world: World) -> None:
    fight = actions.report(actor=guard, flash=Flash("ASSAULT_INMATE"))
    desk = world.actors["police_desk"]
    assert queries.get_card(actor=desk, incident_id=fight.id).severity == Severity.MEDIUM
    assert alert_queries.list_ringing(actor=desk) == []
    actions.amend(
        actor=world.actors["shift_leader"],
        incident_id=fight.id,
        correction=actions.Correction(severity=Severity.CRITICAL),
    )
    assert len(alert_queries.list_ringing(actor=desk)) == 1


@pytest.fixture
def compliance_above(world: World) -> Actor:
    """Somebody in a compliance post of the directorate."""
    unit_id = world.units["ditjenpas"]
    post = access.create_post(actor=SYSTEM, unit_id=unit_id, title="Satops Patnal Pusat", functions={"compliance"})
    person = access.create_person(actor=SYSTEM, unit_id=unit_id, email="patnal@contoh.id", name="Tari Contoh")
    posting = access.post_person(actor=SYSTEM, post_id=post.pk, person_id=person.pk)
    return replace(
        world.actors["directorate"], person_id=person.pk, posting_id=posting.pk, functions=frozenset({"compliance"})
    )


def test_a_restricted_report_is_reviewed_by_the_compliance_post_above(
    guard: Actor, world: World, compliance_above: Actor
) -> None:
    region = world.actors["compliance"]
    secret = actions.report(actor=guard, flash=Flash("STAFF_MISCONDUCT", summary="x"))
    actions.confirm(actor=region, incident_id=secret.id)
    actions.declare_under_control(actor=region, incident_id=secret.id)
    actions.start_recovery(actor=region, incident_id=secret.id)
    actions.complete(actor=region, incident_id=secret.id, narrative="x")
    with pytest.raises(NotAllowed):
        actions.review(actor=region, incident_id=secret.id)
    for judge in ("regional_office", "directorate", "facility_head"):
        with pytest.raises(NotFound):
            actions.review(actor=world.actors[judge], incident_id=secret.id)
    assert secret.id in {card.id for card in queries.list_cards(actor=compliance_above).items}
    assert actions.review(actor=compliance_above, incident_id=secret.id).status == Status.REVIEWED


def test_a_restricted_report_is_dismissed_by_two_levels_of_compliance(
    guard: Actor, world: World, compliance_above: Actor
) -> None:
    secret = actions.report(actor=guard, flash=Flash("STAFF_MISCONDUCT", summary="x"))
    verb = partial(actions.mark_false_alarm, incident_id=secret.id, reason="Keliru.")
    assert verb(actor=world.actors["compliance"]).status == Status.FLASH
    assert verb(actor=world.actors["compliance"]).status == Status.FLASH
    assert verb(actor=compliance_above).status == Status.FALSE_ALARM


def test_a_restricted_report_is_unknown_to_its_facility(guard: Actor, world: World) -> None:
    secret = actions.report(actor=guard, flash=Flash("STAFF_MISCONDUCT", summary="x"))
    assert secret.reference.startswith("LK-")
    for role in ("guard", "shift_leader", "facility_head", "regional_office", "police_desk"):
        with pytest.raises(NotFound):
            queries.get_card(actor=world.actors[role], incident_id=secret.id)
    assert queries.get_card(actor=world.actors["compliance"], incident_id=secret.id).restricted


def _sides(world: World, incident_id: UUID) -> list[Escalation]:
    return alert_queries.list_parties(f"incident:{incident_id}", reader=world.actors["guard"])
