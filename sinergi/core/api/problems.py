"""Every refusal of the API is a problem document (RFC 9457): one shape, one sentence that says what to do."""

import json
import logging
import re
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sinergi.core.api import sentences
from sinergi.core.api.usual import MEDIA_TYPE, document
from sinergi.core.errors import Invalid, Refusal
from sinergi.core.ids import new_id

logger = logging.getLogger("sinergi.api")


def problem(status: int, detail: str = "", *, name: str = "", title: str = "", **more: object) -> HttpResponse:
    """One problem document."""
    said = document(status, detail, name=name, title=title, more=more)
    return HttpResponse(json.dumps(said, ensure_ascii=False, default=str), status=status, content_type=MEDIA_TYPE)


def install(api: NinjaAPI) -> None:
    """Make this API refuse in problem documents only."""
    handlers: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        Refusal: lambda _request, refusal: of_refusal(refusal),
        ValidationError: lambda _request, error: of_fields([sentences.of_error(each) for each in error.errors]),
        AuthenticationError: lambda _request, _error: _not_signed_in(),
        HttpError: lambda _request, error: _of_http_error(error),
        Http404: lambda _request, _error: problem(404),
        RequestDataTooBig: lambda _request, _error: problem(413),
        UnreadablePostError: lambda _request, _error: problem(400),  # the client went away while sending
        OperationalError: lambda _request, _error: _unavailable(),
        InterfaceError: lambda _request, _error: _unavailable(),
        Exception: lambda _request, error: _fault(error),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def of_refusal(refusal: Refusal) -> HttpResponse:
    """An anticipated failure."""
    if isinstance(refusal, Invalid) and refusal.fields:
        return of_fields(
            [{"field": field, "message": message} for field, message in refusal.fields.items()], refusal.message
        )
    name = re.sub(r"(?<!^)(?=[A-Z])", "-", type(refusal).__name__).lower()
    return problem(refusal.status, refusal.message, name=name, title=_(refusal.title), **refusal.extra)


def of_fields(errors: list[dict[str, str]], detail: str = "") -> HttpResponse:
    """Which fields cannot be used, and why."""
    return problem(422, detail if len(errors) == 1 else "", errors=errors)


def _of_http_error(error: HttpError) -> HttpResponse:
    # The library wraps what our body reader raises; its reason is the one worth telling.
    if isinstance(error.__cause__, Refusal):
        return of_refusal(error.__cause__)
    return problem(error.status_code)


def _not_signed_in() -> HttpResponse:
    response = problem(401)
    response["WWW-Authenticate"] = 'Bearer realm="sinergi"'
    return response


def _unavailable() -> HttpResponse:
    response = problem(503)
    response["Retry-After"] = "2"
    return response


def _fault(error: Exception) -> HttpResponse:
    instance = f"urn:uuid:{new_id()}"
    # The message of an error may quote what somebody wrote; the place and the kind never do.
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s: %s\n%s", instance, type(error).__name__, place)
    return problem(500, instance=instance)


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Refusals made outside the API's own functions (unknown address, wrong method, wrong host) take the same shape."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return problem(411)  # Django reads a body of unknown length as empty: words would be lost without a sign
        response = get_response(request)
        if response.status_code < 400 or response.get("Content-Type") == MEDIA_TYPE:
            return response
        shaped = problem(response.status_code)
        for name, value in response.items():
            if name not in {"Content-Type", "Content-Length"}:
                shaped[name] = value
        return shaped

    return answer
