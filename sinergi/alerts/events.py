"""Facts about alerts. The subject is the alarm's own (an incident); ``alert_id`` names the alarm."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sinergi.ledger.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised(Event):
    """An alarm began (or grew): these units are concerned."""

    kind: ClassVar[str] = "alert.raised"
    alert_id: UUID
    woken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRung(Event):
    """A rung was woken: addressed to its persons, so that their screens sound at once."""

    kind: ClassVar[str] = "alert.rung"
    alert_id: UUID
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertClimbed(Event):
    """The ladder of a unit went on to its next rung."""

    kind: ClassVar[str] = "alert.climbed"
    alert_id: UUID
    step: int
    posts: tuple[str, ...]
    woken: int
    titles: tuple[str, ...] = ()
    """Posts that the step names beside the functions."""
    partners: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertExhausted(Event):
    """Nobody of a unit answered to the end of its ladder: telephone now."""

    kind: ClassVar[str] = "alert.exhausted"
    alert_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer(Event):
    alert_id: UUID
    post: str
    after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAcknowledged(_Answer):
    """A unit took charge of its part."""

    kind: ClassVar[str] = "alert.acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPartlyAcknowledged(_Answer):
    """One of those whom a step needs has accepted; the others still ring."""

    kind: ClassVar[str] = "alert.partly_acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertResponding(_Answer):
    """A unit is on its way."""

    kind: ClassVar[str] = "alert.responding"
    personnel: int
    eta_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDeclined(_Answer):
    """A unit will not come; its reason stands with the alert."""

    kind: ClassVar[str] = "alert.declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertArrived(_Answer):
    """A unit's people are at the gate."""

    kind: ClassVar[str] = "alert.arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStoodDown(_Answer):
    """A unit's people were released."""

    kind: ClassVar[str] = "alert.stood_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAnswered(Event):
    """Each side that rang has answered."""

    kind: ClassVar[str] = "alert.answered"
    alert_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLapsed(Event):
    """A unit had answered and did not follow it up in time: it rings again."""

    kind: ClassVar[str] = "alert.lapsed"
    alert_id: UUID
    promised: str
    """Where it stood: acknowledged (was to say who comes) or responding (was to arrive)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTakenBack(_Answer):
    """Accepted by mistake and taken back within seconds: it rings again."""

    kind: ClassVar[str] = "alert.taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTelephoned(Event):
    """Nobody of a unit had answered; somebody whom the last call reached is telephoning it."""

    kind: ClassVar[str] = "alert.telephoned"
    alert_id: UUID
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenTested(Event):
    """Somebody tried whether the stream reaches their own screen: told to them alone, and asks nothing of anybody."""

    kind: ClassVar[str] = "screen.tested"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSuperseded(Event):
    """A unit's ladder stopped because its answer is no longer needed."""

    kind: ClassVar[str] = "alert.superseded"
    alert_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCreated(Event):
    """The holders of some posts take turns from the first shift on."""

    kind: ClassVar[str] = "roster.created"
    post_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEnded(Event):
    """The posts are on duty with all their holders again."""

    kind: ClassVar[str] = "roster.ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftAdded(Event):
    """A holder has a shift: once, or again every so many days."""

    kind: ClassVar[str] = "roster.shift_added"
    shift_id: UUID
    posting_id: UUID
    starts_at: datetime
    minutes: int
    every_days: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEnded(Event):
    """A shift comes round no more."""

    kind: ClassVar[str] = "roster.shift_ended"
    shift_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideAdded(Event):
    """For a while one is taken off and another put on."""

    kind: ClassVar[str] = "roster.override_added"
    override_id: UUID
    starts_at: datetime
    ends_at: datetime
    out_posting_id: UUID | None
    in_posting_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideWithdrawn(Event):
    """The shifts are as they were."""

    kind: ClassVar[str] = "roster.override_withdrawn"
    override_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderCreated(Event):
    """A unit has a ladder of its own."""

    kind: ClassVar[str] = "ladder.created"
    changed: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderChanged(Event):
    """A unit's ladder is another from its next alarm on: what was said anew."""

    kind: ClassVar[str] = "ladder.changed"
    changed: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderMoved(Event):
    """It is tried earlier or later than the unit's other ladders."""

    kind: ClassVar[str] = "ladder.moved"
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderEnded(Event):
    """It is asked no more."""

    kind: ClassVar[str] = "ladder.ended"


LADDER_KINDS = (LadderCreated.kind, LadderChanged.kind, LadderMoved.kind, LadderEnded.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class _System(Event):
    problem: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAlertRaised(_System):
    """The auditor found something wrong with the alarm system."""

    kind: ClassVar[str] = "system.alert_raised"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAlertEnded(_System):
    """It is found no more."""

    kind: ClassVar[str] = "system.alert_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAlertAcknowledged(_System):
    """Somebody sees to it."""

    kind: ClassVar[str] = "system.alert_acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointAdded(Event):
    """A unit's own system is told of its rungs from now on."""

    kind: ClassVar[str] = "alert.endpoint_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointEnded(Event):
    """A unit's own system is told nothing more."""

    kind: ClassVar[str] = "alert.endpoint_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReplayed(Event):
    """A send to a unit's own system was asked for once more."""

    kind: ClassVar[str] = "alert.send_replayed"
    delivery_id: UUID


TIMELINE_KINDS = (
    AlertRaised.kind,
    AlertClimbed.kind,
    AlertExhausted.kind,
    AlertAcknowledged.kind,
    AlertPartlyAcknowledged.kind,
    AlertResponding.kind,
    AlertDeclined.kind,
    AlertArrived.kind,
    AlertStoodDown.kind,
    AlertAnswered.kind,
    AlertLapsed.kind,
    AlertTakenBack.kind,
    AlertTelephoned.kind,
)
