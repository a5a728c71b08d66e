"""The timeline of one incident: facts and news in one order, in the reader's words. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sinergi.alerts import presenting as alerts
from sinergi.alerts.presenting import people
from sinergi.incidents.types import SEVERITY_LABELS, TYPES, Severity, Visibility
from sinergi.units.types import AGENCY_LABELS, Agency

if TYPE_CHECKING:
    from sinergi.incidents.models import Entry

CLOCKS_AGREE_WITHIN = timedelta(seconds=2)
Fact = Mapping[str, Any]

# kind of fact: look, what happened
_SAID: Final[dict[str, tuple[str, str | Promise]]] = {
    "incident.reported": ("alarm", _("Flash report received.")),
    "incident.confirmed": ("ok", _("Confirmed.")),
    "incident.under_control": ("ok", _("Declared under control.")),
    "incident.recovery_started": ("ok", _("Recovery began.")),
    "incident.report_completed": ("file", _("Full report completed.")),
    "incident.report_sent_back": ("file", _("Report sent back.")),
    "incident.reviewed": ("ok", _("Report approved.")),
    "incident.closed": ("ok", _("Closed.")),
    "incident.reopened": ("alarm", _("Reopened.")),
    "incident.false_alarm": ("note", _("Was a false alarm.")),
    "incident.duplicate": ("note", _("Was reported before.")),
    "incident.second_post_awaited": ("note", _("Waits for a second post:")),
    "incident.amended": ("note", _("Corrected:")),
    "alert.raised": ("alarm", _("Alarm raised.")),
    "alert.climbed": ("alarm", _("Not answered, next post woken:")),
    "alert.exhausted": ("alarm", _("Nobody answered. Telephone now.")),
    "alert.acknowledged": ("ok", _("accepted")),
    "alert.responding": ("move", _("is on the way,")),
    "alert.declined": ("note", _("declined.")),
    "alert.arrived": ("ok", _("arrived.")),
    "alert.stood_down": ("ok", _("stood down.")),
    "alert.partly_acknowledged": ("note", _("accepted; others are still awaited.")),
    "alert.taken_back": ("note", _("took the acceptance back; it rings again.")),
    "alert.lapsed": ("alarm", _("did not follow up; it rings again.")),
    "alert.telephoned": ("note", _("is being telephoned.")),
    "alert.answered": ("ok", _("Every side has answered.")),
}
KINDS: Final = tuple(_SAID)
_INSIDE_ONLY: Final = frozenset({"incident.second_post_awaited", "incident.report_sent_back"})
"""What the facility discusses with itself; its reasons are never shown to a partner either."""
VERBS: Final[dict[str, str | Promise]] = {
    "mark_false_alarm": _("false alarm"),
    "mark_duplicate": _("duplicate"),
    "lower_severity": _("lower severity"),
}
_FIELDS: Final[dict[str, str | Promise]] = {
    "type": _("kind"),
    "severity": _("severity"),
    "help_needed": _("help needed"),
    "help_from": _("help from"),
    "under_control": _("under control"),
    "dead": "MD",
    "serious": "LB",
    "minor": "LR",
}


def chronicle(
    facts: Iterable[Fact],
    news: Iterable["Entry"],
    *,
    names: Mapping[UUID, str],
    reasons: Mapping[UUID, str],
    inside: bool,
    device_at: datetime | None,
) -> list[dict[str, Any]]:
    """Oldest first. ``names``: the sides by unit; ``reasons``: why they declined, which is said to
    every side and stands with the alert; ``inside``: the reader stands on the facility's side."""
    told = [
        _of_fact(_with_reason(fact, reasons), names, device_at, inside=inside)
        for fact in facts
        if inside or fact["kind"] not in _INSIDE_ONLY
    ]
    return sorted([*told, *map(_of_entry, news)], key=lambda line: line["at"])


def _with_reason(fact: Fact, reasons: Mapping[UUID, str]) -> Fact:
    if fact["kind"] != "alert.declined":
        return fact
    return {**fact, "payload": {**(fact["payload"] or {}), "reason": reasons.get(fact["unit_id"], "")}}


def _of_fact(fact: Fact, names: Mapping[UUID, str], device_at: datetime | None, *, inside: bool) -> dict[str, Any]:
    payload = fact["payload"] or {}
    look, act = _SAID[fact["kind"]]
    name = names.get(fact["unit_id"], "") if fact["kind"].startswith("alert.") else ""
    say = _DETAILS.get(fact["kind"], _reason)
    return {
        "at": fact["at"],
        "device_at": _differing(device_at, fact["at"]) if fact["kind"] == "incident.reported" else None,
        "kind": look,
        "act": f"{name} {act}" if name and str(act)[0].islower() else str(act),
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
        "text": entry.text or gettext("The text stays inside the facility until a named officer releases it."),
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
    posts = alerts.named({**payload, "functions": payload["posts"]})
    return " · ".join(filter(None, [payload["unit"], posts, _woken(payload)]))


def _after(payload: Fact) -> str:
    seconds = payload["after_seconds"]
    if seconds < 60:
        return gettext("after %(s)d s.") % {"s": seconds}
    return gettext("after %(m)d min %(s)d s.") % {"m": seconds // 60, "s": seconds % 60}


def _on_the_way(payload: Fact) -> str:
    told = {"people": people(payload["personnel"]), "minutes": payload["eta_minutes"]}
    return gettext("%(people)s, expected in %(minutes)d min.") % told


def _changes(payload: Fact) -> str:
    return "; ".join(_change(*words) for said in payload["changes"] if (words := _read_change(said)))


def _read_change(said: str) -> tuple[str, str, str] | None:
    name, _colon, values = said.partition(": ")
    before, arrow, after = values.partition(" → ")
    return (name, before, after) if arrow else None


def _change(name: str, before: str, after: str) -> str:
    if name == "place_id":
        return gettext("place")
    return f"{_FIELDS.get(name, name)} {_value(name, before)} → {_value(name, after)}"


def _value(name: str, value: str) -> str:
    if name == "type" and value in TYPES:
        return str(TYPES[value].label)
    if name == "severity" and value in set(Severity):
        return str(SEVERITY_LABELS[Severity(value)])
    if name == "help_from":
        named = [str(AGENCY_LABELS[Agency(code)]) for code in value.split(", ") if code in set(Agency)]
        return ", ".join(named) or gettext("nobody")
    return {"True": gettext("yes"), "False": gettext("no")}.get(value, value)


_DETAILS: Final[dict[str, Callable[[Fact], str]]] = {
    "incident.amended": _changes,
    "alert.raised": _woken,
    "alert.climbed": _climbed,
    "alert.exhausted": lambda payload: str(payload["unit"]),
    "alert.acknowledged": _after,
    "alert.declined": lambda payload: payload.get("reason", ""),
    "alert.responding": _on_the_way,
}
