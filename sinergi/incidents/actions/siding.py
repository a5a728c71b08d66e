"""The side states: false alarm and duplicate. On HIGH and CRITICAL they need a second post (architecture §7)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.alerts import actions as alerts
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid
from sinergi.incidents import events, queries
from sinergi.incidents.actions import facts
from sinergi.incidents.actions.seconding import is_seconded
from sinergi.incidents.models import Incident
from sinergi.incidents.policy import POLICY, Action
from sinergi.incidents.types import Status
from sinergi.ledger import actions as ledger


@transaction.atomic
def mark_false_alarm(*, actor: Actor, incident_id: UUID, reason: str, version: int | None = None) -> Incident:
    """It did not happen. The prison's ladder stops; the partner's desk closes its own."""
    at = clock.now()
    if not reason.strip():
        raise Invalid(reason=_("Write why it was a false alarm; everyone who was woken is told."))
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.MARK_FALSE_ALARM, incident)
    if is_seconded(incident, actor, Action.MARK_FALSE_ALARM, reason=reason, at=at):
        header = facts.move_header(incident, actor, at)
        _end(incident, Status.FALSE_ALARM, at)
        stopped = alerts.call_off(subject=incident.subject, at=at, own_side_only=not incident.restricted)
        said = events.IncidentFalseAlarm(**header, reason=reason)
        ledger.record(said, *stopped, actor=actor, at=at)
    return incident


@transaction.atomic
def mark_duplicate(*, actor: Actor, incident_id: UUID, duplicate_of: str, version: int | None = None) -> Incident:
    """The same event was reported before; ``duplicate_of`` is the original's id or reference."""
    at = clock.now()
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.MARK_DUPLICATE, incident)
    original = queries.find_original(actor=actor, incident=incident, named=duplicate_of)
    if is_seconded(incident, actor, Action.MARK_DUPLICATE, argument=str(original.pk), at=at):
        header = facts.move_header(incident, actor, at)
        incident.duplicate_of = original
        _end(incident, Status.DUPLICATE, at)
        stopped = alerts.call_off(subject=incident.subject, at=at, own_side_only=not incident.restricted)
        said = events.IncidentDuplicate(**header, original=original.reference)
        ledger.record(said, *stopped, actor=actor, at=at)
    return incident


def _end(incident: Incident, status: Status, at: datetime) -> None:
    incident.ended_at = at
    incident.move_to(status)
    incident.save()
