"""The dry run of a report: every side it would call and, by the alarm's own statements, whom it would wake."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.alerts import queries as alerts
from sinergi.alerts.types import NOBODY, Called, Foretold, Side, Supposed
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid
from sinergi.incidents import routes, statements
from sinergi.incidents.types import TYPES, Casualties, Severity
from sinergi.units import queries as units
from sinergi.units.types import FACILITY_KINDS, Agency

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Event:
    """What is supposed to happen; the severity is the type's usual one if none is said."""

    type: str
    severity: Severity | None = None
    place_id: UUID | None = None
    casualties: Casualties = field(default_factory=Casualties)
    help_needed: bool = False
    help_from: frozenset[Agency] = frozenset()
    exercise: bool = False
    at: datetime | None = None
    """Now, if none is said."""


@dataclass(frozen=True, slots=True)
class SideView:
    """One side as this reader may know it: of another agency only which posts, never its channels or its ladder."""

    unit_id: UUID
    unit: str
    agency: str
    is_own: bool
    rings: bool
    ladder_name: str
    rungs: Sequence[Foretold]
    ends_after: int | None


def dry_run(*, actor: Actor, event: Event, unit_id: UUID | None = None) -> list[SideView]:
    """If this happened now in the actor's unit, or one below it: whom it would wake, when, and how."""
    desk = access.get_unit_desk(actor, unit_id or actor.unit_id)
    parties = _parties(desk.unit_id, event)
    sides = alerts.foretell(_supposed(event, NOBODY), _called(parties, event))
    reach = f"{actor.unit_path}."
    return [
        _shown(side, party, own=f"{party['path']}.".startswith(reach))
        for side, party in zip(sides, parties, strict=True)
    ]


def count_at_once(*, actor: Actor, event: Event) -> tuple[int, int]:
    """How many people in how many units the actor's own report would wake at once."""
    parties = _parties(actor.unit_id, event)
    supposed = _supposed(event, actor.person_id)
    return alerts.count_woken(alerts.foretell(supposed, _called(parties, event), within=AT_ONCE))


def _parties(unit_id: UUID, event: Event) -> list[dict[str, Any]]:
    if event.type not in TYPES:
        raise Invalid(type=_("Unknown type of incident."))
    unit = units.get_unit(unit_id)
    if unit["kind"] not in FACILITY_KINDS:
        # Incidents happen in facilities: of a partner or an office only its own side is foretold.
        return [{**unit, "ground": "", "rings": True}]
    given = {"facility": unit_id, "place": event.place_id, "at": event.at or clock.now()}
    severity = event.severity or TYPES[event.type].severity
    given |= routes.wanted(event.type, severity, event.casualties, event.help_from, help_needed=event.help_needed)
    restricted = TYPES[event.type].is_restricted
    return sql.rows(statements.FORETOLD_RESTRICTED if restricted else statements.FORETOLD, given)


def _called(parties: list[dict[str, Any]], event: Event) -> list[Called]:
    return routes.called(parties, restricted=TYPES[event.type].is_restricted)


def _supposed(event: Event, reporter_id: UUID) -> Supposed:
    severity = event.severity or TYPES[event.type].severity
    at = event.at or clock.now()
    return Supposed(severity.level, event.type, at, event.place_id, event.exercise, reporter_id)


def _shown(side: Side, party: dict[str, Any], *, own: bool) -> SideView:
    rungs = side.rungs if own else [_from_outside(rung) for rung in side.rungs]
    return SideView(
        side.called.unit_id, party["short_name"], side.called.agency, own, bool(side.rungs),
        side.ladder_name if own else "", rungs, side.ends_after,
    )  # fmt: skip


def _from_outside(rung: Foretold) -> Foretold:
    woken = tuple(replace(sleeper, channels=(), sound="") for sleeper in rung.woken)
    return replace(rung, woken=woken, systems=0)
