"""The tables of this room."""

from sinergi.alerts.models.alarms import Alarm, Delivery, Escalation
from sinergi.alerts.models.channels import Contact, Endpoint, Trial
from sinergi.alerts.models.screens import Screen

__all__ = ["Alarm", "Contact", "Delivery", "Endpoint", "Escalation", "Screen", "Trial"]
