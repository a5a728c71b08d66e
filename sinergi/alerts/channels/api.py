"""Sends for machines: what became of each, and the webhooks of the caller's own unit."""

import base64
import binascii
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from sinergi.alerts import actions, ways
from sinergi.alerts.channels.webhook import signing
from sinergi.alerts.presenting_sends import delay
from sinergi.alerts.types import Channel, DeliveryState
from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router
from sinergi.core.api.schemas import Answer, Body, Filters

if TYPE_CHECKING:
    from sinergi.alerts.models import Delivery

alarms = Router(tags=["alerts"])
webhooks = Router(tags=["webhooks"])
deliveries = Router(tags=["deliveries"])


def _is_secret(value: str) -> str:
    try:
        length = len(base64.b64decode(value.removeprefix(signing.PREFIX), validate=True))
    except binascii.Error:
        length = 0
    if not value.startswith(signing.PREFIX) or not 24 <= length <= 64:
        raise PydanticCustomError("secret", "whsec_ and 24 to 64 bytes in base64")
    return value


class Send(Answer):
    """One send to one person or system by one channel, with every stamp it has."""

    id: UUID
    step: int
    channel: Channel
    post: str = Field(description="The post it went to; empty for a unit's own system.")
    state: DeliveryState
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    seen_at: datetime | None
    acknowledged_at: datetime | None
    delay_seconds: float | None = Field(description="From the alarm until it left.")
    error: str


class Sends(Answer):
    """A page of sends, in the order they were planned."""

    items: list[Send]
    next: str | None


class Webhook(Answer):
    """A system of your unit that is told of its alarms."""

    id: UUID
    url: str
    created_at: datetime
    ended_at: datetime | None
    failing_since: datetime | None


class Webhooks(Answer):
    """A page of webhooks, newest first."""

    items: list[Webhook]
    next: str | None


class NewWebhook(Body):
    """Where your system listens, and the secret both sides know. The secret is never shown again."""

    url: Annotated[str, Field(min_length=1, max_length=250)]
    secret: Annotated[str, AfterValidator(_is_secret)] = Field(description="`whsec_` and 24 to 64 bytes in base64.")


class Test(Answer):
    """A test that was asked for; its result comes soon."""

    __test__ = False

    id: UUID
    asked_at: datetime
    done_at: datetime | None
    took_ms: int | None
    error: str = Field(description="Where it failed: name, address, connection, answer. Empty: accepted.")


class Tests(Answer):
    """The last tests, newest first."""

    __test__ = False

    items: list[Test]
    next: str | None


class Nothing(Body):
    """No words needed."""


class Receipt(Body):
    """What your system has done with it. In any order, and more than once, is harmless."""

    state: Literal["delivered", "seen"]


@alarms.read("/{uuid:alert_id}/deliveries", Sends)
def list_deliveries(request: ApiRequest, alert_id: UUID, filters: Query[Filters]) -> dict[str, Any]:
    """What was sent to your own unit about this alarm, and what became of it."""
    after = pages.decode(filters.cursor, datetime.fromisoformat, UUID)
    found = ways.list_deliveries(
        actor=request.actor, alert_id=alert_id, after=(after[0], after[1]) if after else None, limit=filters.limit
    )
    page = pages.page(found, filters.limit, lambda row: (row.created_at.isoformat(), row.pk))
    return page | {"items": [_send(row) for row in page["items"]]}


@webhooks.read("", Webhooks)
def list_webhooks(request: ApiRequest, filters: Query[Filters]) -> dict[str, Any]:
    """The systems that your unit tells, ended ones too."""
    after = pages.decode(filters.cursor, UUID)
    found = ways.list_endpoints(actor=request.actor, after=after[0] if after else None, limit=filters.limit)
    return pages.page(found, filters.limit, lambda row: (row.pk,))


@webhooks.write("", Webhook, status=201)
def add_webhook(request: ApiRequest, body: NewWebhook) -> Any:
    """Tell one more system of each alarm of your unit: signed as Standard Webhooks says, https only."""
    return actions.add_endpoint(actor=request.actor, url=body.url, secret=body.secret)


@webhooks.read("/{uuid:endpoint_id}", Webhook)
def get_webhook(request: ApiRequest, endpoint_id: UUID) -> Any:
    """One system of your unit."""
    return ways.get_endpoint(actor=request.actor, endpoint_id=endpoint_id)


@webhooks.write("/{uuid:endpoint_id}/test", Test)
def try_webhook(request: ApiRequest, endpoint_id: UUID, body: Nothing | None = None) -> Any:  # noqa: ARG001
    """Send it a ping; read the result among its tests."""
    return actions.try_endpoint(actor=request.actor, endpoint_id=endpoint_id)


@webhooks.read("/{uuid:endpoint_id}/tests", Tests)
def list_tests(request: ApiRequest, endpoint_id: UUID) -> dict[str, Any]:
    """The last tests and where each failed."""
    endpoint = ways.get_endpoint(actor=request.actor, endpoint_id=endpoint_id)
    return {"items": list(ways.list_trials(endpoint=endpoint)), "next": None}


@webhooks.write("/{uuid:endpoint_id}/end", Webhook)
def end_webhook(request: ApiRequest, endpoint_id: UUID, body: Nothing | None = None) -> Any:  # noqa: ARG001
    """Nothing more is told to it."""
    return actions.end_endpoint(actor=request.actor, endpoint_id=endpoint_id)


@deliveries.write("/{uuid:delivery_id}/replay", Send)
def replay(request: ApiRequest, delivery_id: UUID, body: Nothing | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Send it to your system once more, with the same `webhook-id`."""
    return _send(actions.replay(actor=request.actor, delivery_id=delivery_id))


@deliveries.write("/{uuid:delivery_id}/receipt", Send)
def note_receipt(request: ApiRequest, delivery_id: UUID, body: Receipt) -> dict[str, Any]:
    """Your system has it (`webhook-id` is the id here), or somebody saw it."""
    actions.note_receipt(actor=request.actor, delivery_id=delivery_id, state=DeliveryState(body.state))
    return _send(ways.get_send(actor=request.actor, delivery_id=delivery_id))


def _send(row: "Delivery") -> dict[str, Any]:
    late = delay(row)
    shown = {name: getattr(row, name) for name in Send.model_fields if hasattr(row, name)}
    return shown | {"post": row.post_title, "delay_seconds": late.total_seconds() if late else None}
