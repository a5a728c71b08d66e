"""What one post alone may not do to a HIGH or CRITICAL incident: the first proposes, another post does it."""

from datetime import datetime

from sinergi.access import queries as access
from sinergi.core.actor import Actor
from sinergi.incidents import events
from sinergi.incidents.actions import facts
from sinergi.incidents.models import Incident, Proposal
from sinergi.incidents.policy import Action
from sinergi.incidents.types import GRAVE
from sinergi.ledger import actions as ledger


def is_seconded(
    incident: Incident, actor: Actor, verb: Action | str, *, at: datetime, argument: str = "", reason: str = ""
) -> bool:
    """True if it may be done now; else the proposal is kept and its fact recorded, and a second post is awaited.

    The second must be another person in another post, and must ask for the same thing.
    """
    if incident.severity not in GRAVE or actor.is_system:
        return True
    card = access.get_card(actor)
    post_id, title = (card["post_id"], card["post_title"]) if card else (actor.posting_id, "")
    first = Proposal.objects.filter(incident=incident, verb=str(verb)).first()
    if first and first.argument == argument and first.person_id != actor.person_id and first.post_id != post_id:
        first.delete()
        return True
    Proposal.objects.update_or_create(
        incident=incident,
        verb=str(verb),
        defaults={
            "argument": argument,
            "reason": reason,
            "person_id": actor.person_id,
            "post_id": post_id,
            "post_title": title,
            "at": at,
        },
    )
    header = facts.move_header(incident, actor, at) | {"audience": facts.told_inside(incident, at)}
    awaited = events.SecondPostAwaited(**header, verb=str(verb), reason=reason)
    ledger.record(awaited, actor=actor, at=at)
    return False
