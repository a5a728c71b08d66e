"""What tests of this room's pages share."""

import re
from typing import Any

from sinergi.incidents.actions import Reported


def text(answer: Any) -> str:
    """A page without what differs between any two pages: its csrf token, serial ids and the moment it was made."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r'data-now="[^"]*"|<time.*?</time>|ask-\d+', "", html)


def where(incident: Reported, verb: str = "") -> str:
    """The address of an incident, or of a verb of it."""
    return f"/incidents/{incident.id}/" + (f"{verb}/" if verb else "")
