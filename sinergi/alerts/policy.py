"""Who may answer an alert for which unit, and in which state. Printed in docs/policy.md."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from sinergi.access.types import Function
from sinergi.agreements.types import Reach
from sinergi.alerts.types import AlertState, DeliveryState
from sinergi.core.actor import Actor
from sinergi.core.policy import Policy, Rule

if TYPE_CHECKING:
    from sinergi.alerts.models import Delivery, Endpoint, Escalation

ANSWERERS = frozenset(
    {
        Function.SHIFT_LEADER,
        Function.SECURITY_CHIEF,
        Function.FACILITY_HEAD,
        Function.POLICE_DESK,
        Function.POLICE_OPS,
        Function.POLICE_CHIEF,
        Function.SUPPORT_DESK,
        Function.COMPLIANCE,
    }
)
KEEPERS = frozenset({Function.UNIT_ADMIN, Function.FACILITY_HEAD, Function.POLICE_CHIEF})
"""Who looks after a unit's own systems."""
READERS_OF_CONFIDENTIAL = frozenset({Function.COMPLIANCE})


class Action(StrEnum):
    """Everything a person can do with an alert."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    DECLINE = "decline"
    ARRIVE = "arrive"
    STAND_DOWN = "stand_down"
    ADD_ENDPOINT = "add_endpoint"
    TRY_ENDPOINT = "try_endpoint"
    END_ENDPOINT = "end_endpoint"
    REPLAY = "replay"
    NOTE_RECEIPT = "note_receipt"


OF_CHANNELS = frozenset(
    {Action.ADD_ENDPOINT, Action.TRY_ENDPOINT, Action.END_ENDPOINT, Action.REPLAY, Action.NOTE_RECEIPT}
)
"""Deeds about a unit's own systems; all others are about an alert."""


def own_unit_not_the_reporter(actor: Actor, alert: "Escalation") -> bool:
    """The unit the alert is addressed to; whoever reported cannot answer for the prison."""
    is_reporter = alert.is_origin and alert.alarm.reporter_id == actor.person_id
    return alert.unit_id == actor.unit_id and not is_reporter


def in_state(*states: AlertState) -> Callable[["Escalation"], bool]:
    """The unit stands in one of these states with the alarm."""

    def check(alert: "Escalation") -> bool:
        return alert.state in states

    check.__doc__ = "State: " + ", ".join(states)
    return check


def own_system(actor: Actor, endpoint: "Endpoint") -> bool:
    """A system of the actor's own unit."""
    return endpoint.unit_id == actor.unit_id


def to_own_system(actor: Actor, delivery: "Delivery") -> bool:
    """A send to a system of the actor's own unit."""
    return delivery.endpoint is not None and delivery.endpoint.unit_id == actor.unit_id


def is_told(endpoint: "Endpoint") -> bool:
    """The webhook has not ended."""
    return endpoint.ended_at is None


def is_done(delivery: "Delivery") -> bool:
    """The send is over, one way or the other, and its webhook has not ended."""
    is_told_still = delivery.endpoint is not None and delivery.endpoint.ended_at is None
    return is_told_still and delivery.state not in {DeliveryState.QUEUED, DeliveryState.SENDING}


S = AlertState
POLICY: Policy[Any] = Policy(
    {
        Action.ACKNOWLEDGE: Rule(ANSWERERS, own_unit_not_the_reporter, in_state(S.OPEN, S.EXHAUSTED, S.DECLINED)),
        Action.RESPOND: Rule(
            ANSWERERS,
            own_unit_not_the_reporter,
            in_state(S.OPEN, S.EXHAUSTED, S.ACKNOWLEDGED, S.RESPONDING, S.DECLINED),
        ),
        Action.DECLINE: Rule(ANSWERERS, own_unit_not_the_reporter, in_state(S.OPEN, S.EXHAUSTED, S.ACKNOWLEDGED)),
        Action.ARRIVE: Rule(ANSWERERS, own_unit_not_the_reporter, in_state(S.ACKNOWLEDGED, S.RESPONDING)),
        Action.STAND_DOWN: Rule(
            ANSWERERS, own_unit_not_the_reporter, in_state(S.ACKNOWLEDGED, S.RESPONDING, S.ARRIVED, S.DECLINED)
        ),
        Action.ADD_ENDPOINT: Rule(KEEPERS, own_system),
        Action.TRY_ENDPOINT: Rule(KEEPERS, own_system, is_told),
        Action.END_ENDPOINT: Rule(KEEPERS, own_system, is_told),
        Action.REPLAY: Rule(KEEPERS, to_own_system, is_done),
        Action.NOTE_RECEIPT: Rule(KEEPERS | ANSWERERS, to_own_system),
    }
)


def may_be_woken(actor: Actor) -> bool:
    """Does some ladder reach the actor's post? Only such a screen has to be heard."""
    return bool(actor.functions & ANSWERERS)


def visible(actor: Actor, reach: Reach) -> Q:
    """Alerts of the actor's unit and those below it; confidential ones only to those they are made for."""
    own = Q(unit_id__in=reach.own)
    if actor.functions & READERS_OF_CONFIDENTIAL:
        return own
    return own & Q(alarm__confidential=False)
