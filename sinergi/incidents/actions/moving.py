"""An incident's way through its states. Each verb: lock, judge, change, call down, record."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.alerts import actions as alerts
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid
from sinergi.incidents import events, queries
from sinergi.incidents.actions import facts
from sinergi.incidents.actions.writing import write_line
from sinergi.incidents.models import Incident
from sinergi.incidents.policy import POLICY, Action
from sinergi.incidents.types import Status
from sinergi.ledger import actions as ledger

LONGEST_TEXT = 20_000


@transaction.atomic
def confirm(*, actor: Actor, incident_id: UUID, version: int | None = None) -> Incident:
    """It is real; whoever confirms takes command, and answers for the prison unless they reported it themselves."""
    at = clock.now()
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.CONFIRM, incident)
    incident.confirmed_at, incident.commander_posting_id = at, actor.posting_id
    _move(incident, Status.CONFIRMED)
    alerts.answer_if_waiting(actor=actor, subject=incident.subject)
    ledger.record(events.IncidentConfirmed(**facts.move_header(incident, actor, at)), actor=actor, at=at)
    return incident


@transaction.atomic
def declare_under_control(*, actor: Actor, incident_id: UUID, version: int | None = None) -> Incident:
    """The situation is under control; recovery can begin."""
    at = clock.now()
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.DECLARE_UNDER_CONTROL, incident)
    incident.under_control, incident.under_control_at = True, at
    _move(incident, Status.UNDER_CONTROL)
    ledger.record(events.IncidentUnderControl(**facts.move_header(incident, actor, at)), actor=actor, at=at)
    return incident


@transaction.atomic
def start_recovery(*, actor: Actor, incident_id: UUID, version: int | None = None) -> Incident:
    """Pemulihan begins."""
    at = clock.now()
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.START_RECOVERY, incident)
    incident.recovery_at = at
    _move(incident, Status.RECOVERY)
    ledger.record(events.RecoveryStarted(**facts.move_header(incident, actor, at)), actor=actor, at=at)
    return incident


@transaction.atomic
def complete(*, actor: Actor, incident_id: UUID, narrative: str = "", version: int | None = None) -> Incident:
    """The full report is written and waits for its reviewer."""
    at = clock.now()
    if len(narrative) > LONGEST_TEXT:
        raise Invalid(narrative=_("Shorten this to %(most)s characters.") % {"most": LONGEST_TEXT})
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.COMPLETE, incident)
    incident.completed_at, incident.completed_by = at, actor.person_id
    incident.narrative = narrative or incident.narrative
    _move(incident, Status.REPORT_COMPLETE)
    ledger.record(events.ReportCompleted(**facts.move_header(incident, actor, at)), actor=actor, at=at)
    return incident


@transaction.atomic
def review(
    *, actor: Actor, incident_id: UUID, approve: bool = True, reason: str = "", version: int | None = None
) -> Incident:
    """Approve the report, or send it back to recovery with the reason."""
    at = clock.now()
    if not approve and not reason.strip():
        raise Invalid(reason=_("Write what is missing, so that the report can be completed."))
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.REVIEW, incident)
    if approve:
        incident.reviewed_at = at
        _move(incident, Status.REVIEWED)
        ledger.record(events.IncidentReviewed(**facts.move_header(incident, actor, at)), actor=actor, at=at)
    else:
        incident.completed_at = incident.completed_by = None
        _move(incident, Status.RECOVERY)
        ledger.record(events.ReportSentBack(**facts.move_header(incident, actor, at)), actor=actor, at=at)
        write_line(incident, actor=actor, text=reason, at=at)
    return incident


@transaction.atomic
def close(*, actor: Actor, incident_id: UUID, version: int | None = None) -> Incident:
    """The head closes it; alarms that still waited are no longer needed."""
    at = clock.now()
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.CLOSE, incident)
    header = facts.move_header(incident, actor, at)
    incident.ended_at = at
    _move(incident, Status.CLOSED)
    ended = alerts.call_off(subject=incident.subject, at=at, own_side_only=False)
    ledger.record(events.IncidentClosed(**header), *ended, actor=actor, at=at)
    return incident


@transaction.atomic
def reopen(*, actor: Actor, incident_id: UUID, reason: str, version: int | None = None) -> Incident:
    """It was not over: reopened with the reason."""
    at = clock.now()
    if not reason.strip():
        raise Invalid(reason=_("Write why it is reopened."))
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.REOPEN, incident)
    incident.ended_at = incident.duplicate_of = None
    _move(incident, Status.REOPENED)
    ledger.record(events.IncidentReopened(**facts.move_header(incident, actor, at), reason=reason), actor=actor, at=at)
    return incident


def _move(incident: Incident, status: Status) -> None:
    incident.move_to(status)
    incident.save()
