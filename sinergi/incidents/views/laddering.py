"""Ladders: the list in its order, one to write, and the dry run beside it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sinergi.access import queries as access
from sinergi.access.types import ActorRequest, Desk
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import LadderSaid
from sinergi.core.errors import Invalid, NotFound, Stale
from sinergi.incidents import foretelling, ladder_forms
from sinergi.incidents.presenting import ladders as shown
from sinergi.units import queries as units


@require_safe
def ladders(request: ActorRequest) -> HttpResponse:
    """The unit's own ladders in the order in which they are tried, and what holds where none matches."""
    desk = _desk(request)
    unit, places = units.get_unit(desk.unit_id), _places(desk)
    found = queries.list_ladders(actor=request.actor, unit_id=desk.unit_id)
    items = [
        {
            "ladder": each,
            "conditions": shown.conditions(each.said, places),
            "steps": shown.steps(each.said, each.steps),
            "is_deaf": shown.preview(_preview(each.desk, unit["agency"], each.said))["is_deaf"],
        }
        for each in found
    ]
    context = {
        "unit": unit,
        "items": items,
        "usual": shown.usual(queries.list_usual_ladders(unit["agency"])),
        "units": [each for each in units.list_below(request.actor.unit_path) if each["unit_id"] != desk.unit_id],
        "may_keep": POLICY.can(request.actor, Action.CREATE_LADDER, desk),
        **_dry_run(request, desk),
    }
    return render(request, "incidents/ladders.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create_ladder(request: ActorRequest) -> HttpResponse:
    """Write a ladder; adding a step and looking first save nothing."""
    desk = _desk(request)
    POLICY.require(request.actor, Action.CREATE_LADDER, desk)
    sheet = _sheet(request, desk)
    if request.POST.get("do", "save") == "save" and request.method == "POST" and sheet.is_valid():
        try:
            made = alerts.create_ladder(actor=request.actor, said=sheet.said(), unit_id=desk.unit_id)
            return _saved(request, desk, made.pk)
        except Invalid as refusal:
            sheet.blame(refusal)
    return _form(request, desk, sheet, {"title": _("New ladder")})


@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: ActorRequest, ladder_id: UUID) -> HttpResponse:
    """One ladder: what it would do now, its form for those who keep it, and who changed it."""
    found = queries.get_ladder(actor=request.actor, ladder_id=ladder_id)
    may = POLICY.can(request.actor, Action.CHANGE_LADDER, found.desk)
    if request.method == "POST":
        POLICY.require(request.actor, Action.CHANGE_LADDER, found.desk)
    sheet = _sheet(request, found.desk, found.said, found.version)
    if request.POST.get("do", "save") == "save" and request.method == "POST" and sheet.is_valid():
        version = sheet.head.cleaned_data["version"]
        try:
            alerts.change_ladder(actor=request.actor, ladder_id=ladder_id, said=sheet.said(), version=version)
            return _saved(request, found.desk, ladder_id)
        except Invalid as refusal:
            sheet.blame(refusal)
        except Stale as refusal:
            sheet.head.add_error(None, refusal.message)
    context = {
        "title": found.name,
        "ladder": found,
        "may": may,
        "conditions": shown.conditions(found.said, _places(found.desk)),
        "entries": shown.changes(queries.list_ladder_changes(actor=request.actor, ladder_id=ladder_id)),
    }
    return _form(request, found.desk, sheet, context)


@require_POST
def move(request: ActorRequest, ladder_id: UUID) -> HttpResponse:
    """Try it earlier or later."""
    position = request.POST.get("position", "")
    alerts.move_ladder(actor=request.actor, ladder_id=ladder_id, position=int(position) if position.isdigit() else 1)
    messages.success(request, _("The order was changed."))
    return _list(queries.get_ladder(actor=request.actor, ladder_id=ladder_id).desk)


@require_POST
def end(request: ActorRequest, ladder_id: UUID) -> HttpResponse:
    """It is asked no more."""
    alerts.end_ladder(actor=request.actor, ladder_id=ladder_id)
    messages.success(request, _("The ladder has ended. Alarms that ring keep the ladder they began with."))
    return _list(queries.get_ladder(actor=request.actor, ladder_id=ladder_id).desk)


def _form(request: ActorRequest, desk: Desk, sheet: ladder_forms.Sheet, context: dict[str, Any]) -> HttpResponse:
    unit, asked = units.get_unit(desk.unit_id), request.POST.get("do", "")
    side = None
    if request.method != "POST" or asked == "look":
        try:
            side = _preview(desk, unit["agency"], sheet.said()) if sheet.can_be_looked_at() else None
        except Invalid as refusal:
            sheet.blame(refusal)
    if asked == "add":
        sheet.grown()
    context = {"unit": unit, "sheet": sheet, "may": True, "preview": side and shown.preview(side), **context}
    context |= _dry_run(request, desk)
    return render(request, "incidents/ladder.html", context, status=422 if sheet.errors else 200)


def _preview(desk: Desk, agency: str, said: LadderSaid) -> Any:
    return queries.preview_ladder(desk=desk, agency=agency, said=said)


def _sheet(
    request: ActorRequest, desk: Desk, said: LadderSaid | None = None, version: int | None = None
) -> ladder_forms.Sheet:
    callable_ = queries.list_choices(desk)
    choices = {
        "functions": ladder_forms.function_choices(callable_.functions),
        "posts": [(str(key), title) for key, title in callable_.posts.items()],
        "people": [
            (str(key), f"{who['rank']} {who['name']} · {who['title']}") for key, who in callable_.people.items()
        ],
        "places": [(str(key), name) for key, name in _places(desk).items()],
    }
    sent = request.POST if request.method == "POST" else None
    return ladder_forms.Sheet(sent, said=said, version=version, choices=choices)


def _dry_run(request: ActorRequest, desk: Desk) -> dict[str, Any]:
    """The question, and its answer if one was asked."""
    places = [(str(key), name) for key, name in _places(desk).items()]
    question = ladder_forms.Question(request.GET if "type" in request.GET else None, places=places)
    if not question.is_valid():
        return {"question": question, "sides": None}
    sides = foretelling.dry_run(actor=request.actor, event=question.event(), unit_id=desk.unit_id)
    woken = {sleeper.person_id for side in sides for rung in side.rungs for sleeper in rung.woken if rung.after == 0}
    return {"question": question, "sides": [shown.side(side) for side in sides], "woken": len(woken)}


def _saved(request: ActorRequest, desk: Desk, ladder_id: UUID) -> HttpResponse:
    """Said, and shouted if nobody would hear it."""
    found = queries.get_ladder(actor=request.actor, ladder_id=ladder_id)
    side = _preview(desk, found.agency, found.said)
    if shown.preview(side)["is_deaf"]:
        messages.error(request, _("Saved, but right now this ladder would wake NOBODY. Look at who is on duty."))
    else:
        messages.success(request, _("The ladder is saved. It holds from the next alarm on."))
    return redirect("incidents:ladder", ladder_id)


def _places(desk: Desk) -> dict[UUID, str]:
    return {place["place_id"]: place["full_name"] for place in units.list_places(desk.unit_id)}


def _desk(request: ActorRequest) -> Desk:
    """The unit that is shown: one's own, or one below it that the address names."""
    try:
        return access.get_unit_desk(request.actor, UUID(request.GET.get("unit") or str(request.actor.unit_id)))
    except ValueError:
        raise NotFound(_("There is no such unit.")) from None


def _list(desk: Desk) -> HttpResponse:
    response: HttpResponse = redirect("incidents:ladders")
    response["Location"] += f"?unit={desk.unit_id}"
    return response
