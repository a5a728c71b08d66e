"""Corrections: what a guard in a hurry could not know. Nothing here un-tells a partner."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.alerts import actions as alerts
from sinergi.alerts.types import AlarmText, Called
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid
from sinergi.incidents import events, queries, statements
from sinergi.incidents.actions import facts
from sinergi.incidents.actions.reporting import first_told
from sinergi.incidents.actions.seconding import is_seconded
from sinergi.incidents.models import Incident
from sinergi.incidents.policy import POLICY, Action
from sinergi.incidents.types import GRAVE, TYPES, Casualties, Severity, Status, calls_for
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Event
from sinergi.units import queries as units

LOWER_SEVERITY = "lower_severity"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be changed; None leaves a field as it is."""

    type: str | None = None
    severity: Severity | None = None
    place_id: UUID | None = None
    casualties: Casualties | None = None
    help_needed: bool | None = None
    help_from: frozenset[str] | None = None
    under_control: bool | None = None


@transaction.atomic
def amend(*, actor: Actor, incident_id: UUID, correction: Correction, version: int | None = None) -> Incident:
    """Correct fields; a higher severity or a call for help tells and wakes whoever was not yet."""
    at = clock.now()
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.AMEND, incident)
    changes = _changes(incident, correction, actor, at)
    if not changes:
        return incident
    _apply(incident, changes)
    grounds, raised = _widen(incident, changes, actor, at) if not incident.restricted else ((), ())
    header, words = facts.move_header(incident, actor, at), tuple(_in_words(changes))
    ledger.record(events.IncidentAmended(**header, changes=words, grounds=grounds), *raised, actor=actor, at=at)
    return incident


def _changes(incident: Incident, correction: Correction, actor: Actor, at: datetime) -> dict[str, tuple[Any, Any]]:
    """Field → (before, after), for what really changes."""
    if correction.type is not None:
        _check_type(incident, correction.type)
    if correction.place_id is not None:
        _check_place(incident, correction.place_id)
    severity = correction.severity
    if severity and incident.severity in GRAVE and severity.level < Severity(incident.severity).level:
        severity = severity if is_seconded(incident, actor, LOWER_SEVERITY, argument=severity.value, at=at) else None
    wanted: dict[str, Any] = {
        "type": correction.type,
        "severity": severity.value if severity else None,
        "place_id": correction.place_id,
        "help_needed": correction.help_needed,
        "help_from": sorted(correction.help_from) if correction.help_from is not None else None,
        "under_control": correction.under_control,
        **(asdict(correction.casualties) if correction.casualties else {}),
    }
    before = {name: getattr(incident, name) for name in wanted}
    return {
        name: (before[name], value) for name, value in wanted.items() if value is not None and value != before[name]
    }


def _check_type(incident: Incident, kind: str) -> None:
    if kind not in TYPES:
        raise Invalid(type=_("Unknown type of incident. Choose the nearest; the shift leader can correct it."))
    if TYPES[kind].is_restricted != incident.restricted:
        raise Invalid(type=_("A report about staff goes its own way. Make a new report of that type instead."))


def _check_place(incident: Incident, place_id: UUID) -> None:
    if place_id not in {place["place_id"] for place in units.list_places(incident.facility_id)}:
        raise Invalid(place_id=_("This place is not in your facility. Choose from your own list, or leave it empty."))


def _apply(incident: Incident, changes: dict[str, tuple[Any, Any]]) -> None:
    for name, (_before, after) in changes.items():
        setattr(incident, name, after)
    if "severity" in changes and incident.status == Status.REVIEWED:
        # Who reviews depends on the severity: what was approved as a lesser incident is approved anew.
        incident.status, incident.reviewed_at = Status.REPORT_COMPLETE, None
    incident.version += 1
    incident.save()


def _widen(
    incident: Incident, changes: dict[str, tuple[Any, Any]], actor: Actor, at: datetime
) -> tuple[tuple[str, ...], tuple[Event, ...]]:
    """Call whoever the incident, as it is now, calls: the grounds of those who join, and the alarm's facts."""
    severity, casualties = Severity(incident.severity), incident.casualties
    emergency = severity is Severity.CRITICAL or incident.help_needed
    before = {name: value for name, (value, _after) in changes.items()}
    was = before.get("severity", severity) == Severity.CRITICAL or before.get("help_needed", incident.help_needed)
    helpers = frozenset(incident.help_from) if incident.help_needed else frozenset()
    place = incident.place.full_name if incident.place else ""
    details: dict[str, object] = {
        "severity": severity.value,
        "casualties": asdict(casualties),
        "under_control": incident.under_control,
        "help_needed": incident.help_needed,
        "help_from": sorted(incident.help_from),
    }
    called = sql.rows(
        statements.WIDEN,
        {
            "id": incident.pk,
            "facility": incident.facility_id,
            "at": at,
            "emergency": emergency,
            "is_new": emergency and not was,
            "wanted": sorted(calls_for(incident.type, severity, casualties) | helpers),
            "rings": severity.level >= Severity.HIGH.level or emergency,
            "flash": json.dumps({**first_told(incident.type, incident.place_id, details), "place": place}),
        },
    )
    raised = alerts.raise_alert(
        actor=actor,
        subject=incident.subject,
        unit_id=incident.facility_id,
        level=severity.level,
        at=at,
        exercise=incident.exercise,
        text=AlarmText(
            incident.type, f"{incident.facility.short_name} · {place}".strip(" ·"), details, incident.place_id
        ),
        called=[Called(row["unit_id"], row["path"], row["agency"], row["is_owner"], row["rings"]) for row in called],
        keeps_words=incident.is_child,
        is_worse=(emergency and not was) or severity.level > Severity(before.get("severity", severity)).level,
    )
    return tuple(f"{row['ground']}:{row['unit_id']}" for row in called if row["ground"]), raised.events


def _in_words(changes: dict[str, tuple[Any, Any]]) -> list[str]:
    return [f"{name}: {_word(before)} → {_word(after)}" for name, (before, after) in sorted(changes.items())]


def _word(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
