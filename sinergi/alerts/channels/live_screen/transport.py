"""The screen was rung by the nudge that went out with the fact; here we see whether one was open to hear it.

"Delivered" is never written here: only the page's own receipt says so.
"""

from datetime import timedelta

from sinergi.alerts import queries
from sinergi.alerts.types import Outgoing
from sinergi.core import clock

OPEN_FOR = timedelta(seconds=45)
NO_SCREEN = "no screen open"


def send(outgoing: Outgoing) -> str:
    """Accepted if a screen of this posting is open; else tried again, since one may open any moment."""
    return "" if queries.has_screen(outgoing.posting_id, since=clock.now() - OPEN_FOR) else NO_SCREEN
