"""What every page needs around its content: who I am, where I can go, how it looks."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sinergi.alerts import system
from sinergi.core import clock
from sinergi.core.templatetags.ui import zone_name
from sinergi.web import alarms

THEMES: Final = ("light", "dark", "auto")


@dataclass(frozen=True, slots=True)
class Way:
    """One way through the house: a link of the rail or of the bar at the bottom."""

    label: str | Promise
    to: str
    icon: str
    where: str = "both"
    """``desk``: only beside the desk's pages; ``hand``: only in the bar at the bottom."""
    may: str = ""
    """The flag of the actor's card that opens it; empty: open to everyone signed in."""


WAYS: Final = (
    Way(_("Home"), "web:home", "home"),
    Way(_("Board"), "web:board", "layout-board"),
    Way(_("Incidents"), "incidents:list", "alert-octagon"),
    Way(_("On duty"), "alerts:duty", "phone", where="desk"),
    Way(_("Ladders"), "incidents:ladders", "stairs-up", where="desk", may="keep_ladders"),
    Way(_("Agreements"), "agreements:list", "file-certificate", where="desk"),
    Way(_("People"), "access:people", "users", where="desk", may="people"),
    Way(_("Alarm system"), "alerts:system", "heart-rate-monitor", where="desk", may="keep"),
    Way(_("Alarm channels"), "alerts:ways", "bell-ringing", where="desk"),
    Way(_("Menu"), "web:menu", "menu-2", where="hand"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of ``document.html`` and what it includes."""
    card: dict[str, Any] | None = getattr(request, "actor_card", None)
    may: dict[str, bool] = getattr(request, "may", {})
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get("theme", "auto")
    ringing = SimpleLazyObject(lambda: alarms.waiting(actor, here=_here(request))) if actor else None
    return {
        "demo": settings.DEMO,
        "card": card and _card(card),
        "alarms": ringing,
        "system": SimpleLazyObject(lambda: system.bar(actor)) if actor else None,
        "nav": _nav(request, may, SimpleLazyObject(lambda: _count(ringing))) if card else [],
        "may_be_woken": may.get("be_woken", False),
        "report": _way_to(request, "incidents:report") if may.get("report") else None,
        "theme": theme if theme in THEMES else "auto",
        "language": (get_language() or "id")[:2],
        "zone": timezone.get_current_timezone_name(),
        "zone_name": zone_name(),
        "shown_at": clock.now(),
        "sign_out_url": _reverse("access:sign_out"),
        "security_url": _reverse("access:security"),
    }


def _card(card: dict[str, Any]) -> dict[str, str]:
    person = f"{card.get('rank') or ''} {card['person_name']}".strip()
    return {"unit": card["unit_name"], "post": card["post_title"], "person": person}


def _count(ringing: Any) -> int:
    """How many alarms wait for the reader; asked only by pages that show the menu."""
    return len(ringing["items"]) + int(ringing["more"]) if ringing else 0


def _nav(request: HttpRequest, may: dict[str, bool], waiting: object) -> list[dict[str, Any]]:
    return [
        {
            "label": way.label,
            "icon": way.icon,
            "where": way.where,
            "count": waiting if way.to == "web:board" else 0,
            **link,
        }
        for way in WAYS
        if (not way.may or may.get(way.may)) and (link := _way_to(request, way.to))
    ]


def _way_to(request: HttpRequest, name: str) -> dict[str, Any] | None:
    href = _reverse(name)
    if not href:
        return None
    here = request.path == href if href == "/" else request.path.startswith(href)
    return {
        "href": href,
        "current": here and not (name == "incidents:list" and request.path.startswith(f"{href}report/")),
    }


def _here(request: HttpRequest) -> UUID | str | None:
    """The alarm whose own page is open, said by the address or by the strip that asks again; or the desk's page."""
    match = request.resolver_match
    if (match and match.view_name == "web:alarm") or request.GET.get("here") == alarms.DESK:
        return alarms.DESK
    if match and match.view_name == "web:alarm-of":
        return match.kwargs.get("alert_id")
    try:
        return UUID(request.GET.get("here", ""))
    except ValueError:
        return None


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
