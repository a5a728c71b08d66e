"""The chronology of one incident as one reader may read it: facts and lines of news in one order."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sinergi.alerts.events import TIMELINE_KINDS as ALERT_KINDS
from sinergi.core.actor import Actor
from sinergi.incidents import queries
from sinergi.incidents.cards import Card, Side
from sinergi.incidents.events import FLASH_KINDS, TIMELINE_KINDS, IncidentReported
from sinergi.incidents.models import Entry
from sinergi.ledger import queries as ledger

ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, or one line that was written. People are named by their post."""

    id: UUID
    at: datetime
    kind: str
    post: str
    unit_id: UUID | None = None
    """Whose it is: for an answer, the unit that answered."""
    text: str = ""
    visibility: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


def list_timeline(*, actor: Actor, incident_id: UUID) -> list[Event]:
    """Everything this reader may read of an incident, oldest first: its moves, the answers, the news."""
    card = queries.get_card(actor=actor, incident_id=incident_id)
    written = [of_entry(entry) for entry in queries.list_entries(actor=actor, card=card)]
    # A fact names in its audience each unit that was told and those above it: that is who may read it again.
    kinds = FLASH_KINDS if card.side is Side.FLASH else (*TIMELINE_KINDS, *ALERT_KINDS)
    told = ledger.list_facts(subject=card.subject, units=[actor.unit_id], person_id=actor.person_id, kinds=kinds)
    happened = [_of_fact(fact, reads_reasons=_reads_reasons(actor, card)) for fact in told]
    # One action may leave several facts at the same moment; the report comes before the alarm it raised.
    return sorted([*written, *happened], key=lambda event: (event.at, event.kind != IncidentReported.kind, event.id))


def _reads_reasons(actor: Actor, card: Card) -> bool:
    """The facility's side reads why; of a child's case only the facility itself does."""
    is_withheld = card.is_child and not card.restricted and actor.unit_id != card.facility_id
    return card.side is Side.FACILITY and not is_withheld


def of_entry(entry: Entry) -> Event:
    """A line of news."""
    return Event(entry.pk, entry.at, ENTRY, entry.author_post, entry.unit_id, entry.text, str(entry.visibility))


def _of_fact(fact: dict[str, Any], *, reads_reasons: bool) -> Event:
    details = dict(fact["payload"] or {})
    if not reads_reasons:
        details.pop("reason", None)
    post = str(details.pop("post", ""))
    return Event(fact["id"], fact["at"], fact["kind"], post=post, unit_id=fact["unit_id"], details=details)
