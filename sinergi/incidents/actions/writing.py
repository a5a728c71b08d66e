"""News: one line, time prefilled, never edited."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid
from sinergi.incidents import queries
from sinergi.incidents.actions import facts
from sinergi.incidents.events import EntryAdded
from sinergi.incidents.models import Entry, Incident
from sinergi.incidents.policy import POLICY, Action
from sinergi.incidents.types import Visibility
from sinergi.ledger import actions as ledger

LONGEST_ENTRY = 4000


@transaction.atomic
def add_entry(
    *,
    actor: Actor,
    incident_id: UUID,
    text: str,
    visibility: Visibility = Visibility.OWN,
    device_at: datetime | None = None,
    version: int | None = None,
) -> Entry:
    """Write a line; own to the writer's agency unless it says shared or restricted."""
    at = clock.now()
    if not text.strip():
        raise Invalid(text=_("Write at least a word."))
    if len(text) > LONGEST_ENTRY:
        raise Invalid(
            text=_("Shorten this to %(most)s characters, or write it in two entries.") % {"most": LONGEST_ENTRY}
        )
    incident = queries.get_incident(actor=actor, incident_id=incident_id, version=version, lock=True)
    POLICY.require(actor, Action.ADD_ENTRY, incident)
    entry = write_line(incident, actor=actor, text=text, at=at, visibility=visibility, device_at=device_at)
    header = facts.header(incident, at) | {"audience": facts.told_of_entry(incident, entry, at)}
    ledger.record(EntryAdded(**header, entry_id=entry.pk, visibility=entry.visibility), actor=actor, at=at)
    return entry


def write_line(
    incident: Incident,
    *,
    actor: Actor,
    text: str,
    at: datetime,
    visibility: Visibility = Visibility.OWN,
    device_at: datetime | None = None,
) -> Entry:
    """The row of an entry, on the side its writer belongs to."""
    return Entry.objects.create(
        incident=incident,
        unit_id=actor.unit_id,
        side_id=queries.side_of(actor, incident),
        author_id=actor.person_id,
        author_post=access.get_post_title(actor),
        text=text,
        visibility=visibility,
        at=at,
        device_at=device_at,
    )
