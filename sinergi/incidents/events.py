"""Facts about incidents: ids and plain values, never content a reader might not be cleared for."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sinergi.ledger.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReported(Event):
    """A flash report was received; the grounds on which each unit was told."""

    kind: ClassVar[str] = "incident.reported"
    reference: str
    type: str
    severity: str
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentMoved(Event):
    """Base of the facts that move an incident along its states."""

    post: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentConfirmed(IncidentMoved):
    """The shift leader (or above) confirmed it and took command."""

    kind: ClassVar[str] = "incident.confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentUnderControl(IncidentMoved):
    """Declared under control."""

    kind: ClassVar[str] = "incident.under_control"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryStarted(IncidentMoved):
    """Recovery began (pemulihan)."""

    kind: ClassVar[str] = "incident.recovery_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCompleted(IncidentMoved):
    """The full report is complete and waits for review."""

    kind: ClassVar[str] = "incident.report_completed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSentBack(IncidentMoved):
    """The reviewer sent the report back."""

    kind: ClassVar[str] = "incident.report_sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReviewed(IncidentMoved):
    """The report was reviewed and approved."""

    kind: ClassVar[str] = "incident.reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentClosed(IncidentMoved):
    """Closed by the head."""

    kind: ClassVar[str] = "incident.closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReopened(IncidentMoved):
    """Reopened, with the reason."""

    kind: ClassVar[str] = "incident.reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFalseAlarm(IncidentMoved):
    """It was a false alarm."""

    kind: ClassVar[str] = "incident.false_alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDuplicate(IncidentMoved):
    """It is the same as another."""

    kind: ClassVar[str] = "incident.duplicate"
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPostAwaited(IncidentMoved):
    """Somebody proposed what needs a second post."""

    kind: ClassVar[str] = "incident.second_post_awaited"
    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentAmended(Event):
    """Fields were corrected: which, from what, to what."""

    kind: ClassVar[str] = "incident.amended"
    post: str
    changes: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    """On what ground each unit joined that was not told before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAdded(Event):
    """A line of news was written; its text stays in the incident."""

    kind: ClassVar[str] = "incident.entry_added"
    entry_id: UUID
    visibility: str


MOVES: tuple[type[IncidentMoved], ...] = (
    IncidentConfirmed,
    IncidentUnderControl,
    RecoveryStarted,
    ReportCompleted,
    ReportSentBack,
    IncidentReviewed,
    IncidentClosed,
    IncidentReopened,
    IncidentFalseAlarm,
    IncidentDuplicate,
    SecondPostAwaited,
)
TIMELINE_KINDS = (IncidentReported.kind, IncidentAmended.kind, *(move.kind for move in MOVES))
FLASH_KINDS = (IncidentReported.kind, IncidentClosed.kind, IncidentFalseAlarm.kind, IncidentDuplicate.kind)
"""What a partner whose agreement lapsed still reads once it is over."""
