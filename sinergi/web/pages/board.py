"""The situation board: the open incidents of every facility the reader may see, waiting → running → recovering."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.access.types import ActorRequest
from sinergi.agreements import queries as agreements
from sinergi.agreements.types import Scope
from sinergi.alerts import queries as alerts
from sinergi.alerts.types import AlertState
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.fragments import render_page
from sinergi.incidents import cases
from sinergi.incidents.cards import Card
from sinergi.incidents.cases import Case
from sinergi.incidents.presenting import rows
from sinergi.incidents.types import SEVERITY_LABELS, Severity, Status
from sinergi.web import queries
from sinergi.web.pages import tasks

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

    Sides = Mapping[str, list[Escalation]]

_RECOVERING: Final = frozenset({Status.RECOVERY, Status.REPORT_COMPLETE, Status.REVIEWED})
LOUDEST_FIRST: Final = tuple(reversed(Severity))


@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """Counted, waiting ones large, the rest on lines with both lanes."""
    found = cases.list_open(actor=request.actor)
    sides = alerts.list_by_subject([case.card.subject for case in found], reader=request.actor)
    chosen = request.GET.get("severity", "")
    shown = tiles(request.actor, found)
    context = board_page(found, sides, chosen) | {
        "todo": tasks.todo(request.actor, [], found),
        "last_alarm_at": alerts.last_raised_at(actor=request.actor),
        "tiles": shown,
    }
    context["counts"] |= facilities_calm(shown)
    return render_page(request, "web/board.html", context, parts={"board"})


def board_page(found: Sequence[Case], sides: "Sides", chosen: str) -> dict[str, Any]:
    """The waiting, the running and the recovering; drills stand among them and are counted apart."""
    cards = [case.card for case in found if chosen in {"", case.card.severity}]
    waiting = [card for card in cards if is_waiting(card, sides.get(card.subject, []))]
    running = [card for card in cards if card not in waiting]
    running.sort(key=lambda card: card.status in _RECOVERING)
    return {
        "counts": _counts([case.card for case in found], sides),
        "waiting": [rows.alarm_card(card, sides.get(card.subject, [])) for card in waiting],
        "rings": any(side.state == AlertState.OPEN and side.ladder for card in waiting for side in sides[card.subject]),
        "items": [rows.row(card, sides.get(card.subject, [])) for card in running],
        "chips": _chips([case.card for case in found], chosen),
    }


def is_waiting(card: Card, sides: Sequence["Escalation"]) -> bool:
    """Has a side that rang not answered? One whose ladder ended is not waited for once the danger is past."""
    is_past = rows.is_past(card)
    return any(side.is_ringing and not (is_past and side.state == AlertState.EXHAUSTED) for side in sides)


def tiles(actor: Actor, found: Sequence[Case]) -> list[dict[str, Any]]:
    """Every facility, worst first, with the severity of its worst open incident."""
    reach = agreements.reach(actor, Scope.INCIDENT_ALERT, clock.now())
    worst: dict[Any, Card] = {}
    for case in found:
        # Restricted incidents are not the facility's to wear.
        if not case.card.restricted and not case.card.exercise:
            worst.setdefault(case.card.facility_id, case.card)
    facilities = queries.list_facilities(reach.own | reach.doors)
    facilities.sort(key=lambda row: -_loudness(worst.get(row["unit_id"])))
    return [_tile(row, worst.get(row["unit_id"])) for row in facilities]


def facilities_calm(shown: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many have nothing open, of how many."""
    total = shown[0]["total"] if shown else 0
    return {"safe": total - sum(tile["severity"] is not None for tile in shown), "of": total}


def _tile(row: Mapping[str, Any], card: Card | None) -> dict[str, Any]:
    href = reverse("incidents:list") + f"?{urlencode({'facility': row['unit_id']})}"
    return {
        "name": row["short_name"],
        "href": href,
        "severity": card.severity.value if card else None,
        "total": row["total"],
    }


def _loudness(card: Card | None) -> int:
    return int(card.severity.level) if card else 0


def _counts(cards: Sequence[Card], sides: "Sides") -> dict[str, Any]:
    real = [card for card in cards if not card.exercise]
    waiting = [card for card in real if is_waiting(card, sides.get(card.subject, []))]
    by_severity = Counter(card.severity for card in real)
    return {
        "waiting": len(waiting),
        "waiting_since": min((card.received_at for card in waiting), default=None),
        "open": len(real),
        "by_severity": [(severity.value, by_severity[severity]) for severity in LOUDEST_FIRST],
        "drills": len(cards) - len(real),
    }


def _chips(cards: Sequence[Card], chosen: str) -> list[dict[str, Any]]:
    here, by_severity = reverse("web:board"), Counter(card.severity for card in cards)
    every = [{"label": _("All"), "count": len(cards), "href": here, "current": not chosen}]
    return every + [
        {
            "label": SEVERITY_LABELS[s],
            "count": by_severity[s],
            "href": f"{here}?severity={s.value}",
            "current": chosen == s.value,
        }
        for s in LOUDEST_FIRST
        if by_severity[s] or chosen == s.value
    ]
