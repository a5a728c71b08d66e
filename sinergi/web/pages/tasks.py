"""What needs the reader now, most urgent first. Pure: cases and alarms in, lines of a list out."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.access.types import FUNCTION_LABELS, Function
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.incidents.cases import Case
from sinergi.incidents.presenting import buttons, rows
from sinergi.incidents.types import STATUS_LABELS, Severity, Status
from sinergi.incidents.types import TYPES as KINDS

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

TODAY: Final = timedelta(hours=20)
"""Older than this, an hour alone does not say which day."""
_GRAVE: Final = frozenset({Severity.HIGH, Severity.CRITICAL})


def todo(actor: Actor, ringing: Sequence["Escalation"], open_cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Alarms that ring for me, what waits for me as a second post, the next step of each incident that is mine."""
    rung = {alert.alarm.subject for alert in ringing}
    mine = [case for case in open_cases if case.card.subject not in rung]
    return [
        *map(_alarm, ringing),
        *(line for case in mine if (line := _seconding(actor, case))),
        *(line for case in mine if (line := _next_step(case))),
    ]


def waiting_for_others(open_cases: Sequence[Case], ringing: Sequence["Escalation"]) -> list[dict[str, Any]]:
    """Open incidents whose next step is somebody else's: in whose hands, since when. What rings for me is mine."""
    rung = {alert.alarm.subject for alert in ringing}
    held = [case for case in open_cases if case.card.subject not in rung]
    return [_held(case) for case in held if buttons.primary(case) is None]


def holder(case: Case) -> str:
    """The post whose step comes next."""
    card = case.card
    if card.restricted:
        return str(FUNCTION_LABELS[Function.COMPLIANCE])
    if card.status is Status.REPORT_COMPLETE:
        reviewer = Function.REGIONAL_OFFICE if card.severity in _GRAVE else Function.FACILITY_HEAD
        return str(FUNCTION_LABELS[reviewer])
    return str(FUNCTION_LABELS[_HOLDERS[card.status]])


_HOLDERS: Final[Mapping[Status, Function]] = {
    Status.FLASH: Function.SHIFT_LEADER,
    Status.CONFIRMED: Function.SHIFT_LEADER,
    Status.REOPENED: Function.SHIFT_LEADER,
    Status.UNDER_CONTROL: Function.SECURITY_CHIEF,
    Status.RECOVERY: Function.REPORTING_OFFICER,
    Status.REVIEWED: Function.FACILITY_HEAD,
}


def _alarm(alert: "Escalation") -> dict[str, Any]:
    kind = KINDS.get(alert.alarm.title)
    return {
        "severity": ui_level(alert.alarm.level),
        "title": f"{kind.label if kind else alert.alarm.title}, {alert.alarm.where}",
        "text": _("Your unit has not answered this alarm."),
        "due": "",
        "due_since": alert.started_at,
        "due_note": _("ringing"),
        "href": reverse("web:alarm-of", args=[alert.alarm_id]),
        "label": _("Answer"),
    }


def ui_level(level: int) -> str:
    """The severity whose look the level has."""
    return next(severity.value for severity in Severity if severity.level == level)


def _line(case: Case, text: str, label: Any) -> dict[str, Any]:
    card = case.card
    return {
        "severity": card.severity.value,
        "title": f"{card.label}, {rows.where(card)}",
        "text": text,
        "due": "",
        "due_since": card.received_at,
        "due_note": str(STATUS_LABELS[card.status]),
        "href": reverse("incidents:detail", args=[card.id]),
        "label": label,
    }


def _seconding(actor: Actor, case: Case) -> dict[str, Any] | None:
    waiting = [each for each in buttons.proposals(case, person_id=actor.person_id) if each["second"]]
    return _line(case, waiting[0]["text"], _("Decide")) if waiting else None


def _next_step(case: Case) -> dict[str, Any] | None:
    step = buttons.primary(case)
    return _line(case, rows.control(case.card), step["label"]) if step else None


def _held(case: Case) -> dict[str, Any]:
    card = case.card
    since = max((at for at in card.moved_at.values() if at), default=card.received_at)
    return {
        "href": reverse("incidents:detail", args=[card.id]),
        "title": f"{card.label}, {rows.where(card)}",
        "holder": holder(case),
        "since": since,
        "is_older": since < clock.now() - TODAY,
        "status": STATUS_LABELS[card.status],
    }
