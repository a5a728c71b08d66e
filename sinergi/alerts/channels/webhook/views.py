"""The settings of a unit's own systems: add, test, end, see what was sent, send it again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.types import ActorRequest
from sinergi.alerts import actions, presenting_sends, ways
from sinergi.alerts.channels.webhook import signing
from sinergi.alerts.channels.webhook.forms import Address
from sinergi.core.errors import Conflict, Invalid
from sinergi.core.fragments import render_page


def endpoints(request: ActorRequest) -> HttpResponse:
    """The systems that my unit tells."""
    return _list(request, Address())


@require_POST
def add(request: ActorRequest) -> HttpResponse:
    """Tell one more; its secret stands on this one page and nowhere else."""
    form, secret = Address(request.POST), signing.new_secret()
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        endpoint = actions.add_endpoint(actor=request.actor, url=form.cleaned_data["url"], secret=secret)
    except Invalid as refusal:
        form.add_error("url", refusal.fields["url"])
        return _list(request, form, status=422)
    except Conflict as refusal:
        form.add_error("url", refusal.message)
        return _list(request, form, status=409)
    return render(request, "alerts/webhook_secret.html", {"endpoint": endpoint, "secret": secret})


def detail(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    """One system, its tests and the last sends."""
    endpoint = ways.get_endpoint(actor=request.actor, endpoint_id=endpoint_id)
    context = {
        "endpoint": endpoint,
        "trials": presenting_sends.trials(ways.list_trials(endpoint=endpoint)),
        "sends": presenting_sends.sends(ways.list_sends(endpoint=endpoint)),
    }
    return render_page(request, "alerts/webhook.html", context, parts={"trials", "sends"})


@require_POST
def test(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    """Send a ping; the page shows how it went."""
    return _back(request, endpoint_id, lambda: actions.try_endpoint(actor=request.actor, endpoint_id=endpoint_id))


@require_POST
def end(request: ActorRequest, endpoint_id: UUID) -> HttpResponse:
    """Nothing more is told to it."""
    actions.end_endpoint(actor=request.actor, endpoint_id=endpoint_id)
    messages.success(request, _("Ended. Nothing more is sent to this address."))
    return redirect("alerts:webhooks")


@require_POST
def replay(request: ActorRequest, delivery_id: UUID) -> HttpResponse:
    """Once more, under the same id."""
    endpoint_id = ways.get_send(actor=request.actor, delivery_id=delivery_id).endpoint_id
    return _back(request, endpoint_id, lambda: actions.replay(actor=request.actor, delivery_id=delivery_id))


def _list(request: ActorRequest, form: Address, *, status: int = 200) -> HttpResponse:
    found = ways.list_endpoints(actor=request.actor)
    context = {
        "told": [each for each in found if each.ended_at is None],
        "ended": [each for each in found if each.ended_at is not None],
        "form": form,
    }
    return render(request, "alerts/webhooks.html", context, status=status)


def _back(request: ActorRequest, endpoint_id: UUID | None, do: Any) -> HttpResponse:
    try:
        do()
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("alerts:webhook", endpoint_id)
