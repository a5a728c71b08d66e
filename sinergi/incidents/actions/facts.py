"""The header of a fact about an incident: who is told is decided here, at the commit."""

from datetime import datetime
from typing import Any

from sinergi.access import queries as access
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.incidents.models import Entry, Incident
from sinergi.incidents.types import Severity, Visibility
from sinergi.ledger.types import Audience

# A partner whose agreement lapsed hears on until the incident has ended, then no more.
_TOLD = """
SELECT p.unit_id, u.path FROM incidents_party p JOIN units_v_unit u ON u.unit_id = p.unit_id
WHERE p.incident_id = %(id)s AND (%(is_open)s OR p.ground <> 'AGREEMENT' OR EXISTS (
  SELECT FROM agreements_v_door d WHERE d.facility_id = %(facility)s AND d.partner_id = p.unit_id
  AND d.scope = 'INCIDENT_ALERT' AND d.during @> %(at)s::timestamptz))
"""


def header(incident: Incident, at: datetime) -> dict[str, Any]:
    """Subject, unit, audience, level and exercise of any fact about this incident."""
    return {
        "subject": incident.subject,
        "unit_id": incident.facility_id,
        "audience": told(incident, at),
        "level": int(Severity(incident.severity).level),
        "exercise": incident.exercise,
    }


def move_header(incident: Incident, actor: Actor, at: datetime) -> dict[str, Any]:
    """The same, and the post that acts (never a name)."""
    return {**header(incident, at), "post": access.get_post_title(actor)}


def told(incident: Incident, at: datetime, *, lapsed_too: bool | None = None) -> Audience:
    """Every side with its superiors; of a restricted incident only the compliance posts above the facility."""
    if incident.restricted:
        return Audience(people=frozenset(access.list_holders_above(str(incident.facility.path), "compliance", at)))
    hears_on = incident.is_open if lapsed_too is None else lapsed_too
    given = {"id": incident.pk, "is_open": hears_on, "facility": incident.facility_id, "at": at}
    return Audience.of_paths(row["path"] for row in sql.rows(_TOLD, given))


def told_of_entry(incident: Incident, entry: Entry, at: datetime) -> Audience:
    """Own: the writer's side and its superiors; shared: every side that may read it; restricted: only the writer."""
    if incident.restricted:
        return told(incident, at)
    if entry.visibility == Visibility.RESTRICTED:
        return Audience(people=frozenset({entry.author_id}))
    side = Audience.of_paths([str(entry.side.path)])
    if entry.visibility == Visibility.OWN:
        return side
    return Audience(side.units | told(incident, at, lapsed_too=False).units)


def told_inside(incident: Incident, at: datetime) -> Audience:
    """The facility and its superiors, of what is still being decided there."""
    return told(incident, at) if incident.restricted else Audience.of_paths([str(incident.facility.path)])
