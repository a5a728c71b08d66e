"""The pages' boundary: what the menu may offer, and a refusal of any room as a page that says why and where to go."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from sinergi.alerts import policy as alerts
from sinergi.core.errors import Refusal
from sinergi.incidents import cases
from sinergi.web import errors

PAGES: Final = {403: 403, 404: 404, 409: 409, 412: 409}
"""The page of each status; input that cannot be used and had no form to be shown in is a 400."""


class MenuMiddleware:
    """Adds to ``request.may`` what rooms above access decide."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if actor := request.actor:  # type: ignore[attr-defined] # set by ActorMiddleware
            request.may |= {  # type: ignore[attr-defined] # set by ActorMiddleware
                "report": cases.may_report(actor),
                "be_woken": alerts.may_be_woken(actor),
                "keep": alerts.may_keep(actor),
                "keep_ladders": alerts.may_keep_ladders(actor),
            }
        return self._get_response(request)


class RefusalMiddleware:
    """What the API turns into a problem document, a browser gets as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Anything that is not a refusal is a bug and crashes."""
        if not isinstance(exception, Refusal):
            return None
        # Not visible and not there must look the same, to the byte: the page of 404 says no more than its address.
        sentence = "" if exception.status == 404 else exception.message
        page = errors.refusal(request, PAGES.get(exception.status, 400), sentence=sentence)
        page.status_code = exception.status
        return page


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Django's own refusal of a request it cannot read; too much text has a page of its own."""
    return errors.refusal(request, 413 if type(exception).__name__ == "RequestDataTooBig" else 400)
