"""Alerts for machines: what rings for my unit, and the answers of domain §14."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from sinergi.alerts import actions, queries
from sinergi.alerts.types import AlertState, Level
from sinergi.core.api import pages
from sinergi.core.api.router import ApiRequest, Router
from sinergi.core.api.schemas import Answer, Body, Count, Filters, SaidWords
from sinergi.units.types import Agency

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

router = Router(tags=["alerts"])

Note = Annotated[str, Field(max_length=500)]
Epoch = Annotated[
    int | None,
    Field(ge=1, le=2**31 - 1, strict=True, description="As the alert was read; refused (409) once it has begun anew."),
]


class Stand(Answer):
    """Where one unit stands with the alarm."""

    unit_id: UUID
    unit: str
    agency: Agency
    is_origin: bool = Field(description="The reporting facility's own side.")
    state: AlertState
    answered_at: datetime | None
    answered_post: str
    personnel: int | None
    eta_at: datetime | None
    note: str
    reason: str
    arrived_at: datetime | None
    stood_down_at: datetime | None
    epoch: int = Field(description="Grows whenever it begins anew; send it with an answer, and a stale one is refused.")
    again: Literal["", "not_on_the_way", "not_arrived", "declined", "taken_back"] = Field(
        description="Why it began anew; empty: it did not."
    )
    next_at: datetime | None = Field(description="When the ladder goes on by itself.")
    confirm_at: datetime | None = Field(description="Until then it is followed up, else it rings again.")


class Alert(Stand):
    """The alert as the caller's agency has it."""

    id: UUID
    subject: str = Field(description="What it is about: `incident:<id>`.")
    code: str = Field(description="Four letters that people say to each other.")
    level: Level
    exercise: bool = Field(description="LATIHAN: a drill.")
    title: str
    where: str
    details: dict[str, Any]
    raised_at: datetime
    ladder: str = Field(description="The name of your unit's own ladder it follows; empty: the usual one.")
    parties: list[Stand] = Field(description="Every side of the alarm, the caller's among them.")


STAND_SAYS = tuple(name for name in Stand.model_fields if name != "unit")
ALARM_SAYS = tuple(name for name in Alert.model_fields if name not in {*Stand.model_fields, "ladder", "parties"})


class Alerts(Answer):
    """A page of alerts, newest first."""

    items: list[Alert]
    next: str | None


class AlertFilters(Filters):
    """Which alerts."""

    state: AlertState | None = None


class Nothing(Body):
    """No words needed."""


class Answered(Body):
    """No words needed."""

    epoch: Epoch = None


class Respond(Body):
    """On the way."""

    personnel: Count
    eta_minutes: Count
    note: Note = ""
    epoch: Epoch = None


class Decline(Body):
    """The unit will not come."""

    reason: Annotated[SaidWords, Field(max_length=500)]
    epoch: Epoch = None


@router.read("", Alerts)
def list_alerts(request: ApiRequest, filters: Query[AlertFilters]) -> dict[str, Any]:
    """The alerts of your unit and those below it."""
    before = pages.decode(filters.cursor, UUID)
    state = filters.state.value if filters.state else None
    page = queries.list_alerts(
        actor=request.actor, state=state, before=before[0] if before else None, limit=filters.limit
    )
    return {"items": [_shown(each) for each in page.items], "next": pages.encode(page.next) if page.next else None}


@router.read("/{uuid:alert_id}", Alert)
def get_alert(request: ApiRequest, alert_id: UUID) -> dict[str, Any]:
    """One alert as your agency has it."""
    return _shown(queries.get_alert(actor=request.actor, alert_id=alert_id))


@router.write("/{uuid:alert_id}/acknowledge", Alert)
def acknowledge(request: ApiRequest, alert_id: UUID, body: Answered | None = None) -> dict[str, Any]:
    """Accept it for your unit: sound and ladder stop. The second to answer is told by whom (409)."""
    return _answered(request, actions.acknowledge(actor=request.actor, alert_id=alert_id, **dict(body or Answered())))


@router.write("/{uuid:alert_id}/take-back", Alert)
def take_back(request: ApiRequest, alert_id: UUID, body: Answered | None = None) -> dict[str, Any]:
    """Undo your own acceptance within ten seconds: it rings again, and the ladder goes on as it would have."""
    return _answered(request, actions.take_back(actor=request.actor, alert_id=alert_id, **dict(body or Answered())))


@router.write("/{uuid:alert_id}/respond", Alert)
def respond(request: ApiRequest, alert_id: UUID, body: Respond) -> dict[str, Any]:
    """On the way: how many people, in how many minutes."""
    return _answered(request, actions.respond(actor=request.actor, alert_id=alert_id, **dict(body)))


@router.write("/{uuid:alert_id}/decline", Alert)
def decline(request: ApiRequest, alert_id: UUID, body: Decline) -> dict[str, Any]:
    """Your unit will not come, and why; the prison reads it at once."""
    return _answered(request, actions.decline(actor=request.actor, alert_id=alert_id, **dict(body)))


@router.write("/{uuid:alert_id}/arrive", Alert)
def arrive(request: ApiRequest, alert_id: UUID, body: Answered | None = None) -> dict[str, Any]:
    """Your people are at the gate."""
    return _answered(request, actions.arrive(actor=request.actor, alert_id=alert_id, **dict(body or Answered())))


@router.write("/{uuid:alert_id}/stand-down", Alert)
def stand_down(request: ApiRequest, alert_id: UUID, body: Answered | None = None) -> dict[str, Any]:
    """Your people are released; your unit's part is over."""
    return _answered(request, actions.stand_down(actor=request.actor, alert_id=alert_id, **dict(body or Answered())))


@router.write("/{uuid:alert_id}/telephone", Alert)
def telephone(request: ApiRequest, alert_id: UUID, body: Nothing | None = None) -> dict[str, Any]:  # noqa: ARG001
    """Nobody of a unit answered, and you were called: say that you are telephoning it now."""
    actions.telephone(actor=request.actor, alert_id=alert_id)
    return _shown(queries.get_alert(actor=request.actor, alert_id=alert_id))


def _answered(request: ApiRequest, alert: "Escalation") -> dict[str, Any]:
    return _with(alert, queries.list_parties(alert.alarm.subject, reader=request.actor))


def _shown(alert: "Escalation") -> dict[str, Any]:
    return _with(alert, getattr(alert.alarm, "parties", ()))


def _with(alert: "Escalation", parties: Iterable["Escalation"]) -> dict[str, Any]:
    said = {name: getattr(alert.alarm, name) for name in ALARM_SAYS}
    return {**_stand(alert), **said, "ladder": alert.ladder_name, "parties": [_stand(party) for party in parties]}


def _stand(alert: "Escalation") -> dict[str, Any]:
    return {name: getattr(alert, name) for name in STAND_SAYS} | {"unit": alert.unit.short_name}
