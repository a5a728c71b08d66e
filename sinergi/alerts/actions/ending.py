"""Alarms that are no longer needed, and people who no longer hold the post."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sinergi.alerts import events, queries
from sinergi.alerts.actions.completing import STILL_CLIMBS
from sinergi.alerts.models import Alarm, Delivery, Escalation, Screen
from sinergi.alerts.types import BUSY, WAITING, AlertState, DeliveryState
from sinergi.ledger.types import Event


def call_off(*, subject: str, at: datetime, own_side_only: bool) -> list[Event]:
    """Stop the ladders of a subject; returns the facts. A false alarm stops only the reporting side's:
    the partner's desk closes its own. At the end of all, whoever is still under way is released."""
    list(Alarm.objects.select_for_update().filter(subject=subject))  # before its sides, as raising does: no deadlock
    waiting = (
        Escalation.objects.select_for_update(of=("self",))
        .select_related("alarm")
        .filter(Q(state__in=WAITING) | STILL_CLIMBS, alarm__subject=subject)
    )
    stopped = list(waiting.filter(is_origin=True) if own_side_only else waiting)
    for alert in stopped:
        alert.state, alert.next_at, alert.confirm_at = AlertState.SUPERSEDED, None, None
        alert.save(update_fields=["state", "next_at", "confirm_at"])
        alert.deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.SUPERSEDED)
    released = [] if own_side_only else _release(subject, at)
    if not own_side_only:
        Alarm.objects.filter(subject=subject, closed_at__isnull=True).update(closed_at=at)
    return [events.AlertSuperseded(**queries.fact_header(alert)) for alert in stopped] + released


def _release(subject: str, at: datetime) -> list[Event]:
    """Nobody stays on the way to something that is over."""
    found = Escalation.objects.select_for_update(of=("self",)).select_related("alarm")
    busy = list(found.filter(alarm__subject=subject, state__in=BUSY))
    for alert in busy:
        alert.state, alert.stood_down_at, alert.confirm_at = AlertState.STOOD_DOWN, at, None
        alert.save(update_fields=["state", "stood_down_at", "confirm_at"])
    return [
        events.AlertStoodDown(
            **queries.fact_header(alert), post="", after_seconds=int((at - alert.started_at).total_seconds())
        )
        for alert in busy
    ]


@transaction.atomic
def forget_posting(*, posting_id: UUID) -> None:
    """A posting ended: nothing more is sent to it and its screens no longer count. Twice is harmless."""
    Delivery.objects.filter(posting_id=posting_id, state=DeliveryState.QUEUED).update(state=DeliveryState.SUPERSEDED)
    Screen.objects.filter(posting_id=posting_id).delete()
