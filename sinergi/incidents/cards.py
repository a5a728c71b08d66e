"""What one side sees of an incident. What is not on a card cannot leak: pages, lists, API and stream all read cards.

A partner sees reference, type, severity, place, times, MD/LB/LR, under control, help, commander's post and phone,
status, and own and shared entries. Never persons, staff names, narrative, internal notes (architecture §1, ADR 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
class Standing:
    """Where a reader stands to one incident: when their agreement lapsed, if it did, and what they were told first."""

    side: Side
    lapsed_at: datetime | None = None
    flash: Mapping[str, Any] = field(default_factory=dict)


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
    standings = _standings(incidents, actor, reach, at)
    posts = access.get_cards({key for i in incidents for key in (i.commander_posting_id, i.reporter_posting_id) if key})
    prefetch_related_objects(incidents, "proposals")
    return [_card(i, actor, standings[i.pk], posts) for i in incidents]


def entries_for(*, actor: Actor, card: Card, reach: Reach) -> list[Entry]:
    """Own side's, shared ones, and restricted ones for their writer and the heads of their unit."""
    mine = Q(visibility__in=[Visibility.OWN, Visibility.SHARED], side_id__in=reach.own) | Q(author_id=actor.person_id)
    if actor.functions & HEADS_OF_UNIT:
        mine |= Q(visibility=Visibility.RESTRICTED, unit_id=actor.unit_id)
    shared = Q(visibility=Visibility.SHARED)
    if card.side is Side.LAPSED:
        shared &= Q(at__lt=card.lapsed_at)
    if card.side is Side.FLASH:
        shared = Q(pk__in=[])
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


def _standings(incidents: Sequence[Incident], actor: Actor, reach: Reach, at: datetime) -> dict[UUID, Standing]:
    """From where the reader looks at each. A superior of several parties sees what any of them may."""
    afar = [i for i in incidents if not actor.is_system and i.facility_id not in reach.own]
    parties: dict[UUID, list[Party]] = {i.pk: [] for i in afar}
    for party in Party.objects.filter(incident__in=list(parties), unit_id__in=reach.own).order_by("since", "pk"):
        parties[party.incident_id].append(party)
    pairs = {(i.facility_id, p.unit_id) for i in afar for p in parties[i.pk] if p.ground == Ground.AGREEMENT}
    closed = agreements.closed_since(pairs, Scope.INCIDENT_ALERT, at) if pairs else {}
    inside = dict.fromkeys((i.pk for i in incidents), Standing(Side.FACILITY))
    return inside | {i.pk: _standing(i, parties[i.pk], closed) for i in afar}


def _standing(
    incident: Incident, parties: Sequence[Party], closed: Mapping[tuple[UUID, UUID], datetime | None]
) -> Standing:
    lapsed = [p for p in parties if p.ground == Ground.AGREEMENT and (incident.facility_id, p.unit_id) in closed]
    if len(lapsed) < len(parties):
        return Standing(Side.PARTNER)
    since = max(closed[incident.facility_id, party.unit_id] or party.since for party in lapsed)
    side = Side.LAPSED if incident.is_open else Side.FLASH
    return Standing(side, since, lapsed[0].flash)


def _card(i: Incident, actor: Actor, standing: Standing, posts: Mapping[UUID, dict[str, Any]]) -> Card:
    flash = standing.side is Side.FLASH
    commander = posts.get(i.commander_posting_id) if i.commander_posting_id and not flash else None
    card = Card(
        id=i.pk,
        reference=i.reference,
        type=i.type,
        severity=Severity(i.severity),
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
        casualties=i.casualties,
        under_control=i.under_control,
        help_needed=i.help_needed,
        help_from=tuple(i.help_from),
        exercise=i.exercise,
        restricted=i.restricted,
        is_child=i.is_child,
        version=i.version,
        moved_at=_moved(i) if not flash else {Status.FLASH: i.received_at, Status.CLOSED: i.ended_at},
        commander={"post": commander["post_title"], "phone": commander["phone"]} if commander else None,
        side=standing.side,
        lapsed_at=standing.lapsed_at,
        own=_own(i, actor, posts) if standing.side is Side.FACILITY else None,
    )
    return replace(card, **_first_told(standing.flash)) if flash else card


def _first_told(flash: Mapping[str, Any]) -> dict[str, Any]:
    """What was shared at first, in place of what came to be known since."""
    return {
        "type": flash["type"],
        "severity": Severity(flash["severity"]),
        "casualties": Casualties(**flash["casualties"]),
        "under_control": flash["under_control"],
        "help_needed": flash["help_needed"],
        "help_from": tuple(flash["help_from"]),
        "place_id": UUID(flash["place_id"]) if flash["place_id"] else None,
        "place_name": flash["place"],
    }


def _own(i: Incident, actor: Actor, posts: Mapping[UUID, dict[str, Any]]) -> Own:
    withheld = i.is_child and not i.restricted and actor.unit_id != i.facility_id and not actor.is_system
    reporter = "" if i.restricted else str(posts.get(i.reporter_posting_id, {}).get("post_title", ""))
    return Own(
        summary="" if withheld else i.summary,
        narrative="" if withheld else i.narrative,
        reporter_post=reporter,
        proposals=tuple(_without_reason(each) if withheld else each for each in i.proposals.all()),
        text_withheld=withheld,
    )


def _without_reason(proposal: Proposal) -> Proposal:
    proposal.reason = ""
    return proposal


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
