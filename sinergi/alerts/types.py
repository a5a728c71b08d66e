"""The words of an alert: its levels, its states, its channels, and what raising one takes."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sinergi.ledger.types import Event


class Level(IntEnum):
    """How loud an alarm is. The nudge carries it, so that sound starts without a fetch."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class AlertState(StrEnum):
    """Where one agency stands with an alarm (domain §14)."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESPONDING = "responding"
    ARRIVED = "arrived"
    DECLINED = "declined"
    STOOD_DOWN = "stood_down"
    EXHAUSTED = "exhausted"
    SUPERSEDED = "superseded"


STATE_LABELS = {
    AlertState.OPEN: _("Not answered"),
    AlertState.ACKNOWLEDGED: _("Accepted"),
    AlertState.RESPONDING: _("On the way"),
    AlertState.ARRIVED: _("Arrived"),
    AlertState.DECLINED: _("Declined"),
    AlertState.STOOD_DOWN: _("Stood down"),
    AlertState.EXHAUSTED: _("Nobody answered"),
    AlertState.SUPERSEDED: _("No longer needed"),
}
WAITING = frozenset({AlertState.OPEN, AlertState.EXHAUSTED})
BUSY = frozenset({AlertState.ACKNOWLEDGED, AlertState.RESPONDING, AlertState.ARRIVED})
"""Answered, and not done with it."""
ANSWERED = frozenset(
    {AlertState.ACKNOWLEDGED, AlertState.RESPONDING, AlertState.ARRIVED, AlertState.DECLINED, AlertState.STOOD_DOWN}
)


class Channel(StrEnum):
    """How a person is reached; one folder each under ``channels/``."""

    LIVE_SCREEN = "live_screen"
    EMAIL = "email"


class DeliveryState(StrEnum):
    """The life of one send to one person by one channel."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"
    SUPERSEDED = "superseded"


SHOWN = frozenset({DeliveryState.DELIVERED, DeliveryState.SEEN})
"""It stood on a screen; a mail says no more than that it was sent."""


class Sound(StrEnum):
    """Whether a screen can be heard, as the screen itself says."""

    ON = "on"
    BLOCKED = "blocked"
    MUTED = "muted"


@dataclass(frozen=True, slots=True)
class Called:
    """A unit that an alarm concerns."""

    unit_id: UUID
    path: str
    agency: str
    is_origin: bool
    rings: bool
    """False: it sees the alert in its list, without sound and without a ladder."""
    functions: tuple[tuple[str, ...], ...] | None = None
    """The ladder's posts when they are not the agency's usual ones (restricted reports)."""


@dataclass(frozen=True, slots=True)
class AlarmText:
    """What the alarm says, given by whoever raises it; this room understands none of it."""

    title: str
    where: str
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raised:
    """An alarm under way, and its facts: the caller records them with its own, in one statement."""

    alert_id: UUID
    events: tuple[Event, ...]
    woken: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One claimed send, as a channel gets it: an address and a short code, never what happened."""

    id: UUID
    channel: str
    address: str
    attempts: int
    code: str
    exercise: bool
    has_screen: bool
    """A screen of this posting was open when it was claimed."""
