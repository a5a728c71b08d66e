"""How alarms reach me, and a test mail to see whether they do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sinergi.access.types import ActorRequest
from sinergi.alerts import actions, presenting_sends, ways
from sinergi.core.errors import Conflict, Invalid
from sinergi.core.fragments import render_page


def mine(request: ActorRequest) -> HttpResponse:
    """The ways by which alarms reach me."""
    context = {
        "address": ways.find_mail_address(actor=request.actor),
        "trials": presenting_sends.trials(ways.list_mail_trials(actor=request.actor)),
        "keeps_webhooks": ways.may_add_endpoint(request.actor),
    }
    return render_page(request, "alerts/ways.html", context, parts={"trials"})


@require_POST
def test(request: ActorRequest) -> HttpResponse:
    """Send me a test mail; the page shows how it went."""
    try:
        actions.try_mail(actor=request.actor)
    except (Conflict, Invalid) as refusal:
        messages.warning(request, refusal.message)
    return redirect("alerts:ways")
