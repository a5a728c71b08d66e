"""What people and machines are told when the database is away: come back by yourself, nothing was half written."""

import sys
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.defaults import server_error as django_server_error

from sinergi.core.api.problems import problem


def server_error(request: HttpRequest) -> HttpResponseBase:
    """503 when the database is away, 500 for every other surprise."""
    machine = request.path.startswith("/api/")
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        answer = problem(503) if machine else _page()
        answer.headers["Retry-After"], answer.headers["Cache-Control"] = "2", "no-store"
        return answer
    return problem(500) if machine else django_server_error(request)


def _page() -> HttpResponse:
    """Rendered at the start: no template here may ask a database that is gone."""
    file = Path(settings.HOME) / "run" / "503.html"
    return HttpResponse(file.read_text() if file.exists() else "503", status=503)
