"""Who may answer an alert for which unit, and in which state; and who keeps rosters. Printed in docs/policy.md."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from sinergi.access.types import HEADS, Function
from sinergi.agreements.types import Reach
from sinergi.alerts.roster_rules import KEEP, KEEP_WHILE_IT_LASTS, ROSTER_KEEPERS
from sinergi.alerts.types import TELEPHONE, AlertState, DeliveryState
from sinergi.core.actor import Actor
from sinergi.core.policy import Policy, Rule

if TYPE_CHECKING:
    from sinergi.alerts.models import Delivery, Endpoint, Escalation, SystemAlert

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
ENDPOINT_KEEPERS = frozenset({Function.UNIT_ADMIN, Function.FACILITY_HEAD, Function.POLICE_CHIEF})
"""Who looks after a unit's own systems."""
READERS_OF_CONFIDENTIAL = frozenset({Function.COMPLIANCE})
UNIT_KEEPERS = HEADS | {Function.UNIT_ADMIN}
KEEPERS = UNIT_KEEPERS | {Function.DIRECTORATE}
"""Who sees to it that the alarm system works, each for their own."""


class Action(StrEnum):
    """Everything a person can do with an alert, and with a roster."""

    ACKNOWLEDGE = "acknowledge"
    TAKE_BACK = "take_back"
    RESPOND = "respond"
    DECLINE = "decline"
    ARRIVE = "arrive"
    STAND_DOWN = "stand_down"
    TELEPHONE = "telephone"
    CREATE_ROSTER = "create_roster"
    END_ROSTER = "end_roster"
    ADD_SHIFT = "add_shift"
    END_SHIFT = "end_shift"
    ADD_OVERRIDE = "add_override"
    WITHDRAW_OVERRIDE = "withdraw_override"
    CREATE_LADDER = "create_ladder"
    CHANGE_LADDER = "change_ladder"
    MOVE_LADDER = "move_ladder"
    END_LADDER = "end_ladder"
    ACKNOWLEDGE_SYSTEM = "acknowledge_system"
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


def whoever_accepted(actor: Actor, alert: "Escalation") -> bool:
    """Who accepted it for the own unit."""
    return alert.unit_id == actor.unit_id and alert.answered_by == actor.person_id


def called_last(actor: Actor, call: "Delivery") -> bool:
    """Whom the last call reached, after nobody of a unit had answered."""
    return call.step == TELEPHONE and call.posting_id == actor.posting_id


def is_unanswered(call: "Delivery") -> bool:
    """Still nobody of that unit has answered."""
    return call.escalation.state == AlertState.EXHAUSTED


def in_state(*states: AlertState) -> Callable[["Escalation"], bool]:
    """The unit stands in one of these states with the alarm."""

    def check(alert: "Escalation") -> bool:
        return alert.state in states

    check.__doc__ = "State: " + ", ".join(states)
    return check


def not_refused_for_good(alert: "Escalation") -> bool:
    """State: open, exhausted, acknowledged, or declined while the next post is asked."""
    asked = {AlertState.OPEN, AlertState.EXHAUSTED, AlertState.ACKNOWLEDGED}
    return alert.state in asked or (alert.state == AlertState.DECLINED and alert.is_ringing)


def is_top(actor: Actor) -> bool:
    """The head of a tree of units, or the directorate: who is told of what is wrong with the whole installation."""
    return "." not in actor.unit_path or Function.DIRECTORATE in actor.functions


def kept_by_the_actor(actor: Actor, alert: "SystemAlert") -> bool:
    """In the actor's unit or below it; what concerns the whole installation: the top of a tree, or the directorate."""
    if alert.unit is None:
        return is_top(actor)
    return bool(actor.unit_path) and f"{alert.unit.path}.".startswith(f"{actor.unit_path}.")


def is_unhandled(alert: "SystemAlert") -> bool:
    """Still open, and nobody has taken it on."""
    return alert.ended_at is None and alert.acknowledged_at is None


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
# Answers are judged on where a unit stands with an alarm, rosters on the unit's desk: several kinds in one table.
POLICY: Policy[Any] = Policy(
    {
        Action.ACKNOWLEDGE: Rule(ANSWERERS, own_unit_not_the_reporter, in_state(S.OPEN, S.EXHAUSTED, S.DECLINED)),
        Action.TAKE_BACK: Rule(ANSWERERS, whoever_accepted, in_state(S.ACKNOWLEDGED)),
        Action.RESPOND: Rule(
            ANSWERERS,
            own_unit_not_the_reporter,
            in_state(S.OPEN, S.EXHAUSTED, S.ACKNOWLEDGED, S.RESPONDING, S.DECLINED),
        ),
        Action.DECLINE: Rule(ANSWERERS, own_unit_not_the_reporter, not_refused_for_good),
        Action.ARRIVE: Rule(ANSWERERS, own_unit_not_the_reporter, in_state(S.ACKNOWLEDGED, S.RESPONDING)),
        Action.STAND_DOWN: Rule(
            ANSWERERS, own_unit_not_the_reporter, in_state(S.ACKNOWLEDGED, S.RESPONDING, S.ARRIVED, S.DECLINED)
        ),
        Action.TELEPHONE: Rule(ANSWERERS | {Function.REGIONAL_OFFICE}, called_last, is_unanswered),
        Action.CREATE_ROSTER: KEEP,
        Action.END_ROSTER: KEEP_WHILE_IT_LASTS,
        Action.ADD_SHIFT: KEEP_WHILE_IT_LASTS,
        Action.END_SHIFT: KEEP_WHILE_IT_LASTS,
        Action.ADD_OVERRIDE: KEEP_WHILE_IT_LASTS,
        Action.WITHDRAW_OVERRIDE: KEEP_WHILE_IT_LASTS,
        Action.CREATE_LADDER: KEEP,
        Action.CHANGE_LADDER: KEEP_WHILE_IT_LASTS,
        Action.MOVE_LADDER: KEEP_WHILE_IT_LASTS,
        Action.END_LADDER: KEEP_WHILE_IT_LASTS,
        Action.ACKNOWLEDGE_SYSTEM: Rule(KEEPERS, kept_by_the_actor, is_unhandled),
        Action.ADD_ENDPOINT: Rule(ENDPOINT_KEEPERS, own_system),
        Action.TRY_ENDPOINT: Rule(ENDPOINT_KEEPERS, own_system, is_told),
        Action.END_ENDPOINT: Rule(ENDPOINT_KEEPERS, own_system, is_told),
        Action.REPLAY: Rule(ENDPOINT_KEEPERS, to_own_system, is_done),
        Action.NOTE_RECEIPT: Rule(ENDPOINT_KEEPERS | ANSWERERS, to_own_system),
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


def may_keep(actor: Actor) -> bool:
    """Does the actor's post see to it that the alarm system works? Only such a post has its page in the menu."""
    return bool(actor.functions & KEEPERS)


def may_keep_ladders(actor: Actor) -> bool:
    """Does the actor's post write ladders? Only such a post has their page in the menu."""
    return bool(actor.functions & ROSTER_KEEPERS)


def visible_system(actor: Actor) -> Q:
    """What is wrong in the actor's unit and below; what is wrong everywhere, to whoever may be woken or keeps it."""
    own = Q(unit__path__under=actor.unit_path)
    return own | Q(unit__isnull=True) if may_be_woken(actor) or may_keep(actor) else own
