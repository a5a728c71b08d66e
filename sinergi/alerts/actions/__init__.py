"""Every verb of an alert: people raise and answer, the clock climbs and sends, screens report."""

from sinergi.alerts.actions.answering import acknowledge, answer_if_waiting, arrive, decline, respond, stand_down
from sinergi.alerts.actions.climbing import climb_due, next_due_at
from sinergi.alerts.actions.ending import call_off, forget_posting
from sinergi.alerts.actions.raising import raise_alert
from sinergi.alerts.actions.receipts import note_receipt
from sinergi.alerts.actions.screens import arm_screen, confirm_receipt
from sinergi.alerts.actions.sending import claim_due, reclaim_lapsed, settle
from sinergi.alerts.actions.succeeding import wake_successor
from sinergi.alerts.actions.trials import settle_trial, take_trial, try_endpoint, try_mail
from sinergi.alerts.actions.webhooks import add_endpoint, end_endpoint, replay

__all__ = [
    "acknowledge",
    "add_endpoint",
    "answer_if_waiting",
    "arm_screen",
    "arrive",
    "call_off",
    "claim_due",
    "climb_due",
    "confirm_receipt",
    "decline",
    "end_endpoint",
    "forget_posting",
    "next_due_at",
    "note_receipt",
    "raise_alert",
    "reclaim_lapsed",
    "replay",
    "respond",
    "settle",
    "settle_trial",
    "stand_down",
    "take_trial",
    "try_endpoint",
    "try_mail",
    "wake_successor",
]
