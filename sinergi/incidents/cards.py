"""What one side sees of an incident. What is not on a card cannot leak: pages, lists, API and stream all read cards.

A partner sees reference, type, severity, place, times, MD/LB/LR, under control, help, commander's post and phone,
status, and own and shared entries. Never persons, staff names, narrative, internal notes (the issue's list, architecture §1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, prefetch_related_objects

from sinergi.access import queries as access
from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Reach, Scope
from sinergi.core.actor import Actor
from sinergi.incidents.models import Entry, Incident, Party, Proposal
from sinergi.incidents.policy import HEADS_OF_UNIT
from sinergi.incidents.types import TYPES, Casualties, Ground, Severity, Status, Visibility


class Side(StrEnum):
    """From where the reader looks."""

    FACILITY = "facility"
    """The facility and those above it."""
    PARTNER = "partner"
    LAPSED = "lapsed"
    """A partner whose agreement is no longer in force: while open as a partner, without anything newly shared."""
    FLASH = "flash"
    """The same once the incident has ended: the first flash and the partner's own entries."""


@dataclass(frozen=True, slots=True)
class Own:
    """What only the facility's side reads."""

    summary: str
    narrative: str
    reporter_post: str
    proposals: tuple[Proposal, ...]
    text_withheld: bool
    """A child's case, read from outside the facility: text stays inside until it is released."""


@dataclass(frozen=True, slots=True)
class Card:
    """One incident as one reader's side may see it."""

    id: UUID
    reference: str
    type: str
    severity: Severity
    status: Status
    facility_id: UUID
    facility_name: str
    place_id: UUID | None
    place_name: str
    zone: str
    occurred_at: datetime
    received_at: datetime
    device_at: datetime | None
    time_suspect: bool
    casualties: Casualties
    under_control: bool
    help_needed: bool
    help_from: tuple[str, ...]
    exercise: bool
    restricted: bool
    is_child: bool
    version: int
    moved_at: dict[str, datetime | None]
    commander: dict[str, Any] | None
    side: Side
    lapsed_at: datetime | None
    own: Own | None

    @property
    def subject(self) -> str:
        """How other rooms name it."""
        return f"incident:{self.id}"

    @property
    def label(self) -> str:
        """The type in the reader's language."""
        return str(TYPES[self.type].label)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cards, newest first; ``next`` is the key to go on from."""

    items: list[Card]
    next: UUID | None


def build(incidents: Sequence[Incident], *, actor: Actor, reach: Reach, at: datetime) -> list[Card]:
    """Cards for rows already judged visible; a fixed number of queries whatever their number."""
    parties = _parties(incidents, reach)
    posts = access.get_cards({key for i in incidents for key in (i.commander_posting_id, i.reporter_posting_id) if key})
    ended = _lapses(incidents, parties, reach, at)
    prefetch_related_objects(incidents, "proposals")
    return [_card(i, actor, reach, parties.get(i.pk), ended.get(i.pk), posts) for i in incidents]


def entries_for(*, actor: Actor, card: Card, reach: Reach) -> list[Entry]:
    """Own side's, shared ones, and restricted ones for their writer and the heads of their unit."""
    mine = Q(visibility=Visibility.OWN, side_id__in=reach.own) | Q(author_id=actor.person_id)
    if actor.functions & HEADS_OF_UNIT:
        mine |= Q(visibility=Visibility.RESTRICTED, unit_id=actor.unit_id)
    shared = Q(visibility=Visibility.SHARED)
    if card.side is Side.LAPSED and card.lapsed_at:
        shared &= Q(at__lt=card.lapsed_at)
    if card.side is Side.FLASH:
        mine, shared = mine | Q(visibility=Visibility.SHARED, side_id__in=reach.own), Q(pk__in=[])
    found = Entry.objects.filter(incident_id=card.id).filter(mine | shared).select_related("unit")
    return [
        _without_text(entry, actor) if _is_withheld(entry, card, actor) else entry
        for entry in found.order_by("at", "pk")
    ]


def _is_withheld(entry: Entry, card: Card, actor: Actor) -> bool:
    """A child's case: what the facility wrote is read inside the facility only."""
    from_inside = entry.side_id == card.facility_id
    return card.is_child and not card.restricted and from_inside and actor.unit_id != card.facility_id


def _without_text(entry: Entry, actor: Actor) -> Entry:
    if entry.unit_id != actor.unit_id:
        entry.text = ""
    return entry


def _parties(incidents: Sequence[Incident], reach: Reach) -> dict[UUID, Party]:
    rows = Party.objects.filter(incident__in=[i.pk for i in incidents], unit_id__in=reach.own).order_by("-pk")
    return {row.incident_id: row for row in rows}


def _lapses(
    incidents: Sequence[Incident], parties: dict[UUID, Party], reach: Reach, at: datetime
) -> dict[UUID, datetime]:
    """When the door closed, for incidents that reach the reader through an agreement no longer in force."""
    through = {
        i.pk: (i.facility_id, parties[i.pk].unit_id)
        for i in incidents
        if i.pk in parties and parties[i.pk].ground == Ground.AGREEMENT and i.facility_id not in reach.doors
    }
    closed = agreements.closed_since(set(through.values()), Scope.INCIDENT_ALERT, at) if through else {}
    return {key: closed.get(pair, at) for key, pair in through.items()}


def _side(incident: Incident, actor: Actor, reach: Reach, lapsed_at: datetime | None) -> Side:
    if actor.is_system or incident.facility_id in reach.own:
        return Side.FACILITY
    if lapsed_at is None:
        return Side.PARTNER
    return Side.LAPSED if incident.is_open else Side.FLASH


def _card(
    i: Incident,
    actor: Actor,
    reach: Reach,
    party: Party | None,
    lapsed_at: datetime | None,
    posts: dict[UUID, dict[str, Any]],
) -> Card:
    side = _side(i, actor, reach, lapsed_at)
    flash = party.flash if party and side is Side.FLASH else {}
    commander = posts.get(i.commander_posting_id) if i.commander_posting_id else None
    return Card(
        id=i.pk,
        reference=i.reference,
        type=flash.get("type", i.type),
        severity=Severity(flash.get("severity", i.severity)),
        status=Status(i.status),
        facility_id=i.facility_id,
        facility_name=i.facility.name,
        place_id=i.place_id,
        place_name=i.place.full_name if i.place else "",
        zone=i.facility.zone,
        occurred_at=i.occurred_at,
        received_at=i.received_at,
        device_at=i.device_at,
        time_suspect=i.time_suspect,
        casualties=Casualties(**flash["casualties"]) if "casualties" in flash else i.casualties,
        under_control=i.under_control,
        help_needed=i.help_needed,
        help_from=tuple(i.help_from),
        exercise=i.exercise,
        restricted=i.restricted,
        is_child=i.is_child,
        version=i.version,
        moved_at=_moved(i),
        commander={"post": commander["post_title"], "phone": commander["phone"]} if commander else None,
        side=side,
        lapsed_at=lapsed_at,
        own=_own(i, actor, posts) if side is Side.FACILITY else None,
    )


def _own(i: Incident, actor: Actor, posts: dict[UUID, dict[str, Any]]) -> Own:
    withheld = i.is_child and not i.restricted and actor.unit_id != i.facility_id and not actor.is_system
    reporter = "" if i.restricted else str(posts.get(i.reporter_posting_id, {}).get("post_title", ""))
    return Own(
        summary="" if withheld else i.summary,
        narrative="" if withheld else i.narrative,
        reporter_post=reporter,
        proposals=tuple(i.proposals.all()),
        text_withheld=withheld,
    )


def _moved(i: Incident) -> dict[str, datetime | None]:
    return {
        Status.FLASH: i.received_at,
        Status.CONFIRMED: i.confirmed_at,
        Status.UNDER_CONTROL: i.under_control_at,
        Status.RECOVERY: i.recovery_at,
        Status.REPORT_COMPLETE: i.completed_at,
        Status.REVIEWED: i.reviewed_at,
        Status.CLOSED: i.ended_at,
    }
