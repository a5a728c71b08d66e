"""The flash report: received, shared on its grounds, both agencies alerted, in one transaction of three statements."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.alerts import actions as alerts
from sinergi.alerts.types import AlarmText
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid, NotAllowed
from sinergi.core.ids import new_id
from sinergi.incidents import routes, statements
from sinergi.incidents.events import IncidentReported
from sinergi.incidents.models import Incident
from sinergi.incidents.policy import POLICY, Action
from sinergi.incidents.types import TYPES, Casualties, Severity, Status
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.units.types import Agency

CLOCK_MAY_DIFFER = timedelta(minutes=5)
OLDEST_PLAUSIBLE = timedelta(days=30)
LONGEST_SUMMARY = 4000
MOST_HURT = 9999


@dataclass(frozen=True, slots=True)
class Reported:
    """What the reporter is told: received, under which reference, and which alarm it raised."""

    id: UUID
    reference: str
    status: Status
    alerts: tuple[UUID, ...]
    woken: int


@dataclass(frozen=True, slots=True)
class Flash:
    """What a guard says; only the type is required."""

    type: str
    place_id: UUID | None = None
    occurred_at: datetime | None = None
    device_at: datetime | None = None
    summary: str = ""
    severity: Severity | None = None
    casualties: Casualties = field(default_factory=Casualties)
    under_control: bool = False
    help_needed: bool = False
    help_from: frozenset[Agency] = frozenset()
    exercise: bool = False


@transaction.atomic
def report(*, actor: Actor, flash: Flash) -> Reported:
    """Receive a flash report. Time never refuses it; the type must be known, and the place the facility's own."""
    at = clock.now()
    _check(flash)
    POLICY.require(actor, Action.REPORT, Incident(facility_id=actor.unit_id))
    if flash.exercise:
        raise NotAllowed(_("No exercise is open. A head of unit opens one first; a real event is reported without it."))
    severity = flash.severity or TYPES[flash.type].severity
    row = _insert(actor, flash, severity, at)
    subject = f"incident:{row['incident_id']}"
    restricted = TYPES[flash.type].is_restricted
    where = f"{row['facility_name']} · {row['place_name']}".strip(" ·")
    text = AlarmText(flash.type, where, alarm_details(flash, severity), flash.place_id)
    raised = alerts.raise_alert(
        actor=actor,
        subject=subject,
        unit_id=actor.unit_id,
        level=severity.level,
        text=text,
        called=routes.called(row["parties"], restricted=restricted),
        at=at,
        exercise=flash.exercise,
        confidential=restricted,
        keeps_words=row["is_child"],
    )
    audience = Audience() if restricted else Audience.of_paths(party["path"] for party in row["parties"])
    fact = IncidentReported(
        subject=subject,
        unit_id=actor.unit_id,
        audience=audience,
        level=int(severity.level),
        exercise=flash.exercise,
        reference=row["reference"],
        type=flash.type,
        severity=severity.value,
        grounds=tuple(f"{party['ground']}:{party['unit_id']}" for party in row["parties"]),
    )
    ledger.record(fact, *raised.events, actor=actor, at=at)
    return Reported(row["incident_id"], row["reference"], Status.FLASH, (raised.alert_id,), raised.woken)


def alarm_details(flash: Flash, severity: Severity) -> dict[str, Any]:
    """What the alarm page says in large letters; nothing that a partner may not read."""
    return {
        "severity": severity.value,
        "casualties": asdict(flash.casualties),
        "under_control": flash.under_control,
        "help_needed": flash.help_needed,
        "help_from": sorted(flash.help_from),
    }


def first_told(kind: str, place_id: UUID | None, details: Mapping[str, object]) -> dict[str, object]:
    """What a partner is told at first: all that one whose agreement lapsed keeps after the end."""
    return {"type": kind, "place_id": str(place_id) if place_id else None, **details}


def times(flash: Flash, at: datetime) -> tuple[datetime, bool]:
    """When it happened by our clock, and whether the phone's word is suspect. Time never refuses a report.

    occurred = received − (device_at − occurred_at), so that a phone two days off still says "three minutes ago".
    """
    if flash.occurred_at is None:
        return at, flash.device_at is not None and abs(at - flash.device_at) > CLOCK_MAY_DIFFER
    occurred = at - (flash.device_at - flash.occurred_at) if flash.device_at else flash.occurred_at
    is_off = flash.device_at is not None and abs(at - flash.device_at) > CLOCK_MAY_DIFFER
    is_implausible = occurred > at or occurred < at - OLDEST_PLAUSIBLE
    return min(occurred, at), is_off or is_implausible


def _check(flash: Flash) -> None:
    if flash.type not in TYPES:
        raise Invalid(type=_("Unknown type of incident. Choose the nearest; the shift leader can correct it."))
    if len(flash.summary) > LONGEST_SUMMARY:
        raise Invalid(
            summary=_("Shorten this to %(most)s characters; more can be added as news.") % {"most": LONGEST_SUMMARY}
        )
    if not all(0 <= count <= MOST_HURT for count in asdict(flash.casualties).values()):
        raise Invalid(casualties=_("Give numbers between 0 and %(most)s.") % {"most": MOST_HURT})


def _insert(actor: Actor, flash: Flash, severity: Severity, at: datetime) -> dict[str, Any]:
    occurred, suspect = times(flash, at)
    restricted = TYPES[flash.type].is_restricted
    given = {
        "id": new_id(),
        "facility": actor.unit_id,
        "place": flash.place_id,
        "type": flash.type,
        "severity": severity.value,
        "summary": flash.summary,
        "occurred": occurred,
        "device": flash.device_at,
        "at": at,
        "suspect": suspect,
        **asdict(flash.casualties),
        "under_control": flash.under_control,
        "help_needed": flash.help_needed,
        "help_from": sorted(flash.help_from),
        "exercise": flash.exercise,
        "restricted": restricted,
        "reporter": actor.person_id,
        "posting": actor.posting_id,
        **routes.wanted(flash.type, severity, flash.casualties, flash.help_from, help_needed=flash.help_needed),
        "link": None,
        "flash": json.dumps(first_told(flash.type, flash.place_id, alarm_details(flash, severity))),
    }
    row = sql.one(statements.REPORT_RESTRICTED if restricted else statements.REPORT, given)
    if row is None:
        raise _refusal(flash)
    return row


def _refusal(flash: Flash) -> Invalid | NotAllowed:
    if flash.place_id is not None:
        return Invalid(place_id=_("This place is not in your facility. Choose from your own list, or leave it empty."))
    return NotAllowed(_("Your unit is not a facility; incidents are reported from inside a facility."))
