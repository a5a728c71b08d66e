"""Between Django's session, which knows the person, and a sign-in, which acts for a posting."""

import re
from typing import Any, Final
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.dispatch import receiver
from django.http import HttpRequest

from sinergi.access import actions, queries
from sinergi.access.middleware import ENTERED
from sinergi.core.actor import SYSTEM

# The first that fits: Edge and Opera also call themselves Chrome, and everything on Apple Safari.
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def needs_factor(request: HttpRequest) -> bool:
    """True until the person has set up a second factor; the demo has none, its people are invented."""
    return not settings.DEMO and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])


def begin(request: HttpRequest, posting_id: UUID) -> None:
    """From now on this browser acts for the posting."""
    request.session[ENTERED] = True
    request.session.save()
    key = request.session.session_key or ""
    actions.start_sign_in(actor=SYSTEM, posting_id=posting_id, session_key=key, device=device(request))


def leave(request: HttpRequest) -> None:
    """This browser acts for nobody any more."""
    if actor := request.actor:  # type: ignore[attr-defined] # set by ActorMiddleware
        actions.end_sign_in(actor=actor, sign_in_id=UUID(actor.session_id))
    logout(request)


def device(request: HttpRequest) -> str:
    """What the list of sign-ins calls this browser: "Chrome, Android"."""
    agent = request.headers.get("User-Agent", "")
    names = (next((name for sign, name in signs if re.search(sign, agent)), "") for signs in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, names))


@receiver((password_changed, password_reset))
def end_every_sign_in(request: HttpRequest, user: Any, **_signal: object) -> None:
    """A new password ends every sign-in made with the old one; this browser chooses its posting anew."""
    for key in queries.list_keys(SYSTEM, user.pk):
        if key["kind"] == "sign_in":
            actions.end_sign_in(actor=SYSTEM, sign_in_id=key["id"])
    request.session.pop(ENTERED, None)


@receiver(authenticator_added)
def count_as_proof(request: HttpRequest, user: Any, **_signal: object) -> None:
    """Who just gave the first code of a new factor sees the recovery codes without being asked again."""
    record_authentication(request, user, method="mfa", reauthenticated=True)
