"""The demo's own door: one click makes you a police desk or a guard. Only in a demo, only on this machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from sinergi.access import entrance
from sinergi.access.demo_roles import DEMO_ROLES, SIDE_LABELS, DemoRole
from sinergi.access.models import Person
from sinergi.core import clock, sql

BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"

_WHO = """
SELECT person.id AS person_id, p.id AS posting_id, c.person_name, c.rank, c.post_title, c.unit_short_name, person.email
FROM access_person person
JOIN access_posting p ON p.person_id = person.id AND p.starts_at <= %(at)s AND (p.ends_at IS NULL OR p.ends_at > %(at)s)
JOIN access_v_card c ON c.posting_id = p.id
WHERE person.email = ANY(%(emails)s) AND person.is_active
ORDER BY person.email, p.starts_at
"""


@dataclass(frozen=True, slots=True)
class Way:
    """A role that has somebody in this demo, and the link that makes a visitor that person."""

    role: DemoRole
    href: str
    who: dict[str, Any]


def require(request: HttpRequest) -> None:
    """404 unless this is a demo and the visitor sits at this machine."""
    host = request.get_host().partition(":")[0]
    is_here = host in {"127.0.0.1", "localhost"} or host.endswith(".localhost")
    if not (settings.DEMO and is_here and all(_is_loopback(peer) for peer in _peers(request))):
        raise Http404


def role_of_host(request: HttpRequest) -> DemoRole | None:
    """``police-desk.localhost`` and ``police_desk.localhost`` are the police desk's; bare localhost is nobody's."""
    name, _dot, rest = request.get_host().partition(":")[0].partition(".")
    key = name.lower().replace("-", "_")
    return next((role for role in DEMO_ROLES if role.key == key and rest == "localhost"), None)


def list_ways(request: HttpRequest) -> list[tuple[str | Promise, list[Way]]]:
    """The roles that have somebody in this demo, side by side as the page shows them."""
    people = _people(DEMO_ROLES)
    ways = [Way(role, _href(request, role), people[role.email]) for role in DEMO_ROLES if role.email in people]
    return [
        (label, found) for side, label in SIDE_LABELS.items() if (found := [w for w in ways if w.role.side == side])
    ]


def enter(request: HttpRequest, role: DemoRole) -> None:
    """Make this browser the role's person, whoever it was before."""
    found = _people([role]).get(role.email)
    if found is None:
        raise Http404
    login(request, Person.objects.get(id=found["person_id"]), backend=BACKEND)
    entrance.begin(request, found["posting_id"])


def _people(roles: Iterable[DemoRole]) -> dict[str, dict[str, Any]]:
    rows = sql.rows(_WHO, {"emails": [role.email for role in roles], "at": clock.now()})
    return {row["email"]: row for row in reversed(rows)}


def _href(request: HttpRequest, role: DemoRole) -> str:
    _host, colon, port = request.get_host().partition(":")
    return f"{request.scheme}://{role.key.replace('_', '-')}.localhost{colon}{port}{reverse('access:demo_enter')}"


def _peers(request: HttpRequest) -> list[str]:
    """Everybody the request came through; our own proxy's socket has no address."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    return [peer.strip() for peer in (request.META.get("REMOTE_ADDR", ""), *forwarded) if peer.strip()]


def _is_loopback(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False
