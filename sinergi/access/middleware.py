"""Who is asking: ``request.actor`` for every page, and nobody without one except where the door stands open."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from sinergi.access import queries
from sinergi.access.policy import POLICY, Action
from sinergi.access.types import Desk

ENTERED = "entered"
"""Set in a session once it acted for a posting: when that ended, the session is of no further use."""
MACHINES = "/api/"
"""Machines bring a token with each request; the API asks for it itself."""

View = Callable[..., HttpResponse]


class RoleHostMiddleware:
    """``police_desk.localhost`` is not a name Django accepts; in a demo it leads to ``police-desk.localhost``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "")
        name, dot, rest = host.partition(".")
        if not (settings.DEMO and "_" in name and dot and rest.partition(":")[0] == "localhost"):
            return self._get_response(request)
        dashed = f"{request.scheme}://{name.replace('_', '-')}.{rest}{request.get_full_path()}"
        return HttpResponseRedirect(dashed) if request.method == "GET" else HttpResponse(status=421)


class ActorMiddleware:
    """Sets ``request.actor``, ``request.actor_card`` and ``request.may``; sends strangers to the door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _identify(request)
        with _zone_of(request):
            return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Every page asks for an actor, except views marked ``login_not_required`` and the API."""
        if request.actor or request.path_info.startswith(MACHINES) or not getattr(view, "login_required", True):  # type: ignore[attr-defined] # set above
            return None
        return _to_the_door(request)


def _identify(request: HttpRequest) -> None:
    request.actor = request.actor_card = None  # type: ignore[attr-defined] # ours
    request.may = {}  # type: ignore[attr-defined] # ours
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or request.path_info.startswith(MACHINES):
        return
    if visitor := queries.find_visitor(key):
        actor, card = visitor
        request.actor, request.actor_card = actor, card  # type: ignore[attr-defined] # ours
        request.may = {"people": POLICY.can(actor, Action.INVITE, Desk(actor.unit_id, actor.unit_path))}  # type: ignore[attr-defined] # ours
        _speak(request, card["language"])
    elif request.session.get(ENTERED):
        request.session.flush()


def _speak(request: HttpRequest, language: str) -> None:
    """The language chosen on this device, else the person's own."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(language)
        request.LANGUAGE_CODE = language


def _zone_of(request: HttpRequest) -> timezone.override:
    card = request.actor_card  # type: ignore[attr-defined] # ours
    return timezone.override(card["zone"] if card else "Asia/Jakarta")


def _to_the_door(request: HttpRequest) -> HttpResponse:
    door = "access:enter" if request.user.is_authenticated else "access:demo" if settings.DEMO else "account_login"
    back = request.get_full_path() if request.method == "GET" else "/"
    return _go(request, reverse(door) + (f"?{urlencode({'next': back})}" if back != "/" else ""))


def _go(request: HttpRequest, where: str) -> HttpResponse:
    """A fragment cannot show the door: tell htmx to load the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)
