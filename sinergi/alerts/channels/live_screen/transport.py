"""The screen was rung by the nudge that went out with the fact; here we see whether one was open to hear it.

"Delivered" is never written here: only the page's own receipt says so.
"""

from sinergi.alerts.types import ACCEPTED, Outcome, Outgoing

NO_SCREEN = Outcome("no screen open")


def send(outgoing: Outgoing) -> Outcome:
    """Accepted if a screen of this posting is open; else tried again, since one may open any moment."""
    return ACCEPTED if outgoing.has_screen else NO_SCREEN
