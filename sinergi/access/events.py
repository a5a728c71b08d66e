"""What happened to people, posts and the ways in. Ids only; a name is never in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sinergi.ledger.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCreated(Event):
    """Somebody may be posted from now on."""

    kind: ClassVar[str] = "access.person_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(Event):
    """Somebody is to be told by mail how to sign in for the first time."""

    kind: ClassVar[str] = "access.person_invited"
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCreated(Event):
    """A unit has a new post, with the functions policy knows it by."""

    kind: ClassVar[str] = "access.post_created"
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingStarted(Event):
    """A person holds a post, and its rights, from then on."""

    kind: ClassVar[str] = "access.posting_started"
    post_id: UUID
    holder_id: UUID
    starts_at: datetime
    is_acting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEnded(Event):
    """A person no longer holds a post; its tokens and sign-ins ended with it."""

    kind: ClassVar[str] = "access.posting_ended"
    post_id: UUID
    holder_id: UUID
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenIssued(Event):
    """A machine may act for a posting until then."""

    kind: ClassVar[str] = "access.token_issued"
    scopes: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Event):
    """A machine may no longer act."""

    kind: ClassVar[str] = "access.token_revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInStarted(Event):
    """A browser acts for a posting."""

    kind: ClassVar[str] = "access.sign_in_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInEnded(Event):
    """A browser no longer acts for a posting."""

    kind: ClassVar[str] = "access.sign_in_ended"
