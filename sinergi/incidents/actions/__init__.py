"""Every verb of an incident."""

from sinergi.incidents.actions.amending import Correction, amend
from sinergi.incidents.actions.moving import (
    close,
    complete,
    confirm,
    declare_under_control,
    reopen,
    review,
    start_recovery,
)
from sinergi.incidents.actions.reporting import Flash, Reported, report
from sinergi.incidents.actions.siding import mark_duplicate, mark_false_alarm
from sinergi.incidents.actions.writing import add_entry

__all__ = [
    "Correction",
    "Flash",
    "Reported",
    "add_entry",
    "amend",
    "close",
    "complete",
    "confirm",
    "declare_under_control",
    "mark_duplicate",
    "mark_false_alarm",
    "reopen",
    "report",
    "review",
    "start_recovery",
]
