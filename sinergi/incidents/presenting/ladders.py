"""Ladders and their dry run in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sinergi.alerts import presenting as alerts
from sinergi.alerts.types import Foretold, LadderSaid, Level, Side, Step
from sinergi.core.templatetags.ui import day
from sinergi.incidents.foretelling import SideView
from sinergi.incidents.types import SEVERITY_LABELS, TYPES, Severity

_CHANNELS: Final[dict[str, str | Promise]] = {
    "live_screen": gettext_lazy("screen"),
    "email": gettext_lazy("mail"),
}
_FIELDS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("name"),
    "levels": gettext_lazy("severity"),
    "kinds": gettext_lazy("kind"),
    "place_ids": gettext_lazy("place"),
    "from_time": gettext_lazy("hours"),
    "until_time": gettext_lazy("hours"),
    "exercise": gettext_lazy("drills"),
    "steps": gettext_lazy("steps"),
    "end_minutes": gettext_lazy("end"),
    "repeat": gettext_lazy("repeats"),
}


def conditions(said: LadderSaid, places: Mapping[UUID, str]) -> str:
    """When it holds, in one line."""
    severities = [str(SEVERITY_LABELS[Severity[Level(level).name]]) for level in sorted(said.levels, reverse=True)]
    kinds = [str(TYPES[kind].label) if kind in TYPES else kind for kind in said.kinds]
    where = [places.get(place, _("a place that is closed")) for place in said.place_ids]
    hours = f"{said.from_time:%H.%M}–{said.until_time:%H.%M}" if said.from_time and said.until_time else ""
    drill = {True: _("drill only"), False: _("real only"), None: ""}[said.exercise]
    parts = [", ".join(severities), ", ".join(kinds), ", ".join(where), hours, drill]
    return " · ".join(filter(None, parts)) or _("Every alarm")


def steps(said: LadderSaid, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Its steps in words, for the list."""
    shown = [{"minutes": row["minutes"], "who": alerts.named(row)} for row in rows]
    last = shown[-1]["minutes"] + said.end_minutes if shown else 0
    return [*shown, {"minutes": last, "who": ending(said.repeat)}]


def ending(repeat: int) -> str:
    """What follows the last step."""
    if repeat:
        return ngettext("starts again, %(n)d time", "starts again, %(n)d times", repeat) % {"n": repeat}
    return _("everybody telephones")


def usual(found: Mapping[Level, Sequence[Step]]) -> list[dict[str, Any]]:
    """What holds where no ladder matches, by severity."""
    return [
        {
            "level": level.name,
            "steps": [{"after": span(row["after"]), "who": alerts.named(row)} for row in ladder if alerts.named(row)],
        }
        for level, ladder in found.items()
    ]


def side(found: SideView) -> dict[str, Any]:
    """One side of a dry run."""
    return {
        "name": found.unit,
        "ladder_name": found.ladder_name,
        "ladder": {"rungs": [rung(each) for each in found.rungs]} if found.rungs else None,
        "end": _ends(found.ends_after),
    }


def preview(found: Side) -> dict[str, Any]:
    """What a ladder would do in its own unit now."""
    return {
        "ladder": {"rungs": [rung(each) for each in found.rungs]},
        "end": _ends(found.ends_after),
        "is_deaf": not any(each.woken for each in found.rungs),
    }


def rung(found: Foretold) -> dict[str, Any]:
    """One rung: whom, how, when; an empty one says so."""
    titles = list(dict.fromkeys(sleeper.title for sleeper in found.woken))
    partners = [_("partner desks")] if found.row.get("partners") else []
    is_empty = not titles and not partners
    when = span(found.after)
    return {
        "state": "empty" if is_empty else "next",
        "who": ", ".join([*titles, *partners]) or alerts.named(found.row),
        "detail": _("Nobody is there now; the next step follows at once.") if is_empty else _how(found),
        "word": _("%(when)s · empty") % {"when": when} if is_empty else when,
    }


def span(seconds: int) -> str:
    """0, 45 s, 3 min, after the alarm."""
    if seconds == 0:
        return _("at once")
    minutes, rest = divmod(seconds, 60)
    return _("%(n)d min") % {"n": minutes} if not rest else _("%(n)d s") % {"n": seconds}


def changes(facts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who changed what, as a timeline shows it."""
    return [_change(fact) for fact in facts]


def _change(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at": fact["at"],
        "device_at": None,
        "kind": "note",
        "act": str(_ACTS[fact["kind"]]),
        "text": _changed(fact["payload"] or {}) if fact["kind"] != "ladder.created" else "",
        "by": ", ".join(filter(None, [strip_tags(day(fact["at"])), fact["by"]])),
        "sharing": "",
    }


_ACTS: Final[dict[str, str | Promise]] = {
    "ladder.created": gettext_lazy("Written."),
    "ladder.changed": gettext_lazy("Changed:"),
    "ladder.moved": gettext_lazy("Order changed:"),
    "ladder.ended": gettext_lazy("Ended."),
}


def _changed(payload: Mapping[str, Any]) -> str:
    if "position" in payload:
        return _("now number %(n)s") % {"n": payload["position"]}
    return ", ".join(dict.fromkeys(str(_FIELDS[name]) for name in payload.get("changed", {})))


def _how(found: Foretold) -> str:
    count, channels = len(found.woken), {channel for sleeper in found.woken for channel in sleeper.channels}
    words = [str(_CHANNELS.get(channel, channel)) for channel in sorted(channels, reverse=True)]
    heard = sum(sleeper.sound == "on" for sleeper in found.woken)
    silent = sum(sleeper.sound in {"blocked", "muted"} for sleeper in found.woken)
    said = [
        alerts.people(count) if count else "",
        _(" and ").join(words),
        ngettext("%(n)d screen sounds now", "%(n)d screens sound now", heard) % {"n": heard} if heard else "",
        ngettext("%(n)d screen is silent", "%(n)d screens are silent", silent) % {"n": silent} if silent else "",
        _("own system") if found.systems else "",
    ]
    return " · ".join(filter(None, said))


def _ends(after: int | None) -> str:
    if after is None:
        return ""
    return _("%(when)s: nobody answered. Both control rooms and the regional office telephone.") % {"when": span(after)}
