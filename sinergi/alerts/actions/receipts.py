"""What providers, screens and units' systems say of a send after it left. They say it in any order, and twice."""

from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts import ways
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import DeliveryState
from sinergi.core import clock, sql
from sinergi.core.actor import Actor

ORDER = ("queued", "sending", "failed", "sent", "delivered", "seen", "acknowledged")
"""A send goes only forward on this line; one that is superseded stands beside it and stays there."""
ADVANCE = """
UPDATE alerts_delivery SET delivered_at = coalesce(delivered_at, %(at)s),
  seen_at = CASE WHEN %(state)s = 'seen' THEN coalesce(seen_at, %(at)s) ELSE seen_at END,
  state = CASE WHEN array_position(%(order)s::text[], state::text) < array_position(%(order)s::text[], %(state)s::text)
               THEN %(state)s ELSE state END
"""


def advance(where: str, told: dict[str, Any], state: DeliveryState) -> int:
    """Stamp these sends as delivered or seen; returns how many there are."""
    given = {**told, "at": clock.now(), "state": state.value, "order": list(ORDER)}
    return sql.run(f"{ADVANCE} WHERE {where}", given)


@transaction.atomic
def note_receipt(*, actor: Actor, delivery_id: UUID, state: DeliveryState) -> None:
    """A unit's own system says that it has a send, or that somebody saw it. Twice, and late, is harmless."""
    delivery = ways.get_send(actor=actor, delivery_id=delivery_id)
    POLICY.require(actor, Action.NOTE_RECEIPT, delivery)
    advance("id = %(id)s", {"id": delivery.pk}, state)
