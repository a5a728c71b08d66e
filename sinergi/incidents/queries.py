"""Guarded reads: the row filter, then what of a row this reader's side may see."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Reach, Scope
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid, NotFound, Stale
from sinergi.incidents import cards
from sinergi.incidents.cards import Card, Page
from sinergi.incidents.models import Entry, Incident, Party
from sinergi.incidents.policy import visible
from sinergi.incidents.types import ENDED, TYPES, Severity, Status

COUNT_STOPS_AT = 10_000
SEARCHED = timedelta(days=365)
"""How far back words are looked for; the page says so."""


def get_incident(*, actor: Actor, incident_id: UUID, version: int | None = None, lock: bool = False) -> Incident:
    """The row itself, for this room's actions. Invisible and absent look the same (404); an old version is Stale."""
    found = Incident.objects.select_related("facility", "place").filter(_seen_by(actor, clock.now()), pk=incident_id)
    if lock:
        found = found.select_for_update(of=("self",))
    incident = found.first()
    if incident is None:
        raise NotFound(_("There is no such incident, or it is not open to your unit."))
    if version is not None and incident.version != version:
        raise Stale(_("Somebody changed this meanwhile. Reload, look, and decide again."), version=incident.version)
    return incident


def get_card(*, actor: Actor, incident_id: UUID) -> Card:
    """One incident as this reader's side may see it."""
    at = clock.now()
    reach = _reach(actor, at)
    incident = get_incident(actor=actor, incident_id=incident_id)
    return cards.build([incident], actor=actor, reach=reach, at=at)[0]


def list_cards(
    *, actor: Actor, filters: Mapping[str, Any] | None = None, before: UUID | None = None, limit: int = 50
) -> Page:
    """The newest incidents first, by key. Filters: open, status, severity, type, facility_id, words."""
    at = clock.now()
    reach = _reach(actor, at)
    found = _filtered(Incident.objects.filter(_seen_by(actor, at, reach)), filters or {})
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.select_related("facility", "place").order_by("-pk")[: limit + 1])
    items = cards.build(rows[:limit], actor=actor, reach=reach, at=at)
    return Page(items, rows[limit - 1].pk if len(rows) > limit else None)


def count(*, actor: Actor, filters: Mapping[str, Any] | None = None) -> int:
    """How many the same list holds; stops at 10,000."""
    found = _filtered(Incident.objects.filter(_seen_by(actor, clock.now())), filters or {})
    return found.order_by()[: COUNT_STOPS_AT + 1].count()


def count_open(*, actor: Actor) -> dict[str, int]:
    """How many are open, by severity."""
    found = _filtered(Incident.objects.filter(_seen_by(actor, clock.now())), {"open": True})
    return dict(found.values_list("severity").annotate(n=Count("pk")).order_by())


def list_entries(*, actor: Actor, card: Card) -> list[Entry]:
    """The entries of an incident that this reader may read."""
    return cards.entries_for(actor=actor, card=card, reach=_reach(actor, clock.now()))


def find_original(*, actor: Actor, incident: Incident, named: str) -> Incident:
    """The incident a duplicate repeats, by id or reference: visible, of the same facility, not the incident itself."""
    found = Incident.objects.filter(_seen_by(actor, clock.now()), facility_id=incident.facility_id).exclude(
        pk=incident.pk
    )
    original = found.filter(_named(named)).first()
    if original is None:
        raise Invalid(duplicate_of=_("Name another incident of this facility, by its reference (GK-…)."))
    return original


def side_of(actor: Actor, incident: Incident) -> UUID:
    """The party the actor speaks for: the facility, or the partner unit that is, or stands below, the actor's unit."""
    reach = _reach(actor, clock.now())
    if incident.facility_id in reach.own or actor.is_system:
        return incident.facility_id
    party = incident.parties.filter(unit_id__in=reach.own).order_by("pk").first()
    return party.unit_id if party else actor.unit_id


def _reach(actor: Actor, at: datetime) -> Reach:
    return agreements.reach(actor, Scope.INCIDENT_ALERT, at)


def _seen_by(actor: Actor, at: datetime, reach: Reach | None = None) -> Q:
    """``visible`` joins the parties; as a filter on keys it never repeats a row."""
    judged = visible(actor, reach or _reach(actor, at))
    return Q(Exists(Incident.objects.filter(judged, pk=OuterRef("pk"))))


def _filtered(found: QuerySet[Incident], filters: Mapping[str, Any]) -> QuerySet[Incident]:
    if filters.get("open") is not None:
        is_ended = Q(status__in=sorted(ENDED))
        found = found.filter(~is_ended if filters["open"] else is_ended)
    for name, words in (("status", set(Status)), ("severity", set(Severity)), ("type", set(TYPES))):
        if (value := filters.get(name)) is not None:
            if value not in words:
                raise Invalid(
                    **{name: _("Unknown value. Use one of: %(words)s.") % {"words": ", ".join(sorted(words))}}
                )
            found = found.filter(**{name: value})
    if filters.get("facility_id") is not None:
        found = found.filter(facility_id=filters["facility_id"])
    if filters.get("words"):
        found = found.filter(_says(filters["words"]), received_at__gt=clock.now() - SEARCHED)
    return found


def _says(words: str) -> Q:
    """Reference, place, facility or kind: only what every side may read, so that searching tells nobody more."""
    kinds = [code for code, info in TYPES.items() if words.lower() in str(info.label).lower()]
    named = Q(facility__name__icontains=words) | Q(place__full_name__icontains=words) | Q(type__in=kinds)
    return named | Q(reference__icontains=words)


def _named(named: str) -> Q:
    try:
        return Q(pk=UUID(named))
    except ValueError:
        return Q(reference=named.strip().upper())


def list_parties(incident_id: UUID) -> list[Party]:
    """The units an incident was shared with; for callers that have judged it visible."""
    return list(Party.objects.filter(incident_id=incident_id).select_related("unit").order_by("pk"))
