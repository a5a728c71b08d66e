"""One incident on one line: lists, boards, cards. Pure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sinergi.alerts import presenting as alerts
from sinergi.incidents.cards import Card, Side
from sinergi.incidents.types import GRAVE, PAST, STATUS_LABELS, Casualties
from sinergi.units.types import AGENCY_LABELS, Agency

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation


def where(card: Card, *, with_facility: bool = True) -> str:
    """Lapas Muara Tenang, Blok C."""
    return ", ".join(filter(None, [card.facility_name if with_facility else "", card.place_name]))


def row(card: Card, parties: Sequence["Escalation"]) -> dict[str, Any]:
    """A line of a list: both lanes, always."""
    return {
        "href": reverse("incidents:detail", args=[card.id]),
        "severity": card.severity.value,
        "title": card.label,
        "where": where(card, with_facility=True),
        "reference": card.reference,
        "reported_at": card.received_at,
        "closed_at": card.moved_at.get("CLOSED"),
        "lanes": alerts.lanes(parties, is_over=is_past(card)),
        "status": STATUS_LABELS[card.status],
        "drill": card.exercise,
    }


def alarm_card(card: Card, parties: Sequence["Escalation"]) -> dict[str, Any]:
    """An incident that somebody has not answered, as large as a board shows it."""
    line = [
        control(card),
        casualties(card.casualties) if card.casualties.any else "",
        asked(card) if card.help_needed else "",
    ]
    return row(card, parties) | {"line": " · ".join(filter(None, line))}


def is_past(card: Card) -> bool:
    """The danger is over: what is left is to put in order, to write and to review."""
    return card.status in PAST


def control(card: Card) -> str:
    """How it stands."""
    return _("Under control") if card.under_control else _("Not under control yet")


def casualties(hurt: Casualties) -> str:
    """MD 0 · LB 1 · LR 3."""
    return f"MD {hurt.dead} · LB {hurt.serious} · LR {hurt.minor}"


def casualties_or_none(hurt: Casualties) -> str:
    """The same, or a word when nobody is known to be hurt."""
    return casualties(hurt) if hurt.any else _("None reported")


def asked(card: Card) -> str:
    """Whose help was asked for. In a hurry the question is skipped: of a grave one that is no "no"."""
    if not card.help_needed:
        grave = card.severity in GRAVE and not card.under_control
        return _("Not asked for yet") if grave else _("Not asked for")
    return ", ".join(str(AGENCY_LABELS[Agency(agency)]) for agency in card.help_from) or _("Help is asked for")


def is_inside(card: Card) -> bool:
    """Does the reader stand on the facility's own side?"""
    return card.side is Side.FACILITY
