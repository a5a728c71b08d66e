"""What waits for an answer of this reader: the strip above every page, and what rings on the screen."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.alerts import queries as alerts
from sinergi.alerts.types import Level
from sinergi.core.actor import Actor
from sinergi.core.templatetags.ui import severity_word
from sinergi.incidents.types import TYPES

DESK = "desk"
"""The page that shows whatever is worst: the worst alarm fills it, and only rings in the strip."""
SHOWN = 4
"""A flood is merged on the screen, never in the record: the worst, and how many more."""


def waiting(actor: Actor, *, here: UUID | str | None = None) -> dict[str, Any]:
    """Worst and oldest first, real before drills; ``here`` is the alarm whose own page is open: it only rings."""
    items = [
        {
            "href": reverse("web:alarm-of", args=[alert.alarm_id]),
            "subject": alert.alarm.subject,
            "level": alert.alarm.level,
            "severity": Level(alert.alarm.level).name,
            "title": _label(alert.alarm.title),
            "where": alert.alarm.where,
            "since": alert.started_at,
            "drill": alert.alarm.exercise,
            "here": alert.alarm_id == here,
        }
        for alert in alerts.list_ringing(actor=actor)
    ]
    items.sort(key=lambda alarm: bool(alarm["drill"]))
    title = _title(items)
    if items and here == DESK:
        items[0]["here"] = True
    items.sort(key=lambda alarm: not alarm["here"])
    return {"items": items[:SHOWN], "more": max(0, len(items) - SHOWN), "title": title}


def _title(items: list[dict[str, Any]]) -> str:
    if not items:
        return ""
    return _("(%(n)d) %(severity)s not answered") % {
        "n": len(items),
        "severity": severity_word(items[0]["severity"]).upper(),
    }


def _label(code: str) -> str:
    """The alarm carries what its subject's room called it; the reader gets it in words."""
    return str(TYPES[code].label) if code in TYPES else code
