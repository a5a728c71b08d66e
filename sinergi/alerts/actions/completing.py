"""When an alarm is answered: each side that rings has said something final."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sinergi.alerts.models import Alarm, Delivery, Escalation
from sinergi.alerts.types import AlertState, Need

STILL_CLIMBS = Q(state=AlertState.DECLINED, next_at__isnull=False)
"""Somebody declined, and the next post is being woken."""


def complete_if_all_answered(alarm_id: UUID, at: datetime, *, but: Collection[UUID] = ()) -> bool:
    """Stamp the alarm when no side waits any more, but for those named. The caller has locked it: one alone is last."""
    sides = Escalation.objects.filter(alarm_id=alarm_id).exclude(ladder=[]).exclude(pk__in=but)
    waiting = sides.filter(Q(answered_at__isnull=True) | STILL_CLIMBS).exclude(state=AlertState.SUPERSEDED)
    if waiting.exists() or not sides.exclude(state=AlertState.SUPERSEDED).exists():
        return False
    return bool(Alarm.objects.filter(pk=alarm_id, answered_at__isnull=True).update(answered_at=at))


def is_need_met(alert: Escalation, posting_id: UUID | None) -> bool:
    """Has everybody answered whom a step needs? Who was not woken at all speaks for the unit alone."""
    to_people = Delivery.objects.filter(escalation=alert, epoch=alert.epoch, posting_id__isnull=False)
    sends = list(
        to_people.filter(step__lte=alert.step).values_list("step", "posting_id", "post_title", "acknowledged_at")
    )
    if posting_id not in {posting for _step, posting, _title, _at in sends}:
        return True
    for step in {step for step, *_rest in sends}:
        rows = [row for row in sends if row[0] == step]
        answered = {row[1] for row in rows if row[3]}
        posts = {row[2] for row in rows if row[3]}
        need = alert.ladder[step].get("need", Need.ONE) if step < len(alert.ladder) else Need.ONE
        wanted = {row[1] for row in rows} if need == Need.ALL else {row[2] for row in rows}
        if answered if need == Need.ONE else wanted <= (answered if need == Need.ALL else posts):
            return True
    return False
