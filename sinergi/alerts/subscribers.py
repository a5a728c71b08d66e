"""What alerts hear from below."""

from datetime import datetime
from uuid import UUID

from sinergi.alerts import actions
from sinergi.core import clock
from sinergi.ledger.subscribe import on
from sinergi.ledger.types import SealedFact


@on("access.posting_ended")
def forget_posting(fact: SealedFact) -> None:
    """Whoever left the post is woken no more. One that ends on a later day is not asked for from then on."""
    if datetime.fromisoformat(fact.payload["ends_at"]) <= clock.now():
        actions.forget_posting(posting_id=_posting(fact))


@on("access.posting_started")
def wake_successor(fact: SealedFact) -> None:
    """Whoever took the post over has its shifts, and hears its alarm that rings."""
    actions.inherit_shifts(posting_id=_posting(fact))
    actions.wake_successor(posting_id=_posting(fact))


def _posting(fact: SealedFact) -> UUID:
    return UUID(fact.subject.removeprefix("posting:"))
