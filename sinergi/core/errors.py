"""How the house refuses. Each refusal is a sentence its reader can act on; everything else is a bug and crashes."""

from collections.abc import Mapping


class Refusal(Exception):
    """An anticipated failure; the edges turn it into a page or a problem document (RFC 9457)."""

    status = 400
    title = "Refused"

    def __init__(self, message: str, **extra: object) -> None:
        super().__init__(message)
        self.message = message
        self.extra: Mapping[str, object] = extra


class NotFound(Refusal):
    """It does not exist, or is not visible to the actor: the two must look the same."""

    status = 404
    title = "Not found"


class NotAllowed(Refusal):
    """Visible, but not the actor's to do."""

    status = 403
    title = "Not allowed"


class Conflict(Refusal):
    """Too late, or somebody was first."""

    status = 409
    title = "Too late"


class Stale(Refusal):
    """If-Match named a version that is no longer the present one."""

    status = 412
    title = "Changed meanwhile"


class Invalid(Refusal):
    """The input cannot be used; ``fields`` names what and why."""

    status = 422
    title = "Not valid"

    def __init__(self, message: str | None = None, **fields: str) -> None:
        super().__init__(message or next(iter(fields.values()), ""))
        self.fields: Mapping[str, str] = fields
