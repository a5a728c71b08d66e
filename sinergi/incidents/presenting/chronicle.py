"""The timeline of one incident: facts and news in one order, in the reader's words. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from sinergi.access.types import FUNCTION_LABELS, Function
from sinergi.alerts.presenting import people
from sinergi.incidents.types import SEVERITY_LABELS, TYPES, Severity, Visibility

if TYPE_CHECKING:
    from sinergi.incidents.models import Entry

CLOCKS_AGREE_WITHIN = timedelta(seconds=2)
Fact = Mapping[str, Any]

# kind of fact: look, what happened
_SAID: Final[dict[str, tuple[str, str | Promise]]] = {
    "incident.reported": ("alarm", _l("Flash report received.")),
    "incident.confirmed": ("ok", _l("Confirmed.")),
    "incident.under_control": ("ok", _l("Declared under control.")),
    "incident.recovery_started": ("move", _l("Recovery began.")),
    "incident.report_completed": ("file", _l("Full report completed.")),
    "incident.report_sent_back": ("file", _l("Report sent back.")),
    "incident.reviewed": ("ok", _l("Report approved.")),
    "incident.closed": ("ok", _l("Closed.")),
    "incident.reopened": ("alarm", _l("Reopened.")),
    "incident.false_alarm": ("note", _l("Was a false alarm.")),
    "incident.duplicate": ("note", _l("Was reported before.")),
    "incident.second_post_awaited": ("note", _l("Waits for a second post:")),
    "incident.amended": ("note", _l("Corrected:")),
    "alert.raised": ("alarm", _l("Alarm raised.")),
    "alert.climbed": ("alarm", _l("Not answered, next post woken:")),
    "alert.exhausted": ("alarm", _l("Nobody answered. Telephone now.")),
    "alert.acknowledged": ("ok", _l("accepted")),
    "alert.responding": ("move", _l("is on the way,")),
    "alert.declined": ("note", _l("declined.")),
    "alert.arrived": ("ok", _l("arrived.")),
    "alert.stood_down": ("ok", _l("stood down.")),
    "alert.answered": ("ok", _l("Every side has answered.")),
}
KINDS: Final = tuple(_SAID)
_INSIDE_ONLY: Final = frozenset({"incident.second_post_awaited", "incident.report_sent_back"})
"""What the facility discusses with itself; its reasons are never shown to a partner either."""
VERBS: Final[dict[str, str | Promise]] = {
    "mark_false_alarm": _l("false alarm"),
    "mark_duplicate": _l("duplicate"),
    "lower_severity": _l("lower severity"),
}
_FIELDS: Final[dict[str, str | Promise]] = {
    "type": _l("kind"),
    "severity": _l("severity"),
    "help_needed": _l("help needed"),
    "under_control": _l("under control"),
    "dead": "MD",
    "serious": "LB",
    "minor": "LR",
}


def chronicle(
    facts: Iterable[Fact], news: Iterable["Entry"], *, names: Mapping[UUID, str], inside: bool, device_at: datetime | None
) -> list[dict[str, Any]]:
    """Oldest first. ``names``: the sides by unit; ``inside``: the reader stands on the facility's side."""
    told = [_of_fact(fact, names, inside, device_at) for fact in facts if inside or fact["kind"] not in _INSIDE_ONLY]
    return sorted([*told, *map(_of_entry, news)], key=lambda line: line["at"])


def _of_fact(fact: Fact, names: Mapping[UUID, str], inside: bool, device_at: datetime | None) -> dict[str, Any]:
    payload = fact["payload"] or {}
    look, act = _SAID[fact["kind"]]
    name = names.get(fact["unit_id"], "") if fact["kind"].startswith("alert.") else ""
    say = _DETAILS.get(fact["kind"], _reason)
    return {
        "at": fact["at"],
        "device_at": _differing(device_at, fact["at"]) if fact["kind"] == "incident.reported" else None,
        "kind": look,
        "act": f"{name} {act}" if name and act[0].islower() else str(act),
        "text": say(payload | {"unit": name}) if inside or say is not _reason else "",
        "by": payload.get("post", ""),
        "sharing": "",
    }


def _of_entry(entry: "Entry") -> dict[str, Any]:
    return {
        "at": entry.at,
        "device_at": _differing(entry.device_at, entry.at),
        "kind": "note",
        "act": "",
        "text": entry.text or _("The text stays inside the facility until a named officer releases it."),
        "by": f"{entry.author_post}, {entry.unit.short_name}",
        "sharing": str(entry.visibility) if entry.visibility in set(Visibility) else "",
    }


def _differing(device_at: datetime | None, at: datetime) -> datetime | None:
    return device_at if device_at and abs(at - device_at) > CLOCKS_AGREE_WITHIN else None


def _reason(payload: Fact) -> str:
    verb = VERBS.get(payload.get("verb", ""), "")
    original = payload.get("original", "")
    return " ".join(filter(None, [str(verb) + "." if verb else "", original, payload.get("reason", "")]))


def _woken(payload: Fact) -> str:
    return ngettext("%(n)d person woken.", "%(n)d people woken.", payload["woken"]) % {"n": payload["woken"]}


def _climbed(payload: Fact) -> str:
    posts = ", ".join(str(FUNCTION_LABELS[Function(post)]) for post in payload["posts"])
    return " · ".join(filter(None, [payload["unit"], posts, _woken(payload)]))


def _after(payload: Fact) -> str:
    seconds = payload["after_seconds"]
    if seconds < 60:
        return _("after %(s)d s.") % {"s": seconds}
    return _("after %(m)d min %(s)d s.") % {"m": seconds // 60, "s": seconds % 60}


def _on_the_way(payload: Fact) -> str:
    told = {"people": people(payload["personnel"]), "minutes": payload["eta_minutes"]}
    return _("%(people)s, expected in %(minutes)d min.") % told


def _changes(payload: Fact) -> str:
    return "; ".join(_change(*words) for said in payload["changes"] if (words := _read_change(said)))


def _read_change(said: str) -> tuple[str, str, str] | None:
    name, _colon, values = said.partition(": ")
    before, arrow, after = values.partition(" → ")
    return (name, before, after) if arrow else None


def _change(name: str, before: str, after: str) -> str:
    if name == "place_id":
        return _("place")
    return f"{_FIELDS.get(name, name)} {_value(name, before)} → {_value(name, after)}"


def _value(name: str, value: str) -> str:
    if name == "type" and value in TYPES:
        return str(TYPES[value].label)
    if name == "severity" and value in set(Severity):
        return str(SEVERITY_LABELS[Severity(value)])
    return {"True": _("yes"), "False": _("no")}.get(value, value)


_DETAILS: Final[dict[str, Callable[[Fact], str]]] = {
    "incident.amended": _changes,
    "alert.raised": _woken,
    "alert.climbed": _climbed,
    "alert.exhausted": lambda payload: str(payload["unit"]),
    "alert.acknowledged": _after,
    "alert.responding": _on_the_way,
}
