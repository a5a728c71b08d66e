"""How a machine says who it is: the token of a posting in the Authorization header, never in an address."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from sinergi.access import queries
from sinergi.access.types import Scope
from sinergi.core.actor import Actor
from sinergi.core.errors import NotAllowed


class Bearer(HttpBearer):
    """A living token of a posting; its scopes stand above the rights of the post."""

    openapi_description = "A token bound to a posting. It ends with the posting."

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """The actor behind the token: one query."""
        actor = queries.find_actor(token)
        if actor is None:
            return None
        needed = Scope.READ if request.method == "GET" else Scope.WRITE
        if needed not in actor.scopes:
            raise NotAllowed(_("This token may not do that: it lacks the scope %(scope)s.") % {"scope": needed.value})
        request.actor = actor  # type: ignore[attr-defined]  # ApiRequest, made here
        return actor
