"""The words of an alert: its levels, its states, its channels, and what raising one takes."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import IntEnum, StrEnum
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sinergi.core.ids import new_id
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


class Again(StrEnum):
    """Why a ladder began anew, or went on although somebody had spoken."""

    NOT_ON_THE_WAY = "not_on_the_way"
    NOT_ARRIVED = "not_arrived"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


TELEPHONE = 99
"""The step of the last call, after every rung of a ladder."""


class Need(StrEnum):
    """Who of a step must answer, so that the unit has answered."""

    ONE = "one"
    ALL = "all"
    EACH_POST = "each_post"


class Channel(StrEnum):
    """How a person is reached; one folder each under ``channels/``."""

    LIVE_SCREEN = "live_screen"
    EMAIL = "email"
    WEBHOOK = "webhook"


class DeliveryState(StrEnum):
    """The life of one send to one person by one channel."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    SUPERSEDED = "superseded"


SHOWN = frozenset({DeliveryState.DELIVERED, DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED})
"""It stood on a screen; a mail says no more than that it was sent."""


class Sound(StrEnum):
    """Whether a screen can be heard, as the screen itself says."""

    ON = "on"
    BLOCKED = "blocked"
    MUTED = "muted"


class Step(TypedDict):
    """One row of a frozen ladder; the last wakes nobody and is its end."""

    after: int
    """Seconds from the alarm."""
    functions: list[str]
    posts: list[str]
    people: list[str]
    partners: bool
    """The partners' desks that so far only look on are called with sound."""
    need: str
    titles: list[str]
    """Of the posts and people named, as they were when the ladder was written."""


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
    """The only posts to wake (restricted reports): then no ladder of the unit's own is asked for."""


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step: when, and everybody it wakes."""

    minutes: int
    functions: tuple[str, ...] = ()
    posts: tuple[UUID, ...] = ()
    people: tuple[UUID, ...] = ()
    partners: bool = False
    need: Need = Need.ONE

    @property
    def wakes(self) -> bool:
        """Does it call anybody?"""
        return bool(self.functions or self.posts or self.people or self.partners)


@dataclass(frozen=True, slots=True)
class LadderSaid:
    """A whole ladder; conditions left empty match everything."""

    name: str
    steps: tuple[StepSaid, ...]
    end_minutes: int = 5
    repeat: int = 0
    levels: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    place_ids: tuple[UUID, ...] = ()
    from_time: time | None = None
    until_time: time | None = None
    exercise: bool | None = None


NOBODY = UUID(int=0)
"""Nobody known reported it."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The alarm that is supposed."""

    level: Level
    kind: str
    at: datetime
    place_id: UUID | None = None
    exercise: bool = False
    reporter_id: UUID = NOBODY


@dataclass(frozen=True, slots=True)
class Sleeper:
    """Somebody who would be woken: by their post, and by which channels."""

    person_id: UUID
    posting_id: UUID
    title: str
    channels: tuple[str, ...]
    sound: str
    """Of their open screen; empty without one."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """One rung: when it is woken, whom it wakes; nobody: it is empty and the next follows at once."""

    step: int
    after: int
    """Seconds from the alarm."""
    row: Step
    woken: tuple[Sleeper, ...]
    systems: int = 0
    """The unit's own systems that are told."""


@dataclass(slots=True)
class Side:
    """One unit of the alarm; without rungs it is told, and nobody is woken."""

    called: Called
    ladder_name: str = ""
    ladder: list[Step] = field(default_factory=list)
    rungs: list[Foretold] = field(default_factory=list)
    ends_after: int | None = None
    """Seconds from the alarm until everybody is telephoned."""
    next_at: datetime | None = None
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class AlarmText:
    """What the alarm says, given by whoever raises it; this room understands none of it."""

    title: str
    """What its room calls it (RIOT): ladders may be chosen by it."""
    where: str
    details: dict[str, object] = field(default_factory=dict)
    place_id: UUID | None = None


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
    level: int = 0
    secret: str = ""
    """What an endpoint's requests are signed with, hidden (``core.hidden``)."""
    is_trial: bool = False
    """Nobody is woken: somebody wants to see whether the way works."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try: accepted by the channel when there is no error."""

    error: str = ""
    is_final: bool = False
    """The provider said no for good: it is not asked again."""
    wait: float = 0
    """Seconds the provider asked us to wait."""
    at: datetime | None = None
    """When the answer came; it is written a moment later."""


ACCEPTED = Outcome()
LANES = (0, 1, 2, 3)
"""Real critical, real, drill, routine: each is sent by itself."""


class SystemKind(StrEnum):
    """What the auditor finds wrong with the alarm system itself."""

    SILENT_ENGINE = "silent_engine"
    LATE_LADDER = "late_ladder"
    OLD_PENDING = "old_pending"
    EXPIRED_LEASE = "expired_lease"
    FAILING_CHANNEL = "failing_channel"
    ROSTER_GAP = "roster_gap"
    DESK_WITHOUT_SCREEN = "desk_without_screen"


BREAKS_ALARMING = frozenset(SystemKind) - {SystemKind.ROSTER_GAP, SystemKind.DESK_WITHOUT_SCREEN}
"""While one of these is open an alarm may wake nobody: the installation's heartbeat stops."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check of the auditor found wrong now."""

    kind: SystemKind
    since: datetime
    count: int = 1
    key: str = ""
    """Which one of its kind: a channel, a machine, a shift."""
    unit_id: UUID | None = None
    """Whose it is; None: the whole installation's."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One round of the auditor."""

    raised: int
    ended: int
    is_sound: bool
    """Every check was made, and none found that an alarm may wake nobody."""


@dataclass(frozen=True, slots=True)
class SystemLine:
    """One open or ended finding, as a mail tells it: no unit, no person, no incident."""

    id: UUID
    kind: SystemKind
    key: str
    count: int
    since_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SystemMail:
    """What one keeper of the system is told in one mail."""

    address: str
    lines: tuple[SystemLine, ...]
