"""The screen was rung by the nudge that went out with the fact; here we see whether one was open to hear it.

"Delivered" is never written here: only the page's own receipt says so.
"""

from sinergi.alerts.types import Outgoing

NO_SCREEN = "no screen open"


def send(outgoing: Outgoing) -> str:
    """Accepted if a screen of this posting is open; else tried again, since one may open any moment."""
    return "" if outgoing.has_screen else NO_SCREEN
