"""Answers of people, one address for each verb; and what screens report. The alarm page itself is the shell's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.types import ActorRequest
from sinergi.alerts import actions, forms, queries
from sinergi.core.errors import Conflict, Invalid

ALARM_PAGE = "web:alarm-of"
Do = Callable[..., Any]


@require_POST
def acknowledge(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """Take charge; whoever was second is told by whom, on the same page."""
    return _answer(request, alert_id, forms.Answer(request.POST), actions.acknowledge, _("Accept"))


@require_POST
def respond(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """On the way: how many, and in how many minutes."""
    return _answer(request, alert_id, forms.Response(request.POST), actions.respond, _("On the way"))


@require_POST
def decline(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The unit will not come, and says why."""
    return _answer(request, alert_id, forms.Decline(request.POST), actions.decline, _("Decline this alarm"))


@require_POST
def arrive(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The unit's people are at the gate."""
    return _answer(request, alert_id, forms.Answer(request.POST), actions.arrive, _("Arrived on site"))


@require_POST
def stand_down(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """The unit's part is over."""
    return _answer(request, alert_id, forms.Answer(request.POST), actions.stand_down, _("Stand down"))


@require_POST
def take_back(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """Undo one's own acceptance within ten seconds."""
    return _answer(request, alert_id, forms.Answer(request.POST), actions.take_back, _("Undo"))


@require_POST
def telephone(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """I am calling the unit that nobody answered for."""
    return _answer(request, alert_id, Form(request.POST), actions.telephone, _("I am calling"))


@require_POST
def arm_screen(request: ActorRequest) -> HttpResponse:
    """A screen says that it is open, and whether it can be heard."""
    form = forms.Screen(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    actions.arm_screen(actor=request.actor, screen_id=form.cleaned_data["screen"], sound=form.cleaned_data["sound"])
    return HttpResponse(status=204)


@require_POST
def confirm_receipt(request: ActorRequest) -> HttpResponse:
    """The page's own receipt: this alarm is on this screen, or was looked at."""
    form = forms.Receipt(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    alert = queries.find_visible(actor=request.actor, subject=form.cleaned_data["subject"])
    if alert is not None:
        seen = form.cleaned_data["state"] == "seen"
        actions.confirm_receipt(actor=request.actor, alert_id=alert.alarm_id, seen=seen)
    return HttpResponse(status=204)


@require_POST
def try_screen(request: ActorRequest) -> HttpResponse:
    """The part of a sound test that only the server can do: a nudge to this person's own screens."""
    form = forms.Tested(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    actions.try_screen(actor=request.actor, screen_id=form.cleaned_data["screen"])
    return HttpResponse(status=204)


def _answer(request: ActorRequest, alert_id: UUID, form: Form, action: Do, title: str) -> HttpResponse:
    if not form.is_valid():
        return _again(request, alert_id, form, title)
    try:
        action(actor=request.actor, alert_id=alert_id, **form.cleaned_data)
    except Invalid as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name, sentence)
        return _again(request, alert_id, form, title)
    except Conflict as refusal:
        # The alarm's own page shows how it stands now, and who was first.
        messages.warning(request, refusal.message)
    return redirect(ALARM_PAGE, alert_id)


def _again(request: ActorRequest, alert_id: UUID, form: Form, title: str) -> HttpResponse:
    alert = queries.get_alert(actor=request.actor, alert_id=alert_id)
    context = {"alert": alert, "title": title, "form": form, "action": request.path, "here": alert_id}
    return render(request, "alerts/verb.html", context, status=422)
