"""Answers, lanes and ladders as templates take them. Pure: rows in, plain dictionaries out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.access.types import FUNCTION_LABELS, Function
from sinergi.alerts.ladders import is_named, wakes
from sinergi.alerts.types import AlertState, Level
from sinergi.core.templatetags.ui import clock, delay
from sinergi.units.types import Agency

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation
    from sinergi.alerts.sends import Count

S = AlertState
NOT_ASKED, SILENT = "not_asked", "silent"


def state_of(alert: "Escalation", *, is_over: bool = False) -> str:
    """The state as a reader understands it: a unit that was told without an alarm has nothing to answer.

    ``is_over``: the danger is past, and nobody need be telephoned any more because nobody answered.
    """
    if is_over and alert.state == S.EXHAUSTED:
        return SILENT
    return NOT_ASKED if alert.state == S.OPEN and not alert.ladder else str(alert.state)


def answer_text(alert: "Escalation") -> str:
    """What the unit said, in a few words; empty when the state's own word says it all."""
    if alert.state == S.OPEN and not alert.ladder:
        return _("Told, without an alarm")
    if alert.state == S.ACKNOWLEDGED:
        return _("Accepted, %(post)s") % {"post": alert.answered_post}
    if alert.state == S.RESPONDING:
        return _("On the way, %(people)s") % {"people": people(alert.personnel)}
    if alert.state == S.ARRIVED and alert.personnel:
        return _("Arrived, %(people)s") % {"people": people(alert.personnel)}
    if alert.state == S.EXHAUSTED:
        return _silence(alert)
    return _("No longer needed") if alert.state == S.SUPERSEDED else ""


def _silence(alert: "Escalation") -> str:
    """Nobody answered; or nobody could, which is not theirs to be blamed for."""
    if not getattr(alert, "has_sends", True):
        return _("Nobody is on duty in Sinergi, call")
    if not getattr(alert, "is_reached", True):
        return _("Their screens are off, call")
    return ""


def phone_of(alert: "Escalation") -> dict[str, str] | None:
    """The desk to be telephoned because its ladder has come to its end."""
    if alert.state != S.EXHAUSTED or not alert.unit.phone:
        return None
    return {"label": _("Call %(who)s") % {"who": alert.unit.short_name}, "number": alert.unit.phone}


def people(count: int | None) -> str:
    """12 people."""
    return ngettext("%(n)d person", "%(n)d people", count or 0) % {"n": count or 0}


def answer_note(alert: "Escalation") -> str:
    """When it was said and how late, when they expect to arrive, or why they do not come."""
    if alert.state == S.DECLINED:
        return alert.reason
    if alert.state == S.RESPONDING and alert.eta_at:
        return _("expected %(time)s") % {"time": _plain(alert.eta_at)} + (f" · {alert.note}" if alert.note else "")
    if alert.state == S.STOOD_DOWN:
        return _plain(alert.stood_down_at, "hms")
    said_at = alert.arrived_at if alert.state == S.ARRIVED else alert.answered_at
    return f"{_plain(said_at, 'hms')} ({delay(said_at - alert.started_at)})" if said_at else ""


def lane(alert: "Escalation", *, is_over: bool = False) -> dict[str, Any]:
    """One agency's side of a pair: on cards and in lists."""
    is_waiting = alert.is_ringing and alert.state != S.EXHAUSTED
    is_quiet = is_over and alert.state == S.EXHAUSTED
    climbs = is_waiting and alert.next_at is not None and _rung_after(alert) is not None
    return {
        "name": alert.unit.short_name,
        "state": state_of(alert, is_over=is_over),
        "text": "" if alert.state == S.ACKNOWLEDGED or is_quiet else answer_text(alert),
        "small": (alert.is_origin and alert.answered_post) or alert.unit.short_name,
        "next_label": _("%(who)s in") % {"who": _rung_after(alert)} if climbs else "",
        "next_at": alert.next_at if climbs else None,
        "phone": None if is_over else phone_of(alert),
        "answered_after": alert.answered_at - alert.started_at if alert.answered_at else None,
    }


def lanes(parties: Sequence["Escalation"], *, is_over: bool = False) -> list[dict[str, Any]]:
    """The prison's answer and the partner's, always both; of several partners the one that matters most."""
    own = next((alert for alert in parties if alert.is_origin), None)
    others = sorted((alert for alert in parties if not alert.is_origin), key=_weight)
    partner = lane(others[0], is_over=is_over) if others else _nobody(_("Partner"))
    if len(others) > 1:
        partner["small"] = _("%(name)s and %(n)s more") % {"name": partner["small"], "n": len(others) - 1}
    return [lane(own, is_over=is_over) if own else _nobody(_("Prison")), partner]


def ladder(
    alert: "Escalation", duty: Sequence[Mapping[str, Any]] | None = None, sends: Iterable["Count"] = ()
) -> dict[str, Any] | None:
    """Who is woken and who will be; None once the unit has answered. ``duty``: who holds the ladder's posts now."""
    if not alert.is_ringing:
        return None
    if alert.state == S.EXHAUSTED:
        return {"exhausted": True, "phones": _phones(alert, duty or [])}
    after = _rung_after(alert, duty)
    return {
        "since": alert.started_at,
        "next_at": alert.next_at if after else None,
        "next_who": after or "",
        "rungs": [_rung(alert, number, duty, list(sends)) for number, row in enumerate(alert.ladder) if wakes(row)],
    }


def party(
    alert: "Escalation",
    *,
    ground: str,
    duty: Sequence[Mapping[str, Any]] | None,
    sends: Iterable["Count"],
    is_own: bool,
    is_over: bool = False,
) -> dict[str, Any]:
    """One agency among the answers of an incident."""
    is_quiet = is_over and alert.state == S.EXHAUSTED
    waits = alert.is_ringing and not is_quiet
    phone = {"label": _("Call %(who)s") % {"who": alert.unit.short_name}, "number": alert.unit.phone}
    return {
        "name": alert.unit.short_name,
        "ground": ground,
        "state": state_of(alert, is_over=is_over),
        "text": "" if is_quiet else answer_text(alert),
        "note": answer_note(alert),
        "severity": Level(alert.alarm.level).name,
        "ladder": None if is_quiet else ladder(alert, duty, sends),
        "eta": eta(alert),
        "phone": phone if waits and alert.state == S.OPEN and not is_own and alert.unit.phone else None,
    }


def eta(alert: "Escalation") -> dict[str, Any] | None:
    """When they expect to be there, while they are on the way."""
    if alert.state != S.RESPONDING or alert.eta_at is None:
        return None
    return {"label": _("Expected"), "since": alert.responded_at or alert.answered_at, "at": alert.eta_at}


def steps(alert: "Escalation") -> list[dict[str, Any]]:
    """Accepted, on the way, arrived, done: where the unit stands, and when each step was taken."""
    if alert.state not in _LINE:
        return []
    now = _LINE.index(AlertState(alert.state))
    moved = [_plain(alert.responded_at, "hms"), people(alert.personnel) if alert.personnel else ""]
    words = [
        (_("Accepted"), "check", _plain(alert.answered_at, "hms")),
        (_("On the way"), "truck", " · ".join(filter(None, moved))),
        (_("Arrived"), "map-pin-check", _plain(alert.arrived_at, "hms")),
        (_("Done"), "circle-check", _plain(alert.stood_down_at, "hms")),
    ]
    return [
        {"label": word, "icon": icon, "small": small if at <= now else "", "state": _step(at, now, taken=bool(small))}
        for at, (word, icon, small) in enumerate(words)
    ]


def _step(at: int, now: int, *, taken: bool) -> str:
    """A unit that was released before it moved has not moved."""
    if at == now:
        return "now"
    return "done" if at < now and taken else "todo"


_LINE = (S.ACKNOWLEDGED, S.RESPONDING, S.ARRIVED, S.STOOD_DOWN)


def named(row: Mapping[str, Any]) -> str:
    """Whom a step wakes, in the words of its ladder: posts, never a name; the other agency reads this too."""
    functions = [str(FUNCTION_LABELS[Function(function)]) for function in row.get("functions") or ()]
    partners = [_("partner desks")] if row.get("partners") else []
    return ", ".join([*functions, *(row.get("titles") or ()), *partners])


def _rung(
    alert: "Escalation", number: int, duty: Sequence[Mapping[str, Any]] | None, sends: list["Count"]
) -> dict[str, Any]:
    holders = _holders(alert, number, duty)
    state = "now" if number <= alert.step else "next" if number == alert.step + 1 else "later"
    return {
        "number": number,
        "state": "empty" if duty is not None and not holders else state,
        "who": ", ".join(holders) or named(alert.ladder[number]),
        "detail": _reached([send for send in sends if (send.escalation_id, send.step) == (alert.pk, number)]),
        "at": alert.next_at if state == "next" else None,
    }


def _reached(sends: list["Count"]) -> str:
    """What is known of the sends of one rung, never of one person."""
    screens, mails = sum(send.screens for send in sends), sum(send.mails for send in sends)
    said = [
        ngettext("%(n)d screen shows it", "%(n)d screens show it", screens) % {"n": screens} if screens else "",
        ngettext("%(n)d mail sent", "%(n)d mails sent", mails) % {"n": mails} if mails else "",
    ]
    return " · ".join(filter(None, said))


def _rung_after(alert: "Escalation", duty: Sequence[Mapping[str, Any]] | None = None) -> str | None:
    number = alert.step + 1
    if number >= len(alert.ladder) or not wakes(alert.ladder[number]):
        return None
    return ", ".join(_holders(alert, number, duty)) or named(alert.ladder[number])


def _holders(alert: "Escalation", number: int, duty: Sequence[Mapping[str, Any]] | None) -> list[str]:
    step = alert.ladder[number]
    found = dict.fromkeys(row["title"] for row in duty or [] if is_named(row, step))
    return [*found, *([_("partner desks")] if step.get("partners") else [])]


def _phones(alert: "Escalation", duty: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Posts and numbers, never names: the other agency reads this too."""
    desk = [{"name": alert.unit.short_name, "number": alert.unit.phone}] if alert.unit.phone else []
    return desk + [{"name": row["title"], "number": row["phone"]} for row in duty if row["phone"]]


def _weight(alert: "Escalation") -> tuple[bool, bool, bool, UUID]:
    waits = alert.is_ringing
    return not alert.ladder, not waits, alert.agency != Agency.POLICE, alert.pk


def _nobody(name: str) -> dict[str, Any]:
    return {"name": name, "state": NOT_ASKED, "text": "", "small": "", "next_at": None, "answered_after": None}


def _plain(at: Any, how: str = "") -> str:
    """A clock time inside a sentence: the words without their tag."""
    return strip_tags(clock(at, how)) if at else ""
