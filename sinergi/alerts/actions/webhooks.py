"""A unit's own systems: told of its rungs from the day they are added to the day they are ended."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.alerts import events, ways
from sinergi.alerts.channels.webhook import signing
from sinergi.alerts.channels.webhook.addresses import Refused, split
from sinergi.alerts.models import Delivery, Endpoint
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import DeliveryState
from sinergi.core import clock, hidden
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.live import bell


@transaction.atomic
def add_endpoint(*, actor: Actor, url: str, secret: str) -> Endpoint:
    """From now on each rung of the actor's unit is told to this address."""
    at = clock.now()
    endpoint = Endpoint(unit_id=actor.unit_id, url=url, created_at=at)
    POLICY.require(actor, Action.ADD_ENDPOINT, endpoint)
    try:
        split(url)
    except Refused:
        raise Invalid(url=_("Write an address that begins with https:// and can be reached from outside.")) from None
    if Endpoint.objects.filter(unit_id=actor.unit_id, url=url, ended_at__isnull=True).exists():
        raise Conflict(_("Your unit already tells this address."))
    endpoint.secret = hidden.hide(secret, purpose=signing.PURPOSE)
    endpoint.save(force_insert=True)
    ledger.record(events.EndpointAdded(**_facts(endpoint, actor)), actor=actor, at=at)
    return endpoint


@transaction.atomic
def end_endpoint(*, actor: Actor, endpoint_id: UUID) -> Endpoint:
    """Nothing more is told to this address."""
    at = clock.now()
    endpoint = ways.get_endpoint(actor=actor, endpoint_id=endpoint_id, lock=True)
    POLICY.require(actor, Action.END_ENDPOINT, endpoint)
    endpoint.ended_at = at
    endpoint.save(update_fields=["ended_at"])
    endpoint.deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.SUPERSEDED)
    ledger.record(events.EndpointEnded(**_facts(endpoint, actor)), actor=actor, at=at)
    return endpoint


@transaction.atomic
def replay(*, actor: Actor, delivery_id: UUID) -> Delivery:
    """Send it once more, under the same webhook-id: its reader can tell that it is the same."""
    at = clock.now()
    delivery = ways.get_send(actor=actor, delivery_id=delivery_id, lock=True)
    POLICY.require(actor, Action.REPLAY, delivery)
    delivery.state, delivery.attempts, delivery.error = DeliveryState.QUEUED, 0, ""
    delivery.next_at = delivery.replayed_at = at
    delivery.save(update_fields=["state", "attempts", "error", "next_at", "replayed_at"])
    ledger.record(events.SendReplayed(**_facts(delivery.endpoint, actor), delivery_id=delivery.pk), actor=actor, at=at)
    transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return delivery


def _facts(endpoint: Endpoint | None, actor: Actor) -> dict[str, Any]:
    return {
        "subject": f"endpoint:{endpoint.pk if endpoint else None}",
        "unit_id": actor.unit_id,
        "audience": Audience.of_paths([actor.unit_path]),
    }
