"""Tests that somebody asks for: asked here, done by the engine, and the result stands beside the button."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.alerts import ways
from sinergi.alerts.models import Trial
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import Channel, Outgoing
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid
from sinergi.live import bell

LASTS = timedelta(seconds=60)
"""A test that was taken longer ago is taken again: its worker died."""
TAKE = """
WITH next AS (SELECT id FROM alerts_trial WHERE done_at IS NULL AND coalesce(taken_at, '-infinity') < %(lapsed)s
              ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE alerts_trial t SET taken_at = %(at)s FROM next WHERE t.id = next.id
RETURNING t.id, t.channel, t.address,
  coalesce((SELECT h.secret FROM alerts_endpoint h WHERE h.id = t.endpoint_id), '') AS secret
"""


@transaction.atomic
def try_mail(*, actor: Actor) -> Trial:
    """Send a test mail to my own address."""
    address = ways.find_mail_address(actor=actor)
    if not address:
        raise Invalid(_("Your account has no e-mail address. Ask your unit's admin to write it down."))
    return _ask(actor, Channel.EMAIL, address)


@transaction.atomic
def try_endpoint(*, actor: Actor, endpoint_id: UUID) -> Trial:
    """Send a ping to my unit's system."""
    endpoint = ways.get_endpoint(actor=actor, endpoint_id=endpoint_id)
    POLICY.require(actor, Action.TRY_ENDPOINT, endpoint)
    return _ask(actor, Channel.WEBHOOK, endpoint.url, endpoint_id=endpoint.pk)


@transaction.atomic
def take_trial() -> Outgoing | None:
    """The test that waits longest; nobody else gets it meanwhile."""
    at = clock.now()
    row = sql.one(TAKE, {"at": at, "lapsed": at - LASTS})
    if row is None:
        return None
    return Outgoing(**row, attempts=1, code="UJI", exercise=False, has_screen=True, is_trial=True)


def settle_trial(*, trial_id: UUID, error: str, took_ms: int) -> None:
    """Write how a test went."""
    Trial.objects.filter(pk=trial_id, done_at__isnull=True).update(
        done_at=clock.now(), error=error[:200], took_ms=took_ms
    )


def _ask(actor: Actor, channel: Channel, address: str, **more: Any) -> Trial:
    waiting = Trial.objects.filter(person_id=actor.person_id, address=address, done_at__isnull=True)
    if waiting.exists():
        raise Conflict(_("A test is already under way. Its result appears here."))
    trial = Trial.objects.create(
        person_id=actor.person_id, channel=channel, address=address, asked_at=clock.now(), **more
    )
    transaction.on_commit(lambda: bell.ring(bell.ROUTINE))
    return trial
