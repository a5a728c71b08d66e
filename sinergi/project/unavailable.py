"""What people and machines are told when the database is away: come back by yourself, nothing was half written."""

import sys
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.defaults import server_error as django_server_error

_RETRY = {"Retry-After": "2", "Cache-Control": "no-store"}


def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 when the database is away, 500 for every other surprise."""
    machine = request.path.startswith("/api/")
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return problem(503, "The database is away. Ask again in two seconds.") if machine else _page()
    return problem(500, "Something broke here. It was written down.") if machine else django_server_error(request)


def problem(status: int, detail: str) -> HttpResponse:
    """RFC 9457."""
    body = {
        "type": "about:blank",
        "title": "Not available" if status == 503 else "Error",
        "status": status,
        "detail": detail,
    }
    headers = _RETRY if status == 503 else {}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)


def _page() -> HttpResponse:
    """Rendered at the start: no template here may ask a database that is gone."""
    file = Path(settings.HOME) / "run" / "503.html"
    body = file.read_text() if file.exists() else "503"
    return HttpResponse(body, status=503, headers=_RETRY)
