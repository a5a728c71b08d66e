"""A unit's own ladders for machines, and the dry run: whom an alarm would wake."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AfterValidator, Field

from sinergi.access.types import Function
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries as alert_queries
from sinergi.alerts.types import LadderSaid, Level, Need, StepSaid
from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router, expected_version
from sinergi.core.api.schemas import Answer, Body, Count, Filters, Flag, Moment, SaidWords, Versioned
from sinergi.core.errors import Invalid
from sinergi.incidents import foretelling
from sinergi.incidents.api.shapes import Casualties, TypeCode
from sinergi.incidents.types import TYPES, Severity
from sinergi.incidents.types import Casualties as Hurt
from sinergi.units.types import Agency

router = Router(tags=["ladders"])
Hour = Annotated[time, AfterValidator(lambda said: said.replace(second=0, microsecond=0, tzinfo=None))]
Kinds = Annotated[list[TypeCode], Field(max_length=len(TYPES))]


class Step(Body):
    """Everybody whom one step wakes, so many minutes after the alarm."""

    minutes: Count
    functions: list[Function] = Field([], max_length=len(Function))
    posts: list[UUID] = Field([], max_length=50)
    people: list[UUID] = Field([], max_length=50)
    partners: Flag = Field(default=False, description="Partner desks that so far only look on begin to ring too.")
    need: Need = Need.ONE


class LadderBody(Body):
    """A whole ladder; conditions left empty match everything, and the first that matches is taken."""

    name: Annotated[SaidWords, Field(max_length=80)]
    steps: list[Step] = Field(max_length=50)
    end_minutes: Count = Field(5, description="From the last step until it starts again or is at its end.")
    repeat: Count = 0
    levels: list[Severity] = Field([], max_length=4)
    kinds: Kinds = []
    place_ids: list[UUID] = Field([], max_length=200, description="These places and all below them.")
    from_time: Hour | None = Field(None, description="By the unit's own clock.")
    until_time: Hour | None = None
    exercise: bool | None = Field(None, description="Only drills, only real alarms, or (null) both.")


class NewLadder(LadderBody):
    """For your own unit, or one below it."""

    unit_id: UUID | None = None


class StepAnswer(Answer):
    """One step."""

    minutes: int
    functions: list[Function]
    posts: list[UUID]
    people: list[UUID]
    partners: bool
    need: Need
    titles: list[str] = Field([], description="Of the posts and people, when it was written.")


class Ladder(Versioned):
    """A ladder as it stands."""

    unit_id: UUID
    name: str
    position: int = Field(description="The first that matches is taken.")
    levels: list[Severity]
    kinds: list[str]
    place_ids: list[UUID]
    from_time: time | None
    until_time: time | None
    exercise: bool | None
    steps: list[StepAnswer]
    end_minutes: int
    repeat: int
    wakes_now: int = Field(description="How many of its own unit it would wake now. 0: nobody.")


class Ladders(Answer):
    """A page of ladders, in the order in which they are tried."""

    items: list[Ladder]
    next: str | None


class LadderFilters(Filters):
    """Whose: your own unit's, or one below it."""

    unit_id: UUID | None = None


class Nothing(Body):
    """No words needed."""


class Supposed(Body):
    """What is supposed to happen, and when; only the type is required."""

    type: TypeCode
    severity: Severity | None = None
    place_id: UUID | None = None
    casualties: Casualties = Casualties()
    help_needed: Flag = False
    help_from: list[Agency] = Field([], max_length=9)
    exercise: Flag = False
    at: Moment | None = None
    unit_id: UUID | None = None


class Sleeper(Answer):
    """Somebody who would be woken: a post, never a name."""

    post: str = Field(validation_alias="title")
    channels: list[str] = Field(description="Empty for other agencies.")
    sound: str = Field(description="Of their open screen: on, blocked, muted; empty without one.")


class Rung(Answer):
    """One step of one side; nobody in it: it is empty, and the next follows at once."""

    step: int
    after: int = Field(description="Seconds from the alarm.")
    woken: list[Sleeper]
    systems: int = Field(description="Own systems told by webhook.")


class Side(Answer):
    """One unit of the alarm; without rungs it is told, and nobody is woken."""

    unit_id: UUID
    unit: str
    agency: Agency
    ladder_name: str = Field(description="Empty: the usual ladder, or another agency's.")
    rungs: list[Rung]
    ends_after: int | None = Field(description="Seconds until everybody is telephoned.")


class DryRun(Answer):
    """Every side, if nobody answered."""

    items: list[Side]


@router.read("", Ladders)
def list_ladders(request: ApiRequest, filters: Query[LadderFilters]) -> dict[str, Any]:
    """The living ladders of your unit, or of one below it, in their order."""
    after = pages.decode(filters.cursor, int, UUID)
    found = alert_queries.list_ladders(
        actor=request.actor, unit_id=filters.unit_id, after=after, limit=filters.limit + 1
    )
    return pages.page([_shown(each) for each in found], filters.limit, lambda each: (each["position"], each["id"]))


@router.write("", Ladder, status=201)
def create_ladder(request: ApiRequest, body: NewLadder) -> dict[str, Any]:
    """Write a ladder: the last in your unit's order."""
    made = alerts.create_ladder(actor=request.actor, said=_said(body), unit_id=body.unit_id)
    return _read(request, made.pk)


@router.write("/dry-run", DryRun)
def dry_run(request: ApiRequest, body: Supposed) -> dict[str, Any]:
    """If this happened: whom it would wake, when, by which channels. Nothing is written."""
    said = {name: value for name, value in dict(body).items() if name != "unit_id"}
    said |= {"casualties": Hurt(**dict(body.casualties)), "help_from": frozenset(body.help_from)}
    event = foretelling.Event(**said)
    return {"items": foretelling.dry_run(actor=request.actor, event=event, unit_id=body.unit_id)}


@router.read("/{uuid:ladder_id}", Ladder)
def get_ladder(request: ApiRequest, ladder_id: UUID) -> dict[str, Any]:
    """One ladder."""
    return _read(request, ladder_id)


@router.write("/{uuid:ladder_id}", Ladder, method="PUT")
def change_ladder(request: ApiRequest, ladder_id: UUID, body: LadderBody) -> dict[str, Any]:
    """Say the whole ladder anew; alarms that ring keep the one they began with."""
    version = expected_version(request)
    alerts.change_ladder(actor=request.actor, ladder_id=ladder_id, said=_said(body), version=version)
    return _read(request, ladder_id)


@router.write("/{uuid:ladder_id}/end", Ladder)
def end_ladder(request: ApiRequest, ladder_id: UUID, body: Nothing | None = None) -> dict[str, Any]:  # noqa: ARG001
    """From the next alarm on it is not asked."""
    alerts.end_ladder(actor=request.actor, ladder_id=ladder_id, version=expected_version(request))
    return _read(request, ladder_id)


def _said(body: LadderBody) -> LadderSaid:
    if unknown := sorted(set(body.kinds) - TYPES.keys()):
        # A misspelt kind would match nothing, and be found out on the night it is needed.
        raise Invalid(kinds=_("There is no such kind of incident: %(kinds)s.") % {"kinds": ", ".join(unknown)})
    steps = tuple(
        StepSaid(each.minutes, tuple(map(str, each.functions)), tuple(each.posts), tuple(each.people),
                 each.partners, each.need)
        for each in body.steps
    )  # fmt: skip
    levels = tuple(int(each.level) for each in body.levels)
    return LadderSaid(
        body.name, steps, body.end_minutes, body.repeat, levels, tuple(body.kinds), tuple(body.place_ids),
        body.from_time, body.until_time, body.exercise,
    )  # fmt: skip


def _read(request: ApiRequest, ladder_id: UUID) -> dict[str, Any]:
    return _shown(alert_queries.get_ladder(actor=request.actor, ladder_id=ladder_id))


def _shown(ladder: Any) -> dict[str, Any]:
    side = alert_queries.preview_ladder(desk=ladder.desk, agency=ladder.agency, said=ladder.said)
    said = {name: getattr(ladder, name) for name in Ladder.model_fields if name not in {"levels", "wakes_now"}}
    levels = [Severity[Level(level).name] for level in ladder.levels]
    return said | {"levels": levels, "wakes_now": alert_queries.count_woken([side])[0]}
