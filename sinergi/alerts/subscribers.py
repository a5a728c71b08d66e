"""What alerts hear from below."""

from uuid import UUID

from sinergi.alerts import actions
from sinergi.ledger.subscribe import on
from sinergi.ledger.types import SealedFact


@on("access.posting_ended")
def forget_posting(fact: SealedFact) -> None:
    """Whoever left the post is woken no more."""
    actions.forget_posting(posting_id=UUID(fact.payload["posting_id"]))
