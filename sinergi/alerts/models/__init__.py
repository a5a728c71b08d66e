"""The tables of this room."""

from sinergi.alerts.models.alarms import Alarm, Delivery, Escalation
from sinergi.alerts.models.screens import Screen
from sinergi.alerts.models.system import SystemAlert

__all__ = ["Alarm", "Delivery", "Escalation", "Screen", "SystemAlert"]
