"""What people say to an alarm. First to answer wins; the second is told by whom and when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.alerts import events, queries
from sinergi.alerts.actions import planning
from sinergi.alerts.actions.completing import complete_if_all_answered, is_need_met
from sinergi.alerts.actions.lapsing import TO_ARRIVE, TO_RESPOND
from sinergi.alerts.ladders import wakes
from sinergi.alerts.models import Alarm, Escalation
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import Again, AlertState, DeliveryState
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.live import bell

TAKEN = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.SEEN)
TAKE_BACK_WITHIN = timedelta(seconds=10)
LONGEST_ETA = 24 * 60
MOST_PERSONNEL = 9999


@transaction.atomic
def acknowledge(*, actor: Actor, alert_id: UUID, epoch: int | None = None) -> Escalation:
    """Take charge of the unit's part: sound and ladder stop for the unit, once everybody has whom the step needs."""
    at = clock.now()
    alert = _get(actor, alert_id, epoch)
    _refuse_the_second(actor, alert, at)
    POLICY.require(actor, Action.ACKNOWLEDGE, alert)
    mine = alert.deliveries.filter(posting_id=actor.posting_id, epoch=alert.epoch)
    mine.filter(acknowledged_at=None).update(acknowledged_at=at)
    mine.filter(state__in=TAKEN).update(state=DeliveryState.ACKNOWLEDGED)
    if not is_need_met(alert, actor.posting_id):
        ledger.record(events.AlertPartlyAcknowledged(**_facts(alert, at), post=_post(actor)), actor=actor, at=at)
        return alert
    alert.resume_at, alert.confirm_at = alert.next_at, _expected(alert, at + TO_RESPOND)
    post = _answered(alert, actor, at, AlertState.ACKNOWLEDGED)
    ledger.record(
        events.AlertAcknowledged(**_facts(alert, at), post=post), *_all_answered(alert, at), actor=actor, at=at
    )
    return alert


@transaction.atomic
def take_back(*, actor: Actor, alert_id: UUID, epoch: int | None = None) -> Escalation:
    """Undo one's own acceptance within ten seconds: it rings again, and the ladder goes on as it would have."""
    at = clock.now()
    alert = _get(actor, alert_id, epoch)
    POLICY.require(actor, Action.TAKE_BACK, alert)
    is_late = alert.answered_at is None or at - alert.answered_at > TAKE_BACK_WITHIN
    if is_late or alert.alarm.closed_at is not None:
        raise Conflict(_("Too late to take it back. Say instead that you are on the way, or decline with a reason."))
    header = _facts(alert, at)
    alert.state, alert.again, alert.epoch = AlertState.OPEN, Again.TAKEN_BACK, alert.epoch + 1
    alert.answered_at, alert.answered_by, alert.answered_post, alert.confirm_at = None, None, "", None
    # A ladder that had already ended comes to its end again: the telephones ring.
    alert.next_at = max(at, alert.resume_at or at) if len(alert.ladder) > 1 else None
    alert.save()
    Alarm.objects.filter(pk=alert.alarm_id).update(answered_at=None)
    people = planning.wake_again(alert, at)
    rung = events.AlertRung(
        **{**queries.fact_header(alert), "audience": Audience(people=frozenset(people))}, step=alert.step
    )
    ledger.record(events.AlertTakenBack(**header, post=_post(actor)), *([rung] if people else []), actor=actor, at=at)
    transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return alert


@transaction.atomic
def respond(
    *, actor: Actor, alert_id: UUID, personnel: int, eta_minutes: int, note: str = "", epoch: int | None = None
) -> Escalation:
    """On the way: how many, and in how many minutes. Says yes too, if nobody of the unit had."""
    at = clock.now()
    if not 0 < personnel <= MOST_PERSONNEL:
        raise Invalid(personnel=_("Say how many are coming, between 1 and %(most)s.") % {"most": MOST_PERSONNEL})
    if not 0 <= eta_minutes <= LONGEST_ETA:
        raise Invalid(eta_minutes=_("Say in how many minutes, between 0 and %(most)s.") % {"most": LONGEST_ETA})
    alert = _get(actor, alert_id, epoch)
    POLICY.require(actor, Action.RESPOND, alert)
    alert.personnel, alert.eta_at, alert.note = personnel, at + timedelta(minutes=eta_minutes), note
    alert.responded_at, alert.confirm_at = at, _expected(alert, alert.eta_at + TO_ARRIVE)
    post = _answered(alert, actor, at, AlertState.RESPONDING)
    said = events.AlertResponding(**_facts(alert, at), post=post, personnel=personnel, eta_minutes=eta_minutes)
    ledger.record(said, *_all_answered(alert, at), actor=actor, at=at)
    return alert


@transaction.atomic
def decline(*, actor: Actor, alert_id: UUID, reason: str, epoch: int | None = None) -> Escalation:
    """The unit will not come, and says why. The next post of the ladder is woken at once: it may decide otherwise."""
    at = clock.now()
    if not reason.strip():
        raise Invalid(reason=_("Write why your unit cannot come; the prison reads it at once."))
    alert = _get(actor, alert_id, epoch)
    POLICY.require(actor, Action.DECLINE, alert)
    header = _facts(alert, at)
    alert.reason, alert.confirm_at = reason, None
    climbs = alert.alarm.closed_at is None and any(wakes(row) for row in alert.ladder[alert.step + 1 :])
    if climbs:
        alert.epoch, alert.again = alert.epoch + 1, Again.DECLINED
    post = _answered(alert, actor, at, AlertState.DECLINED, next_at=at if climbs else None)
    ledger.record(events.AlertDeclined(**header, post=post), *_all_answered(alert, at), actor=actor, at=at)
    return alert


@transaction.atomic
def arrive(*, actor: Actor, alert_id: UUID, epoch: int | None = None) -> Escalation:
    """The unit's people are at the gate."""
    at = clock.now()
    alert = _get(actor, alert_id, epoch)
    POLICY.require(actor, Action.ARRIVE, alert)
    alert.arrived_at, alert.confirm_at = at, None
    post = _answered(alert, actor, at, AlertState.ARRIVED)
    ledger.record(events.AlertArrived(**_facts(alert, at), post=post), actor=actor, at=at)
    return alert


@transaction.atomic
def stand_down(*, actor: Actor, alert_id: UUID, epoch: int | None = None) -> Escalation:
    """The unit's people are released; its part is over."""
    at = clock.now()
    alert = _get(actor, alert_id, epoch)
    POLICY.require(actor, Action.STAND_DOWN, alert)
    alert.stood_down_at, alert.confirm_at = at, None
    post = _answered(alert, actor, at, AlertState.STOOD_DOWN)
    ledger.record(events.AlertStoodDown(**_facts(alert, at), post=post), *_all_answered(alert, at), actor=actor, at=at)
    return alert


def answer_if_waiting(*, actor: Actor, subject: str) -> None:
    """Taking command answers the own side's alarm, if the actor may and nobody had: part of the caller's action."""
    waiting = queries.find_own(actor=actor, subject=subject)
    if waiting is not None and POLICY.can(actor, Action.ACKNOWLEDGE, waiting):
        acknowledge(actor=actor, alert_id=waiting.alarm_id)


def _get(actor: Actor, alert_id: UUID, epoch: int | None) -> Escalation:
    """The unit's part, locked. Buttons, links and codes of an earlier epoch no longer answer."""
    alert = queries.get_own(actor=actor, alert_id=alert_id, lock=True)
    if epoch is not None and epoch != alert.epoch:
        raise Conflict(_("This alarm has already changed. Look at where it stands now, then answer again."))
    return alert


def _refuse_the_second(actor: Actor, alert: Escalation, at: datetime) -> None:
    if alert.state in {AlertState.ACKNOWLEDGED, AlertState.RESPONDING, AlertState.ARRIVED} and POLICY.permits(
        actor, Action.ACKNOWLEDGE, alert
    ):
        seconds = int((at - alert.answered_at).total_seconds()) if alert.answered_at else 0
        told = {"post": alert.answered_post, "seconds": seconds}
        raise Conflict(_("Already accepted by %(post)s %(seconds)s s ago. You can still add news.") % told)


def _answered(alert: Escalation, actor: Actor, at: datetime, state: AlertState, next_at: datetime | None = None) -> str:
    """Write the answer, and drop what was still to be sent to this unit; returns the answering post."""
    post = _post(actor)
    if alert.answered_at is None or alert.state == AlertState.DECLINED:
        alert.answered_at, alert.answered_by, alert.answered_post = at, actor.person_id, post
    alert.state, alert.next_at = state, next_at
    alert.save()
    alert.deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.SUPERSEDED)
    transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return post


def _post(actor: Actor) -> str:
    return access.get_post_title(actor)


def _expected(alert: Escalation, until: datetime) -> datetime | None:
    """When a promise lapses. The prison's own side has promised nothing, and who did not ring is not rung again."""
    return None if alert.is_origin or len(alert.ladder) < 2 else until


def _facts(alert: Escalation, at: datetime) -> dict[str, Any]:
    return {**queries.fact_header(alert), "after_seconds": int((at - alert.started_at).total_seconds())}


def _all_answered(alert: Escalation, at: datetime) -> list[events.AlertAnswered]:
    """The alarm is answered only when each side that rings has answered. The alarm's row, locked, settles the race."""
    was_last = complete_if_all_answered(alert.alarm_id, at)
    return [events.AlertAnswered(**queries.fact_header(alert))] if was_last else []
