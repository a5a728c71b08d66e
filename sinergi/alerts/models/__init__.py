"""The tables of this room."""

from sinergi.alerts.models.alarms import Alarm, Delivery, Escalation
from sinergi.alerts.models.channels import Contact, Endpoint, Trial
from sinergi.alerts.models.ladders import Ladder
from sinergi.alerts.models.rosters import Override, Roster, RosterPost, Shift
from sinergi.alerts.models.screens import Screen
from sinergi.alerts.models.system import SystemAlert

__all__ = [
    "Alarm",
    "Contact",
    "Delivery",
    "Endpoint",
    "Escalation",
    "Ladder",
    "Override",
    "Roster",
    "RosterPost",
    "Screen",
    "Shift",
    "SystemAlert",
    "Trial",
]
