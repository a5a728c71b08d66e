"""Who is on duty, and the rosters that say so, for machines."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query
from pydantic import Field

from sinergi.access.types import Function
from sinergi.alerts import actions, presenting_duty, queries
from sinergi.core import clock
from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router
from sinergi.core.api.schemas import Answer, Body, Count, Filters, Moment

duty = Router(tags=["duty"])
rosters = Router(tags=["duty"])

Title = Annotated[str, Field(max_length=80)]


class OnDuty(Answer):
    """Somebody whom an alarm would wake."""

    posting_id: UUID
    post_id: UUID
    post: str = Field(validation_alias="title")
    function: Function
    name: str
    rank: str
    phone: str
    is_acting: bool


class Duty(Answer):
    """Who is on duty in your unit at a moment."""

    at: datetime
    items: list[OnDuty]


class DutyFilters(Filters):
    """When: now, or another moment."""

    at: Moment | None = None


class Shift(Answer):
    """When one holder is on duty: once (`every_days` 0) or again every so many days."""

    id: UUID
    posting_id: UUID
    starts_at: datetime
    minutes: int
    every_days: int
    until: datetime | None


class Override(Answer):
    """For a while one is taken off and another put on."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    out_posting_id: UUID | None
    in_posting_id: UUID | None
    note: str


class Roster(Answer):
    """Posts whose holders take turns, and what is still ahead."""

    id: UUID
    unit_id: UUID
    title: str
    post_ids: list[UUID]
    created_at: datetime
    ended_at: datetime | None
    rules_from: datetime | None = Field(description="Until then, everybody in these posts is on duty.")
    shifts: list[Shift]
    overrides: list[Override]


class Rosters(Answer):
    """A page of rosters, in the order of their making."""

    items: list[Roster]
    next: str | None


class Gap(Answer):
    """Nobody is on duty."""

    starts_at: datetime
    ends_at: datetime
    goes_on: bool = Field(description="Not over at the end of the hours that were asked for.")


class Gaps(Answer):
    """When nobody is on duty, soonest first."""

    items: list[Gap]


class GapFilters(Filters):
    """How far to look."""

    hours: Annotated[int, Field(ge=1, le=24 * 31)] = 72


class RosterFilters(Filters):
    """Whose rosters: your own unit's, or those of one below it."""

    unit_id: UUID | None = None


class NewRoster(Body):
    """Posts of one unit; without a title it is named after them."""

    post_ids: Annotated[list[UUID], Field(max_length=100)]
    title: Title = ""


class NewShift(Body):
    """Who, from when, how long, how often again (0: once), until."""

    posting_id: UUID
    starts_at: Moment
    minutes: Count
    every_days: Count = 0
    until: Moment | None = None


class NewOverride(Body):
    """Who is taken off, who is put on, or both."""

    starts_at: Moment
    ends_at: Moment
    out_posting_id: UUID | None = None
    in_posting_id: UUID | None = None
    note: Annotated[str, Field(max_length=200)] = ""


@duty.read("", Duty)
def get_duty(request: ApiRequest, filters: Query[DutyFilters]) -> dict[str, Any]:
    """Who is on duty in your unit: whom an alarm would wake."""
    at = filters.at or clock.now()
    return {"at": at, "items": queries.list_on_duty(request.actor.unit_id, presenting_duty.POSTS, at)}


@rosters.read("", Rosters)
def list_rosters(request: ApiRequest, filters: Query[RosterFilters]) -> dict[str, Any]:
    """The living rosters of your unit, or of one below it."""
    after = pages.decode(filters.cursor, UUID)
    found = queries.list_rosters(
        actor=request.actor,
        at=clock.now(),
        unit_id=filters.unit_id,
        after=after[0] if after else None,
        limit=filters.limit + 1,
    )
    return pages.page(found, filters.limit, lambda roster: (roster.id,))


@rosters.write("", Roster, status=201)
def create_roster(request: ApiRequest, body: NewRoster) -> object:
    """Let the holders of these posts take turns, from the first shift on."""
    made = actions.create_roster(actor=request.actor, post_ids=body.post_ids, title=body.title)
    return queries.get_roster(actor=request.actor, roster_id=made.pk, at=clock.now())


@rosters.read("/{uuid:roster_id}", Roster)
def get_roster(request: ApiRequest, roster_id: UUID) -> object:
    """One roster."""
    return queries.get_roster(actor=request.actor, roster_id=roster_id, at=clock.now())


@rosters.write("/{uuid:roster_id}/end", Roster)
def end_roster(request: ApiRequest, roster_id: UUID) -> object:
    """From now on everybody in these posts is on duty again."""
    actions.end_roster(actor=request.actor, roster_id=roster_id)
    return queries.get_roster(actor=request.actor, roster_id=roster_id, at=clock.now())


@rosters.write("/{uuid:roster_id}/shifts", Shift, status=201)
def add_shift(request: ApiRequest, roster_id: UUID, body: NewShift) -> object:
    """Put a holder on duty."""
    return actions.add_shift(actor=request.actor, roster_id=roster_id, **dict(body))


@rosters.write("/{uuid:roster_id}/shifts/{uuid:shift_id}/end", Roster)
def end_shift(request: ApiRequest, roster_id: UUID, shift_id: UUID) -> object:
    """The shift comes round no more."""
    actions.end_shift(actor=request.actor, roster_id=roster_id, shift_id=shift_id)
    return queries.get_roster(actor=request.actor, roster_id=roster_id, at=clock.now())


@rosters.write("/{uuid:roster_id}/overrides", Override, status=201)
def add_override(request: ApiRequest, roster_id: UUID, body: NewOverride) -> object:
    """Somebody is replaced for a while."""
    return actions.add_override(actor=request.actor, roster_id=roster_id, **dict(body))


@rosters.write("/{uuid:roster_id}/overrides/{uuid:override_id}/withdraw", Roster)
def withdraw_override(request: ApiRequest, roster_id: UUID, override_id: UUID) -> object:
    """The shifts are as they were."""
    actions.withdraw_override(actor=request.actor, roster_id=roster_id, override_id=override_id)
    return queries.get_roster(actor=request.actor, roster_id=roster_id, at=clock.now())


@rosters.read("/{uuid:roster_id}/gaps", Gaps)
def list_gaps(request: ApiRequest, roster_id: UUID, filters: Query[GapFilters]) -> dict[str, Any]:
    """When in the next hours nobody is on duty."""
    at = clock.now()
    roster = queries.get_roster(actor=request.actor, roster_id=roster_id, at=at)
    return {"items": roster.gaps(at, filters.hours)}
