"""Every send of one alarm to the reader's own unit, a page at a time."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.access.types import ActorRequest
from sinergi.alerts import queries as alert_queries
from sinergi.alerts.around import sends_page

MOST_PAGES = 1000


@require_safe
def alarm_sends(request: ActorRequest, alert_id: UUID) -> HttpResponse:
    """From planned to answered, line by line."""
    alert = alert_queries.get_alert(actor=request.actor, alert_id=alert_id)
    asked = request.GET.get("page", "")
    page = min(int(asked), MOST_PAGES) if asked.isascii() and asked.isdigit() else 0
    context = sends_page(alert, page)
    context |= {
        "older_href": f"{request.path}?page={page + 1}" if context["has_more"] else "",
        "newer_href": f"{request.path}?page={page - 1}" if page else "",
        "shown": _("Page %(n)d") % {"n": page + 1} if page or context["has_more"] else "",
    }
    return render(request, "alerts/sends.html", context)
