"""The shell's own pages: how it looks, in which language, the gallery of components."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sinergi.core.fragments import render_page
from sinergi.web.context import THEMES
from sinergi.web.samples.components import components
from sinergi.web.samples.screens import SCREENS

YEAR = 365 * 24 * 3600


def menu(request: HttpRequest) -> HttpResponse:
    """Everything the bar at the bottom has no room for."""
    return render(request, "web/menu.html")


def waiting_alarms(request: HttpRequest) -> HttpResponse:
    """The strip above every page, asked for again by each screen when something rings or is answered."""
    return render_page(request, "ui/alarms.html", {"here": request.GET.get("here", "")})


def system_bar(request: HttpRequest) -> HttpResponse:
    """What is wrong with the alarm system, asked for again by each screen when the auditor found something."""
    return render_page(request, "ui/system_bar.html", {})


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device."""
    chosen = request.POST.get("theme", "")
    return _remember(request, "theme", chosen if chosen in THEMES else "auto")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Indonesian or English."""
    chosen = request.POST.get("language", "")
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, chosen if chosen in dict(settings.LANGUAGES) else "id")


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, in this theme; where the product is only shown, not used."""
    _only_where_shown()
    context = components() | {"screens": sorted(SCREENS)}
    return render(request, "web/gallery.html", context | _theme_asked(request))


def screen(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page filled with invented people and events."""
    _only_where_shown()
    if name not in SCREENS:
        raise Http404
    template, context = SCREENS[name]()
    return render(request, template, context | _theme_asked(request))


def _only_where_shown() -> None:
    if not (settings.DEMO or settings.TEST or settings.DEBUG):
        raise Http404


def _theme_asked(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get("theme", "")
    return {"theme": asked} if asked in THEMES else {}


def _remember(request: HttpRequest, name: str, value: str) -> HttpResponse:
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    return response
