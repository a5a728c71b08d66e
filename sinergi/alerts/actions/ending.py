"""Alarms that are no longer needed, and people who no longer hold the post."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sinergi.alerts import events, queries
from sinergi.alerts.actions.completing import STILL_CLIMBS, complete_if_all_answered
from sinergi.alerts.models import Alarm, Delivery, Escalation, Screen
from sinergi.alerts.types import BUSY, WAITING, AlertState, DeliveryState
from sinergi.ledger.types import Event


def call_off(*, subject: str, at: datetime, own_side_only: bool) -> list[Event]:
    """Stop the ladders of a subject; returns the facts. A false alarm stops only the reporting side's:
    the partner's desk closes its own. A refusal that still climbed stands from now on. At the end of all, whoever is
    still under way is released."""
    list(Alarm.objects.select_for_update().filter(subject=subject))  # before its sides, as raising does: no deadlock
    sides = Escalation.objects.select_for_update(of=("self",)).select_related("alarm").filter(alarm__subject=subject)
    waiting = sides.filter(Q(state__in=WAITING) | STILL_CLIMBS)
    stopped = list(waiting.filter(is_origin=True) if own_side_only else waiting)
    called_off = [alert for alert in stopped if alert.state in WAITING]
    for alert in stopped:
        if alert in called_off:
            alert.state = AlertState.SUPERSEDED
        alert.next_at = None
        alert.save(update_fields=["state", "next_at"])
        alert.deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.SUPERSEDED)
    ended: list[Event] = [events.AlertSuperseded(**queries.fact_header(alert)) for alert in called_off]
    if not own_side_only:
        ended += _release(subject, at)
        Alarm.objects.filter(subject=subject, closed_at__isnull=True).update(closed_at=at)
        Escalation.objects.filter(alarm__subject=subject).update(confirm_at=None)  # also if it is reopened one day
    elif stopped and complete_if_all_answered(stopped[0].alarm_id, at):
        ended.append(events.AlertAnswered(**queries.fact_header(stopped[0])))
    return ended


def _release(subject: str, at: datetime) -> list[Event]:
    """Nobody stays on the way to something that is over."""
    found = Escalation.objects.select_for_update(of=("self",)).select_related("alarm")
    busy = list(found.filter(alarm__subject=subject, state__in=BUSY))
    for alert in busy:
        alert.state, alert.stood_down_at = AlertState.STOOD_DOWN, at
        alert.save(update_fields=["state", "stood_down_at"])
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
