"""The pages' boundary: a refusal of any room becomes a page that says why and where to go."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from sinergi.core.errors import Refusal
from sinergi.web import errors

PAGES: Final = {403: 403, 404: 404, 409: 409, 412: 409}
"""The page of each status; input that cannot be used and had no form to be shown in is a 400."""


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
        return errors.refusal(request, PAGES.get(exception.status, 400), sentence=exception.message)
