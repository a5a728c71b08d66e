"""What is said about incidents, in and out."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from sinergi.core.api.schemas import Answer, Body, Count, Filters, Flag, Moment, SaidWords, Versioned, Words
from sinergi.incidents.cards import Side
from sinergi.incidents.types import TYPES, Severity, Status, Visibility
from sinergi.units.types import Agency

TypeCode = Annotated[str, Field(max_length=30, json_schema_extra={"enum": list(TYPES)})]
Reason = Annotated[SaidWords, Field(max_length=500)]


class Casualties(Body):
    """MD / LB / LR."""

    dead: Count = 0
    serious: Count = 0
    minor: Count = 0


class Report(Body):
    """A flash report; only the type is required. The facility is the token's."""

    type: TypeCode
    place_id: UUID | None = None
    occurred_at: Moment | None = Field(None, description="By the device's clock.")
    device_at: Moment | None = Field(None, description="The device's clock when it sends; ours corrects it.")
    summary: Words = ""
    severity: Severity | None = Field(None, description="If absent, the severity usual for the type.")
    casualties: Casualties = Casualties()
    under_control: Flag = False
    help_needed: Flag = False
    help_from: list[Agency] = Field([], max_length=9, description="With help_needed: from whom, beside the police.")
    exercise: Flag = False


class CountedCasualties(Body):
    """All three, so that a number left out is never read as none."""

    dead: Count
    serious: Count
    minor: Count


class Amendment(Body):
    """What is to be corrected; a field that is absent stays as it is."""

    type: TypeCode | None = None
    severity: Severity | None = None
    place_id: UUID | None = None
    casualties: CountedCasualties | None = None
    under_control: Flag | None = None
    help_needed: Flag | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _names_a_value(cls, value: object) -> object:
        # Read as "leave it", null would answer 200 to somebody who meant to clear a wrong place.
        if value is None:
            raise PydanticCustomError(
                "blank", str(_("null clears nothing: leave the field out to keep it, or send the right value."))
            )
        return value


class NewEntry(Body):
    """A line of news; it is never edited."""

    text: SaidWords
    visibility: Visibility = Visibility.OWN
    device_at: Moment | None = None


class Nothing(Body):
    """No words needed."""


class Completion(Body):
    """The full report."""

    narrative: Annotated[str, Field(max_length=20_000)] = ""


class Review(Body):
    """Approve, or send back with what is missing."""

    approve: Flag = True
    reason: Annotated[str, Field(max_length=2_000)] = ""


class Because(Body):
    """Why."""

    reason: Reason


class Original(Body):
    """Which incident it repeats: its id or its reference."""

    duplicate_of: Annotated[str, Field(min_length=1, max_length=60)]


class IncidentFilters(Filters):
    """Which incidents."""

    status: Status | None = None
    severity: Severity | None = None
    type: TypeCode | None = None
    facility_id: UUID | None = None
    open: bool | None = None


class Reported(Versioned):
    """Received: the reference to say on the phone, and the alarms it raised."""

    reference: str
    status: Status
    alerts: list[UUID]
    version: int = 1


class Commander(Answer):
    """Who commands on the ground, by post."""

    post: str
    phone: str


class Proposal(Answer):
    """What waits for a second post."""

    verb: str
    argument: str
    reason: str
    post: str = Field(validation_alias="post_title")
    at: datetime


class Own(Answer):
    """What only the facility's own side reads."""

    summary: str
    narrative: str
    reporter_post: str
    text_withheld: bool
    proposals: list[Proposal]


class Hurt(Answer):
    """MD / LB / LR."""

    dead: int
    serious: int
    minor: int


class Brief(Versioned):
    """An incident in a list, as the caller's side sees it."""

    reference: str
    type: str
    severity: Severity
    status: Status
    facility_id: UUID
    facility_name: str
    place_id: UUID | None
    place_name: str
    zone: str
    occurred_at: datetime
    received_at: datetime
    time_suspect: bool
    casualties: Hurt
    under_control: bool
    help_needed: bool
    help_from: list[Agency]
    exercise: bool = Field(description="LATIHAN: a drill.")
    restricted: bool
    is_child: bool
    side: Side = Field(description="From where the caller looks.")


class Incident(Brief):
    """An incident as the caller's side sees it."""

    device_at: datetime | None
    moved_at: dict[Status, datetime | None]
    commander: Commander | None
    lapsed_at: datetime | None
    own: Own | None


class Incidents(Answer):
    """A page of incidents, newest first."""

    items: list[Brief]
    next: str | None


class Event(Answer):
    """One thing that happened, or one line that was written."""

    id: UUID
    at: datetime
    kind: str = Field(description="`entry`, or what happened: `incident.confirmed`, `alert.responding`.")
    post: str
    unit_id: UUID | None = Field(None, description="Whose it is: the writer's unit, or the unit that answered.")
    text: str = ""
    visibility: Visibility | None = None
    details: dict[str, Any] = {}


class Timeline(Answer):
    """Everything the caller may read of what happened, oldest first."""

    items: list[Event]
