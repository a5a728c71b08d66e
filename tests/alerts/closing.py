"""Bring an incident to its end."""

from sinergi.incidents import actions as incidents
from tests.alerts.conftest import Ringing


def close(ringing: Ringing) -> None:
    """From the first report to closed, each by whom it takes."""
    a, key = ringing.world.actors, ringing.incident_id
    incidents.confirm(actor=a["shift_leader"], incident_id=key)
    incidents.declare_under_control(actor=a["shift_leader"], incident_id=key)
    incidents.start_recovery(actor=a["security_chief"], incident_id=key)
    incidents.complete(actor=a["reporting_officer"], incident_id=key)
    incidents.review(actor=a["regional_office"], incident_id=key)
    incidents.close(actor=a["facility_head"], incident_id=key)
