"""Guarded reads of sends, units' systems and tests. A unit sees its own, and nobody else's."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.alerts import queries
from sinergi.alerts.models import Delivery, Endpoint, Trial
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import Channel
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.core.errors import NotFound

Key = tuple[datetime, UUID]


def list_deliveries(*, actor: Actor, alert_id: UUID, after: Key | None = None, limit: int = 50) -> list[Delivery]:
    """The sends of one alarm to the actor's own unit, in the order they were planned; one more than ``limit``."""
    queries.get_alert(actor=actor, alert_id=alert_id)
    found = Delivery.objects.filter(escalation__alarm_id=alert_id, escalation__unit_id=actor.unit_id)
    if after is not None:
        found = found.filter(Q(created_at__gt=after[0]) | Q(created_at=after[0], pk__gt=after[1]))
    return list(found.select_related("escalation").order_by("created_at", "pk")[: limit + 1])


def may_add_endpoint(actor: Actor) -> bool:
    """Whether the actor looks after the systems of their unit."""
    return POLICY.can(actor, Action.ADD_ENDPOINT, Endpoint(unit_id=actor.unit_id))


def list_endpoints(*, actor: Actor, after: UUID | None = None, limit: int = 100) -> list[Endpoint]:
    """The systems that the actor's unit tells, newest first; one more than ``limit``."""
    _require_keeper(actor)
    found = Endpoint.objects.filter(unit_id=actor.unit_id)
    if after is not None:
        found = found.filter(pk__lt=after)
    return list(found.order_by("-pk")[: limit + 1])


def get_endpoint(*, actor: Actor, endpoint_id: UUID, lock: bool = False) -> Endpoint:
    """One of the actor's unit's systems."""
    found = Endpoint.objects.filter(unit_id=actor.unit_id, pk=endpoint_id)
    endpoint = (found.select_for_update() if lock else found).first()
    if endpoint is None:
        raise NotFound(_("There is no such webhook in your unit."))
    _require_keeper(actor)
    return endpoint


def list_sends(*, endpoint: Endpoint, limit: int = 50) -> list[Delivery]:
    """The last sends to a system that was judged visible, newest first. Of a confidential alarm it knows nothing."""
    found = _told().filter(endpoint=endpoint).select_related("escalation__alarm")
    return list(found.order_by("-created_at", "pk")[:limit])


def get_send(*, actor: Actor, delivery_id: UUID, lock: bool = False) -> Delivery:
    """One send to one of the actor's unit's systems."""
    found = _told().filter(pk=delivery_id, endpoint__unit_id=actor.unit_id).select_related("endpoint")
    delivery = (found.select_for_update(of=("self",)) if lock else found).first()
    if delivery is None:
        raise NotFound(_("There is no such send to a system of your unit."))
    return delivery


def find_mail_address(*, actor: Actor) -> str:
    """Where the actor's own mails go; empty if nobody wrote it down."""
    row = sql.one("SELECT email FROM access_v_duty WHERE posting_id = %s LIMIT 1", [actor.posting_id])
    return str(row["email"]) if row else ""


def list_mail_trials(*, actor: Actor) -> Sequence[Trial]:
    """The actor's last test mails, newest first."""
    return list(Trial.objects.filter(person_id=actor.person_id, channel=Channel.EMAIL).order_by("-asked_at", "pk")[:5])


def list_trials(*, endpoint: Endpoint) -> Sequence[Trial]:
    """The last tests of a system that was judged visible, newest first."""
    return list(endpoint.trials.order_by("-asked_at", "pk")[:5])


def _told() -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint__isnull=False, escalation__alarm__confidential=False)


def _require_keeper(actor: Actor) -> None:
    POLICY.require(actor, Action.ADD_ENDPOINT, Endpoint(unit_id=actor.unit_id))
