"""What people say to an alarm. First to answer wins; the second is told by whom and when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.alerts import events, queries
from sinergi.alerts.models import Alarm, Escalation
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import AlertState, DeliveryState
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid
from sinergi.ledger import actions as ledger
from sinergi.live import bell

LONGEST_ETA = 24 * 60
MOST_PERSONNEL = 9999


@transaction.atomic
def acknowledge(*, actor: Actor, alert_id: UUID) -> Escalation:
    """Take charge of the unit's part: sound and ladder stop for the unit."""
    at = clock.now()
    alert = queries.get_own(actor=actor, alert_id=alert_id, lock=True)
    _refuse_the_second(actor, alert, at)
    POLICY.require(actor, Action.ACKNOWLEDGE, alert)
    post = _answered(alert, actor, at, AlertState.ACKNOWLEDGED)
    ledger.record(
        events.AlertAcknowledged(**_facts(alert, at), post=post), *_all_answered(alert, at), actor=actor, at=at
    )
    return alert


@transaction.atomic
def respond(*, actor: Actor, alert_id: UUID, personnel: int, eta_minutes: int, note: str = "") -> Escalation:
    """On the way: how many, and in how many minutes. Says yes too, if nobody of the unit had."""
    at = clock.now()
    if not 0 < personnel <= MOST_PERSONNEL:
        raise Invalid(personnel=_("Say how many are coming, between 1 and %(most)s.") % {"most": MOST_PERSONNEL})
    if not 0 <= eta_minutes <= LONGEST_ETA:
        raise Invalid(eta_minutes=_("Say in how many minutes, between 0 and %(most)s.") % {"most": LONGEST_ETA})
    alert = queries.get_own(actor=actor, alert_id=alert_id, lock=True)
    POLICY.require(actor, Action.RESPOND, alert)
    alert.personnel, alert.eta_at, alert.note = personnel, at + timedelta(minutes=eta_minutes), note
    alert.responded_at = at
    post = _answered(alert, actor, at, AlertState.RESPONDING)
    said = events.AlertResponding(**_facts(alert, at), post=post, personnel=personnel, eta_minutes=eta_minutes)
    ledger.record(said, *_all_answered(alert, at), actor=actor, at=at)
    return alert


@transaction.atomic
def decline(*, actor: Actor, alert_id: UUID, reason: str) -> Escalation:
    """The unit will not come, and says why."""
    at = clock.now()
    if not reason.strip():
        raise Invalid(reason=_("Write why your unit cannot come; the prison reads it at once."))
    alert = queries.get_own(actor=actor, alert_id=alert_id, lock=True)
    POLICY.require(actor, Action.DECLINE, alert)
    alert.reason = reason
    post = _answered(alert, actor, at, AlertState.DECLINED)
    ledger.record(events.AlertDeclined(**_facts(alert, at), post=post), *_all_answered(alert, at), actor=actor, at=at)
    return alert


@transaction.atomic
def arrive(*, actor: Actor, alert_id: UUID) -> Escalation:
    """The unit's people are at the gate."""
    at = clock.now()
    alert = queries.get_own(actor=actor, alert_id=alert_id, lock=True)
    POLICY.require(actor, Action.ARRIVE, alert)
    alert.arrived_at = at
    post = _answered(alert, actor, at, AlertState.ARRIVED)
    ledger.record(events.AlertArrived(**_facts(alert, at), post=post), actor=actor, at=at)
    return alert


@transaction.atomic
def stand_down(*, actor: Actor, alert_id: UUID) -> Escalation:
    """The unit's people are released; its part is over."""
    at = clock.now()
    alert = queries.get_own(actor=actor, alert_id=alert_id, lock=True)
    POLICY.require(actor, Action.STAND_DOWN, alert)
    alert.stood_down_at = at
    post = _answered(alert, actor, at, AlertState.STOOD_DOWN)
    ledger.record(events.AlertStoodDown(**_facts(alert, at), post=post), actor=actor, at=at)
    return alert


def answer_if_waiting(*, actor: Actor, subject: str) -> None:
    """Taking command answers the own side's alarm, if the actor may and nobody had: part of the caller's action."""
    waiting = queries.find_own(actor=actor, subject=subject)
    if waiting is not None and POLICY.can(actor, Action.ACKNOWLEDGE, waiting):
        acknowledge(actor=actor, alert_id=waiting.alarm_id)


def _refuse_the_second(actor: Actor, alert: Escalation, at: datetime) -> None:
    if alert.state in {AlertState.ACKNOWLEDGED, AlertState.RESPONDING, AlertState.ARRIVED} and POLICY.permits(
        actor, Action.ACKNOWLEDGE, alert
    ):
        seconds = int((at - alert.answered_at).total_seconds()) if alert.answered_at else 0
        told = {"post": alert.answered_post, "seconds": seconds}
        raise Conflict(_("Already accepted by %(post)s %(seconds)s s ago. You can still add news.") % told)


def _answered(alert: Escalation, actor: Actor, at: datetime, state: AlertState) -> str:
    """Write the answer, and drop what was still to be sent to this unit; returns the answering post."""
    card = access.get_card(actor)
    post = str(card["post_title"]) if card else ""
    if alert.answered_at is None:
        alert.answered_at, alert.answered_by, alert.answered_post = at, actor.person_id, post
    alert.state, alert.next_at = state, None
    alert.save()
    alert.deliveries.filter(state=DeliveryState.QUEUED).update(state=DeliveryState.SUPERSEDED)
    transaction.on_commit(lambda: bell.ring("alerts"))
    return post


def _facts(alert: Escalation, at: datetime) -> dict[str, Any]:
    return {**queries.fact_header(alert), "after_seconds": int((at - alert.started_at).total_seconds())}


def _all_answered(alert: Escalation, at: datetime) -> list[events.AlertAnswered]:
    """The alarm is answered only when each side that rings has answered. The alarm's row, locked, settles the race."""
    alarm = Alarm.objects.get(pk=alert.alarm_id)
    waiting = alarm.escalations.exclude(ladder=[]).filter(answered_at__isnull=True).exclude(state=AlertState.SUPERSEDED)
    if alarm.answered_at or waiting.exists():
        return []
    Alarm.objects.filter(pk=alarm.pk).update(answered_at=at)
    return [events.AlertAnswered(**queries.fact_header(alert))]
