"""Every verb of an alert: people raise and answer, the clock climbs and sends, screens report."""

from sinergi.alerts.actions.answering import (
    acknowledge,
    answer_if_waiting,
    arrive,
    decline,
    respond,
    stand_down,
    take_back,
)
from sinergi.alerts.actions.auditing import acknowledge_system, audit, claim_system_mails, settle_system_mails
from sinergi.alerts.actions.climbing import climb_due, next_due_at
from sinergi.alerts.actions.ending import call_off, forget_posting
from sinergi.alerts.actions.laddering import change_ladder, create_ladder, end_ladder, move_ladder
from sinergi.alerts.actions.lapsing import lapse_due
from sinergi.alerts.actions.raising import raise_alert
from sinergi.alerts.actions.receipts import note_receipt
from sinergi.alerts.actions.relieving import inherit_shifts, wake_relief
from sinergi.alerts.actions.rosters import (
    add_override,
    add_shift,
    create_roster,
    end_roster,
    end_shift,
    withdraw_override,
)
from sinergi.alerts.actions.screens import arm_screen, confirm_receipt, try_screen
from sinergi.alerts.actions.sending import claim_due, reclaim_lapsed, settle
from sinergi.alerts.actions.succeeding import wake_successor
from sinergi.alerts.actions.telephoning import telephone
from sinergi.alerts.actions.trials import settle_trial, take_trial, try_endpoint, try_mail
from sinergi.alerts.actions.webhooks import add_endpoint, end_endpoint, replay

__all__ = [
    "acknowledge",
    "acknowledge_system",
    "add_endpoint",
    "add_override",
    "add_shift",
    "answer_if_waiting",
    "arm_screen",
    "arrive",
    "audit",
    "call_off",
    "change_ladder",
    "claim_due",
    "claim_system_mails",
    "climb_due",
    "confirm_receipt",
    "create_ladder",
    "create_roster",
    "decline",
    "end_endpoint",
    "end_ladder",
    "end_roster",
    "end_shift",
    "forget_posting",
    "inherit_shifts",
    "lapse_due",
    "move_ladder",
    "next_due_at",
    "note_receipt",
    "raise_alert",
    "reclaim_lapsed",
    "replay",
    "respond",
    "settle",
    "settle_system_mails",
    "settle_trial",
    "stand_down",
    "take_back",
    "take_trial",
    "telephone",
    "try_endpoint",
    "try_mail",
    "try_screen",
    "wake_relief",
    "wake_successor",
    "withdraw_override",
]
