"""Every verb of an alert: people raise and answer, the clock climbs and sends, screens report."""

from sinergi.alerts.actions.answering import acknowledge, answer_if_waiting, arrive, decline, respond, stand_down
from sinergi.alerts.actions.auditing import acknowledge_system, audit, claim_system_mails, settle_system_mails
from sinergi.alerts.actions.climbing import climb_due, next_due_at
from sinergi.alerts.actions.ending import call_off, forget_posting
from sinergi.alerts.actions.raising import raise_alert
from sinergi.alerts.actions.screens import arm_screen, confirm_receipt
from sinergi.alerts.actions.sending import claim_due, reclaim_lapsed, settle
from sinergi.alerts.actions.succeeding import wake_successor

__all__ = [
    "acknowledge",
    "acknowledge_system",
    "answer_if_waiting",
    "arm_screen",
    "arrive",
    "audit",
    "call_off",
    "claim_due",
    "claim_system_mails",
    "climb_due",
    "confirm_receipt",
    "decline",
    "forget_posting",
    "next_due_at",
    "raise_alert",
    "reclaim_lapsed",
    "respond",
    "settle",
    "settle_system_mails",
    "stand_down",
    "wake_successor",
]
