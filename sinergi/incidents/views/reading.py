"""Lists of incidents, and one of them from either side."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.access.types import ActorRequest
from sinergi.alerts import queries as alerts
from sinergi.core.errors import Invalid
from sinergi.core.fragments import part_asked, render_page
from sinergi.incidents import cases, queries
from sinergi.incidents.cards import Page
from sinergi.incidents.presenting import page, rows
from sinergi.incidents.types import SEVERITY_LABELS, Severity

PAGE = 50


@require_safe
def detail(request: ActorRequest, incident_id: UUID) -> HttpResponse:
    """One incident: how it stands, who answers, what happened, what is next."""
    case = cases.get_case(actor=request.actor, incident_id=incident_id)
    whole = request.GET.get("timeline") == "all"
    context = page.incident_page(actor=request.actor, case=case, part=part_asked(request), whole=whole)
    return render_page(request, "incidents/detail.html", context, parts=page.PARTS)


@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """The incidents the actor may know of, newest first; filters stand in the address."""
    filters = _filters(request.GET)
    found = queries.list_cards(
        actor=request.actor, filters=filters, before=_key(request.GET.get("before", "")), limit=PAGE
    )
    sides = alerts.list_by_subject([card.subject for card in found.items], reader=request.actor)
    context = {
        "items": [rows.row(card, sides.get(card.subject, [])) for card in found.items],
        "chips": _chips(request),
        "query": request.GET.get("q", ""),
        "shown": _("of the last 12 months") if filters.get("words") else "",
        **_ways(request.GET, found),
        "empty": {
            "text": _("No incident to show."),
            "href": reverse("incidents:list") if filters else "",
            "label": _("Show all"),
        },
    }
    return render_page(request, "incidents/list.html", context, parts={"rows"})


def _filters(asked: Mapping[str, str]) -> dict[str, Any]:
    """Open ones unless the address says otherwise; words look through everything."""
    filters: dict[str, Any] = {name: asked[name] for name in ("status", "severity", "type") if asked.get(name)}
    if asked.get("facility"):
        filters["facility_id"] = _key(asked["facility"])
    words = asked.get("q", "").strip()
    if words:
        return filters | {"words": words}
    which = asked.get("state", "open")
    return filters if which == "all" else filters | {"open": which != "ended"}


def _chips(request: ActorRequest) -> list[dict[str, Any]]:
    """Open, each severity of the open ones, ended, all."""
    chosen = {name: request.GET[name] for name in ("state", "severity") if request.GET.get(name)}
    by_severity = queries.count_open(actor=request.actor)
    chips: list[tuple[str, dict[str, str], int | None]] = [(_("Open"), {}, sum(by_severity.values()))]
    chips += [
        (str(SEVERITY_LABELS[s]), {"severity": s.value}, by_severity[s])
        for s in reversed(Severity)
        if by_severity.get(s)
    ]
    chips += [(_("Ended"), {"state": "ended"}, None), (_("All"), {"state": "all"}, None)]
    here = reverse("incidents:list")
    return [
        {
            "label": label,
            "count": count,
            "href": f"{here}?{urlencode(query)}" if query else here,
            "current": query == chosen,
        }
        for label, query, count in chips
    ]


def _ways(asked: Mapping[str, str], found: Page) -> dict[str, str]:
    """By key, so that a page stays what it was while new ones arrive."""
    here, kept = reverse("incidents:list"), {name: value for name, value in asked.items() if name != "before"}
    newest = f"{here}?{urlencode(kept)}" if kept else here
    return {
        "older_href": f"{here}?{urlencode(kept | {'before': str(found.next)})}" if found.next else "",
        "newer_href": newest if asked.get("before") else "",
    }


def _key(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        raise Invalid(before=_("This page of the list is not known. Start again from the newest.")) from None
