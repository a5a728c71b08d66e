"""What pages ask for: cards together with what this reader may do next, and on what grounds each side is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case as SqlCase
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Reach, Scope
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.incidents import cards, queries
from sinergi.incidents.cards import Card
from sinergi.incidents.models import Incident
from sinergi.incidents.policy import POLICY, Action, visible
from sinergi.incidents.types import ENDED, Severity

MOST_OPEN = 200
"""No screen shows more open incidents than this; the board says how many there are."""
_LOUDNESS = SqlCase(
    *(When(severity=severity, then=Value(int(severity.level))) for severity in Severity), output_field=IntegerField()
)
_GROUNDS = """
SELECT p.unit_id, p.ground, d.agreement_number AS number, d.valid_until
FROM incidents_party p LEFT JOIN LATERAL (
  SELECT agreement_number, valid_until FROM agreements_v_door d WHERE d.agreement_id = p.agreement_id LIMIT 1) d ON true
WHERE p.incident_id = %s
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A card and what its reader may do with it now."""

    card: Card
    may: Mapping[str, bool]


def get_case(*, actor: Actor, incident_id: UUID) -> Case:
    """One incident as its page shows it."""
    incident = queries.get_incident(actor=actor, incident_id=incident_id)
    at = clock.now()
    return _cases([incident], actor, _reach(actor, at), at)[0]


def list_open(*, actor: Actor) -> list[Case]:
    """The open incidents the actor may know of, worst and oldest first."""
    at = clock.now()
    reach = _reach(actor, at)
    found = _seen(actor, reach).exclude(status__in=sorted(ENDED))
    worst_first = found.annotate(loudness=_LOUDNESS).order_by("-loudness", "received_at", "pk")
    return _cases(list(worst_first[:MOST_OPEN]), actor, reach, at)


def list_reported(*, actor: Actor, since: datetime, limit: int = 5) -> list[Card]:
    """What the actor reported lately, newest first; a restricted report has left the reporter's sight."""
    at = clock.now()
    reach = _reach(actor, at)
    mine = _seen(actor, reach).filter(reporter_id=actor.person_id, received_at__gte=since, restricted=False)
    return cards.build(list(mine.order_by("-pk")[:limit]), actor=actor, reach=reach, at=at)


def list_grounds(card: Card) -> dict[UUID, dict[str, Any]]:
    """Why each unit is in: its ground, the agreement's number and its last day."""
    return {row["unit_id"]: row for row in sql.rows(_GROUNDS, [card.id])}


def may_report(actor: Actor) -> bool:
    """Is the actor's post one that reports from its facility?"""
    return POLICY.can(actor, Action.REPORT, Incident(facility_id=actor.unit_id))


def _seen(actor: Actor, reach: Reach) -> QuerySet[Incident]:
    judged = Incident.objects.filter(visible(actor, reach), pk=OuterRef("pk"))
    return Incident.objects.filter(Q(Exists(judged))).select_related("facility", "place")


def _cases(incidents: Sequence[Incident], actor: Actor, reach: Reach, at: datetime) -> list[Case]:
    built = cards.build(incidents, actor=actor, reach=reach, at=at)
    return [Case(card, POLICY.may(actor, row)) for card, row in zip(built, incidents, strict=True)]


def _reach(actor: Actor, at: datetime) -> Reach:
    return agreements.reach(actor, Scope.INCIDENT_ALERT, at)
