"""What the flash report offers, and what its sender is shown afterwards. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.alerts import presenting as alerts
from sinergi.incidents.cards import Card
from sinergi.incidents.forms import HELPERS, Report
from sinergi.incidents.presenting.rows import is_past
from sinergi.incidents.types import FIRST_TYPES, TYPES
from sinergi.units.types import AGENCY_LABELS

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation


def flash_page(form: Report, *, key: str, places: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The form and its tiles."""
    kinds = [{"code": code, "label": info.label, "icon": info.icon} for code, info in TYPES.items()]
    return {
        "form": form,
        "key": key,
        "first_types": kinds[: len(FIRST_TYPES)],
        "more_types": kinds[len(FIRST_TYPES) :],
        "blocks": blocks(places),
        "helpers": [{"code": agency.value, "label": AGENCY_LABELS[agency]} for agency in HELPERS],
    }


def wakes(people: int, units: int) -> str:
    """The line above the button."""
    if not people:
        return _("This wakes nobody.")
    told = {"people": alerts.people(people), "units": units}
    return (
        ngettext("This wakes %(people)s in %(units)d agency.", "This wakes %(people)s in %(units)d agencies.", units)
        % told
    )


def blocks(places: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The facility's own tree in two steps: what stands at the top, and everything below it by its shorter name."""
    above = {place["place_id"]: place["parent_id"] for place in places}
    tops = {
        place["place_id"]: {"id": place["place_id"], "name": place["name"], "rooms": []}
        for place in places
        if not place["parent_id"]
    }
    for place in places:
        top = place["place_id"]
        while above.get(top):
            top = above[top]
        if place["parent_id"] and top in tops:
            name = place["full_name"].removeprefix(f"{tops[top]['name']}, ")
            tops[top]["rooms"].append({"id": place["place_id"], "name": name})
    return list(tops.values())


def receipt(
    card: Card, parties: Iterable["Escalation"], *, may: Mapping[str, bool], call: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Received, and who answers: both sides, live. ``call``: whom to telephone (title, phone)."""
    sides = list(parties)
    code = sides[0].alarm.code if sides else ""
    incident = {
        "pk": card.id,
        "reference": " · ".join(filter(None, [card.reference, code])),
        "received_at": card.received_at,
        "drill": card.exercise,
    }
    return {
        "incident": incident,
        "answers": [answer(side, is_over=is_past(card)) for side in sides],
        "may": may,
        "call": call,
    }


def answer(side: "Escalation", *, is_over: bool) -> dict[str, Any]:
    """One side's answer, or who is woken next if it stays silent."""
    lane = alerts.lane(side, is_over=is_over)
    waiting = alerts.ladder(side)
    return {
        "name": lane["name"],
        "state": lane["state"],
        "text": "" if lane["state"] == alerts.SILENT else alerts.answer_text(side),
        "note": alerts.answer_note(side),
        "next_who": waiting.get("next_who", "") if waiting else "",
        "next_at": lane["next_at"],
        "phone": lane["phone"],
    }
