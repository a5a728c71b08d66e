"""Facts about alerts. The subject is the alarm's own (an incident); ``alert_id`` names the alarm."""

from dataclasses import dataclass
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
class AlertSuperseded(Event):
    """A unit's ladder stopped because its answer is no longer needed."""

    kind: ClassVar[str] = "alert.superseded"
    alert_id: UUID


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
    AlertResponding.kind,
    AlertDeclined.kind,
    AlertArrived.kind,
    AlertStoodDown.kind,
    AlertAnswered.kind,
)
