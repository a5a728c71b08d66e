"""What stands on top of an alarm that is not simply new: why it rings again, who is awaited, whom to call. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from sinergi.alerts.events import AlertResponding
from sinergi.alerts.standing import Awaited, Said
from sinergi.alerts.types import Again
from sinergi.core.templatetags.ui import clock

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation


def again(alert: "Escalation", said: Said | None, rungs: Sequence[Mapping[str, Any]], at: datetime) -> str:
    """Rings again: accepted by SPKT 02.11, has not said that they are on the way."""
    if not alert.is_ringing or not alert.again:
        return ""
    if alert.again == Again.DECLINED:
        return _declined(alert, rungs, at)
    told = {"post": said.post if said else alert.unit.short_name, "time": _plain(said.at if said else None)}
    if alert.again == Again.TAKEN_BACK:
        return _("Rings again: %(post)s took the acceptance back, %(time)s.") % told
    if alert.again == Again.NOT_ARRIVED or (said and said.kind == AlertResponding.kind):
        told["eta"] = _plain(alert.eta_at)
        return _("Rings again: %(post)s said at %(time)s that they arrive at %(eta)s, and has not said arrived.") % told
    return _("Rings again: accepted by %(post)s at %(time)s, who has not said that they are on the way.") % told


def awaited(found: Awaited | None) -> str:
    """2 of 3 have accepted; waiting for Karupam B."""
    if found is None or not found.missing:
        return ""
    told = {"n": found.done, "of": found.of, "who": ", ".join(found.missing)}
    return _("%(n)d of %(of)d have accepted; waiting for %(who)s") % told


def mark_declined(alert: "Escalation", ladder: dict[str, Any] | None, at: datetime) -> None:
    """The rungs that a refusal has passed ring no more, and say why."""
    if ladder is None or ladder.get("exhausted") or alert.again != Again.DECLINED:
        return
    for rung in ladder["rungs"]:
        if rung["number"] < woken_after_refusal(alert, at):
            rung |= {"state": "empty", "word": _("declined"), "at": None}


def woken_after_refusal(alert: "Escalation", at: datetime) -> int:
    """The rung that a refusal wakes: the next one, until the engine has been there."""
    is_due = alert.next_at is not None and alert.next_at <= at and not _has_climbed(alert)
    return alert.step + 1 if is_due else alert.step


def phones(sides: Sequence[tuple["Escalation", Sequence[Mapping[str, Any]]]]) -> list[dict[str, Any]]:
    """Desks and holders of both sides by agency: posts and numbers, never names."""
    groups = []
    for side, duty in sides:
        desk = [{"name": _("Desk"), "number": side.unit.phone}] if side.unit.phone else []
        holders = {(row["title"], row["phone"]): None for row in duty if row["phone"]}
        called = desk + [{"name": title, "number": number} for title, number in holders]
        groups.append({"name": side.unit.short_name, "is_unanswered": side.state == "exhausted", "phones": called})
    return groups


def _declined(alert: "Escalation", rungs: Sequence[Mapping[str, Any]], at: datetime) -> str:
    number = woken_after_refusal(alert, at)
    who = next((rung["who"] for rung in rungs if rung["number"] == number), "")
    told = {"post": alert.answered_post, "reason": alert.reason.rstrip(". "), "who": who}
    if not alert.reason:  # a child's case: the words stay inside
        return _("%(post)s declined. %(who)s is woken.") % told
    return _("%(post)s declined: %(reason)s. %(who)s is woken.") % told


def _has_climbed(alert: "Escalation") -> bool:
    return alert.answered_at is not None and alert.next_at is not None and alert.next_at > alert.answered_at


def _plain(at: datetime | None) -> str:
    return strip_tags(clock(at, "hm")) if at else ""
