"""Both agencies' clocks side by side: each side's answer, and what runs for it now. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.alerts import presenting
from sinergi.alerts.types import Again, AlertState

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

S = AlertState
AGAIN: Final = {
    Again.NOT_ON_THE_WAY: gettext_lazy("rings again: nobody said that they are on the way"),
    Again.NOT_ARRIVED: gettext_lazy("rings again: not arrived in time"),
    Again.DECLINED: gettext_lazy("the next post was woken"),
    Again.TAKEN_BACK: gettext_lazy("rings again: the acceptance was taken back"),
}


def clocks(
    sides: Sequence["Escalation"], *, own_id: UUID, told: dict[UUID, str], is_over: bool = False
) -> list[dict[str, Any]]:
    """The prison first, then each partner. ``told``: of a side, how its sends went, in numbers."""
    return [_clock(side, is_own=side.pk == own_id, sends=told.get(side.pk, ""), is_over=is_over) for side in sides]


def _clock(side: "Escalation", *, is_own: bool, sends: str, is_over: bool) -> dict[str, Any]:
    lane = presenting.lane(side, is_over=is_over)
    return {
        "name": side.unit.short_name,
        "is_own": is_own,
        "state": "open" if side.is_ringing and side.state == S.DECLINED else lane["state"],
        "text": "" if is_over and side.state == S.EXHAUSTED else _text(side),
        "phone": None if is_own else lane["phone"],
        "note": presenting.answer_note(side),
        "again": str(AGAIN[Again(side.again)]) if side.again and side.is_ringing else "",
        "sends": sends,
        **_runs(side),
        "next_label": lane["next_label"],
        "next_at": lane["next_at"],
    }


def _text(side: "Escalation") -> str:
    if side.state == S.DECLINED and side.is_ringing:
        return _("%(post)s declined") % {"post": side.answered_post}
    return presenting.answer_text(side)


def _runs(side: "Escalation") -> dict[str, Any]:
    """The one clock of a side: how long it rings, until when they promised, or how fast they answered."""
    if side.is_ringing:
        return {"label": _("ringing"), "since": side.started_at}
    if side.state == S.RESPONDING and side.eta_at:
        return {"label": _("there in"), "until": side.eta_at, "overdue": True}
    if side.state == S.ACKNOWLEDGED and side.confirm_at:
        return {"label": _("says who comes within"), "until": side.confirm_at, "overdue": True}
    if side.state == S.ARRIVED and side.arrived_at:
        return {"label": _("on site"), "since": side.arrived_at}
    if side.answered_at:
        return {"label": _("answered"), "after": side.answered_at - side.started_at}
    return {"label": ""}
