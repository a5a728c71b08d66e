"""The page of what is wrong with the alarm system, and its one verb."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.types import ActorRequest
from sinergi.alerts import actions, system
from sinergi.core.api import pages
from sinergi.core.errors import Conflict
from sinergi.core.fragments import render_page

SHOWN = 50


def system_alerts(request: ActorRequest) -> HttpResponse:
    """What is wrong now, and what was, newest first."""
    before = pages.decode(request.GET.get("before"), UUID)
    found = system.list_system_alerts(actor=request.actor, before=before[0] if before else None, limit=SHOWN)
    page = pages.page(found, SHOWN, lambda alert: (alert.pk,))
    older = f"{reverse('alerts:system')}?before={page['next']}" if page["next"] else ""
    items = [system.shown(alert, request.actor) for alert in page["items"]]
    context = {"items": items, "older_href": older, "newer_href": reverse("alerts:system") if before else ""}
    return render_page(request, "alerts/system.html", context, parts={"found"})


@require_POST
def acknowledge_system(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """Somebody sees to it; whoever was second is told who was first."""
    try:
        actions.acknowledge_system(actor=request.actor, alert_id=alert_id)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Noted: you see to it."))
    return redirect("alerts:system")
