"""Piket: who is on duty now, the next days of every roster, and the forms of those who keep them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sinergi.access.policy import own_unit_or_below
from sinergi.access.types import ActorRequest, Desk
from sinergi.alerts import actions, presenting_duty, queries, roster_forms
from sinergi.alerts.policy import POLICY, Action
from sinergi.core import clock
from sinergi.core.errors import Conflict, Invalid, NotFound
from sinergi.units import queries as units

Do = Callable[[], str]
"""Does it, and returns where to go on."""


@require_safe
def duty(request: ActorRequest) -> HttpResponse:
    """Who is on duty at each post, the next three days, and where nobody is."""
    at, desk = clock.now(), _desk(request)
    rosters = queries.list_rosters(actor=request.actor, at=at, unit_id=desk.unit_id)
    below = units.list_below(request.actor.unit_path)
    context = {
        "unit": units.get_unit(desk.unit_id),
        "on_duty": queries.list_on_duty(desk.unit_id, presenting_duty.POSTS, at),
        "rosters": [presenting_duty.roster(roster, at) for roster in rosters],
        "gaps": sorted((gap for roster in rosters for gap in roster.gaps(at)), key=lambda gap: gap.starts_at),
        "units": [unit for unit in below if unit["unit_id"] != desk.unit_id],
        "may_keep": POLICY.can(request.actor, Action.CREATE_ROSTER, desk),
    }
    return render(request, "alerts/duty.html", context)


@require_safe
def roster(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """One roster: its shifts and replacements, with what its keeper may do."""
    at = clock.now()
    found = queries.get_roster(actor=request.actor, roster_id=roster_id, at=at)
    shown = presenting_duty.roster(found, at)
    context = {"roster": shown, "gaps": found.gaps(at), "may": POLICY.can(request.actor, Action.ADD_SHIFT, found.desk)}
    return render(request, "alerts/roster.html", context)


def create_roster(request: ActorRequest) -> HttpResponse:
    """Choose the posts whose holders take turns."""
    desk = _desk(request)
    POLICY.require(request.actor, Action.CREATE_ROSTER, desk)
    posts = queries.list_rosterable(actor=request.actor, unit_id=desk.unit_id, at=clock.now())
    free = [(str(post["post_id"]), post["title"]) for post in posts if post["roster_id"] is None]
    form = roster_forms.Roster(request.POST or None, posts=free)

    def do() -> str:
        made = actions.create_roster(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The roster exists. Until its first shift, everybody in these posts is woken."))
        return _of(made.pk)

    return _filled(request, form, do, title=_("New roster"), verb=_("Make the roster"), back=reverse("alerts:duty"))


def add_shift(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Put a holder on duty: once or in turn."""
    form = roster_forms.Shift(request.POST or None, people=_people(request, roster_id, Action.ADD_SHIFT))

    def do() -> str:
        actions.add_shift(actor=request.actor, roster_id=roster_id, **form.said())
        messages.success(request, _("The shift stands in the roster."))
        return _of(roster_id)

    return _filled(request, form, do, title=_("New shift"), verb=_("Add the shift"), back=_of(roster_id))


def add_override(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Somebody is replaced for a while."""
    form = roster_forms.Override(request.POST or None, people=_people(request, roster_id, Action.ADD_OVERRIDE))

    def do() -> str:
        actions.add_override(actor=request.actor, roster_id=roster_id, **form.said())
        messages.success(request, _("The replacement stands in the roster."))
        return _of(roster_id)

    return _filled(request, form, do, title=_("Replacement"), verb=_("Replace"), back=_of(roster_id))


@require_POST
def end_shift(request: ActorRequest, roster_id: UUID, shift_id: UUID) -> HttpResponse:
    """The shift comes round no more."""
    actions.end_shift(actor=request.actor, roster_id=roster_id, shift_id=shift_id)
    messages.success(request, _("The shift has ended."))
    return redirect(_of(roster_id))


@require_POST
def withdraw_override(request: ActorRequest, roster_id: UUID, override_id: UUID) -> HttpResponse:
    """The shifts are as they were."""
    actions.withdraw_override(actor=request.actor, roster_id=roster_id, override_id=override_id)
    messages.success(request, _("The replacement was withdrawn."))
    return redirect(_of(roster_id))


@require_POST
def end_roster(request: ActorRequest, roster_id: UUID) -> HttpResponse:
    """Everybody in these posts is woken again."""
    actions.end_roster(actor=request.actor, roster_id=roster_id)
    messages.success(request, _("The roster has ended. Everybody in its posts is woken again."))
    return redirect("alerts:duty")


def _filled(request: ActorRequest, form: Form, do: Do, **words: str) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect(do())
        except Invalid as refused:
            for name, sentence in refused.fields.items():
                field = roster_forms.FIELDS.get(name, name)
                form.add_error(field if field in form.fields else None, sentence)
        except Conflict as refused:
            form.add_error(None, refused.message)
    context = {"form": form, **words}
    return render(request, "alerts/roster_form.html", context, status=422 if form.errors else 200)


def _people(request: ActorRequest, roster_id: UUID, action: Action) -> list[tuple[str, str]]:
    found = queries.get_roster(actor=request.actor, roster_id=roster_id, at=clock.now())
    POLICY.require(request.actor, action, found.desk)
    return presenting_duty.people(found)


def _desk(request: ActorRequest) -> Desk:
    """The unit that is shown: one's own, or one below it that the address names."""
    try:
        unit = units.get_unit(UUID(request.GET.get("unit", str(request.actor.unit_id))))
    except ValueError:
        raise NotFound(_("There is no such unit.")) from None
    desk = Desk(unit["unit_id"], unit["path"])
    if not own_unit_or_below(request.actor, desk):
        raise NotFound(_("There is no such unit."))
    return desk


def _of(roster_id: UUID) -> str:
    return reverse("alerts:roster", args=[roster_id])
