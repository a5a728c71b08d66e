"""What happened to agreements and links. Both sides are told, and their superiors."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from sinergi.ledger.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigned(Event):
    """Units of different agencies agreed to share something until a day."""

    kind: ClassVar[str] = "agreement.signed"
    number: str
    scopes: tuple[str, ...]
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTerminated(Event):
    """A party ended the agreement before its day; its doors closed at once."""

    kind: ClassVar[str] = "agreement.terminated"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvent(Event):
    """Something happened between a facility and its partner."""

    link_id: UUID
    facility_id: UUID
    partner_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkProposed(LinkEvent):
    """One end asked the other to be connected; nothing is open yet."""

    kind: ClassVar[str] = "agreement.link_proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAccepted(LinkEvent):
    """An end accepted; when both have, the agreement's doors open between them."""

    kind: ClassVar[str] = "agreement.link_accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEnded(LinkEvent):
    """The doors between a facility and its partner closed."""

    kind: ClassVar[str] = "agreement.link_ended"
