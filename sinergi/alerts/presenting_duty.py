"""How rosters are shown: from rows to what the templates take."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from sinergi.access.types import Function
from sinergi.alerts.duty import Stretch
from sinergi.alerts.roster_forms import PATTERNS
from sinergi.alerts.roster_queries import RosterView

POSTS: Final = (
    Function.SHIFT_LEADER,
    Function.SECURITY_CHIEF,
    Function.FACILITY_HEAD,
    Function.POLICE_DESK,
    Function.POLICE_OPS,
    Function.POLICE_CHIEF,
    Function.SUPPORT_DESK,
    Function.REGIONAL_OFFICE,
    Function.DIRECTORATE,
)
"""The posts whom one calls, in the order in which an alarm asks them."""


def roster(found: RosterView, at: datetime) -> dict[str, Any]:
    """A roster with its next days, its shifts and its replacements in words."""
    return {
        "id": found.id,
        "unit_id": found.unit_id,
        "title": found.title,
        "ended_at": found.ended_at,
        "rules_from": found.rules_from,
        "waits": found.rules_from is None or found.rules_from > at,
        "ahead": [_row(found, stretch) for stretch in found.ahead(at)],
        "shifts": [_shift(found, shift) for shift in found.shifts],
        "overrides": [_override(found, override) for override in found.overrides],
    }


def people(found: RosterView) -> list[tuple[str, str]]:
    """Everybody who holds one of its posts, for a list to choose from."""
    return [(str(key), f"{name(found, key)} · {row['title']}") for key, row in _by_title(found)]


def name(found: RosterView, key: Any) -> str:
    """Rank and name of a posting; of one that has ended, only that it has."""
    holder = found.holders.get(key)
    return f"{holder['rank']} {holder['name']}".strip() if holder else _("no longer in this post")


def _by_title(found: RosterView) -> list[tuple[Any, dict[str, Any]]]:
    return sorted(found.holders.items(), key=lambda item: (item[1]["title"], item[1]["name"]))


def _row(found: RosterView, stretch: Stretch) -> dict[str, Any]:
    on = [row for key, row in _by_title(found) if key in stretch.postings]
    is_long = stretch.ends_at - stretch.starts_at >= timedelta(days=1)
    return {"starts_at": stretch.starts_at, "ends_at": stretch.ends_at, "is_long": is_long, "people": on}


def _shift(found: RosterView, shift: dict[str, Any]) -> dict[str, Any]:
    days = shift["every_days"]
    pattern = dict(PATTERNS).get(days) or _("Every %(days)s days") % {"days": days}
    length = timedelta(minutes=shift["minutes"])
    return {**shift, "who": name(found, shift["posting_id"]), "pattern": pattern, "length": length}


def _override(found: RosterView, override: dict[str, Any]) -> dict[str, Any]:
    out, into = override["out_posting_id"], override["in_posting_id"]
    return {**override, "out": name(found, out) if out else "", "into": name(found, into) if into else ""}
