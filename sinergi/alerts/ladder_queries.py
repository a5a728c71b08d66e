"""Guarded reads of a unit's own ladders, whom they may name, and what was changed in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.access.policy import visible
from sinergi.access.types import Desk, Function, functions_of
from sinergi.alerts import foretelling, ladders
from sinergi.alerts.duty import ON_SHIFT
from sinergi.alerts.events import LADDER_KINDS
from sinergi.alerts.ladder_rules import check
from sinergi.alerts.policy import ANSWERERS
from sinergi.alerts.types import NOBODY, Called, LadderSaid, Level, Need, Side, Step, StepSaid
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import NotFound, Stale
from sinergi.ledger import queries as ledger
from sinergi.units import queries as units
from sinergi.units.types import FACILITY_KINDS

_LADDERS = """
SELECT l.id, l.unit_id, u.path AS unit_path, u.agency, l.name, l.position, l.levels, l.kinds, l.place_ids, l.from_time,
       l.until_time, l.exercise, l.steps, l.end_minutes, l.repeat, l.frozen, l.version, l.ended_at
FROM alerts_ladder l JOIN units_v_unit u ON u.unit_id = l.unit_id
"""
_CALLABLE = """
SELECT d.posting_id, d.person_id, d.post_id, d.title, d.rank, d.name FROM access_v_duty d
WHERE d.unit_id = %(unit_id)s AND d.function = ANY(%(functions)s)
  AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
GROUP BY d.posting_id, d.person_id, d.post_id, d.title, d.rank, d.name ORDER BY lower(d.title), lower(d.name), 1
"""
_NAMED = f"""
WITH held AS MATERIALIZED (
  SELECT d.posting_id, d.person_id, d.post_id, d.title, d.phone, array_agg(d.function::text) AS functions
  FROM access_v_duty d
  WHERE d.unit_id = %(unit_id)s
    AND (d.function = ANY(%(functions)s) OR d.post_id = ANY(%(posts)s::uuid[]) OR d.person_id = ANY(%(people)s::uuid[]))
    AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
  GROUP BY d.posting_id, d.person_id, d.post_id, d.title, d.phone)
SELECT d.* FROM held d WHERE {ON_SHIFT} ORDER BY d.title, d.posting_id
"""  # noqa: S608 - built of constants


@dataclass(frozen=True, slots=True)
class LadderView:
    """A ladder as it stands."""

    id: UUID
    unit_id: UUID
    unit_path: str
    agency: str
    name: str
    position: int
    levels: list[int]
    kinds: list[str]
    place_ids: list[UUID]
    from_time: time | None
    until_time: time | None
    exercise: bool | None
    steps: list[dict[str, Any]]
    end_minutes: int
    repeat: int
    frozen: list[dict[str, Any]]
    version: int
    ended_at: datetime | None

    @property
    def desk(self) -> Desk:
        """What policy judges."""
        return Desk(self.unit_id, self.unit_path, ended_at=self.ended_at)

    @property
    def said(self) -> LadderSaid:
        """As its keeper said it."""
        return LadderSaid(
            self.name,
            tuple(step_said(row) for row in self.steps),
            self.end_minutes,
            self.repeat,
            tuple(self.levels),
            tuple(self.kinds),
            tuple(self.place_ids),
            self.from_time,
            self.until_time,
            self.exercise,
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom a ladder of the unit may name: only who can accept an alarm."""

    functions: tuple[str, ...]
    posts: dict[UUID, str]
    """Titles."""
    people: dict[UUID, dict[str, Any]]
    """Title, rank and name: for their own unit's eyes."""


def step_said(row: dict[str, Any]) -> StepSaid:
    """A step as it is kept, read back."""
    ids = {key: tuple(UUID(each) for each in row.get(key) or ()) for key in ("posts", "people")}
    functions = tuple(row.get("functions") or ())
    return StepSaid(row["minutes"], functions, **ids, partners=bool(row.get("partners")), need=Need(row["need"]))


def list_ladders(
    *, actor: Actor, unit_id: UUID | None = None, after: tuple[int, UUID] | None = None, limit: int = 500
) -> list[LadderView]:
    """The living ladders of the actor's unit or one below it, in the order in which they are tried."""
    desk = access.get_unit_desk(actor, unit_id or actor.unit_id)
    position, last = after or (-1, NOBODY)
    rows = sql.rows(
        f"{_LADDERS} WHERE l.unit_id = %s AND l.ended_at IS NULL AND (l.position, l.id) > (%s, %s)"
        " ORDER BY l.position, l.id LIMIT %s",
        [desk.unit_id, position, last, limit],
    )
    return [LadderView(**row) for row in rows]


def get_ladder(*, actor: Actor, ladder_id: UUID, version: int | None = None, lock: bool = False) -> LadderView:
    """One ladder, if the actor's unit is its unit or stands above it; an old version is Stale."""
    row = sql.one(_LADDERS + "WHERE l.id = %s" + (" FOR NO KEY UPDATE OF l" if lock else ""), [ladder_id])
    found = LadderView(**row) if row else None
    if found is None or not visible(actor, found.desk):
        raise NotFound(_("There is no such ladder, or it is not in your unit."))
    if version is not None and found.version != version:
        raise Stale(_("Somebody changed this meanwhile. Reload, look, and decide again."), version=found.version)
    return found


def list_choices(desk: Desk) -> Choices:
    """Functions, posts and people of a unit that can accept an alarm. For callers that judged it."""
    unit = units.get_unit(desk.unit_id)
    allowed = functions_of(unit["agency"], is_facility=unit["kind"] in FACILITY_KINDS) & ANSWERERS
    functions = tuple(str(each) for each in Function if each in allowed)
    asked = {"unit_id": desk.unit_id, "functions": sorted(ANSWERERS), "at": clock.now()}
    rows = sql.rows(_CALLABLE, asked)
    return Choices(functions, {row["post_id"]: row["title"] for row in rows}, {row["person_id"]: row for row in rows})


def list_ladder_changes(*, actor: Actor, ladder_id: UUID) -> list[dict[str, Any]]:
    """Who changed what in it, newest first."""
    ladder = get_ladder(actor=actor, ladder_id=ladder_id)
    units_above = {UUID(label) for label in ladder.unit_path.split(".")}
    found = ledger.list_facts(
        subject=f"ladder:{ladder_id}", units=units_above, person_id=actor.person_id, kinds=LADDER_KINDS
    )
    cards = access.get_cards({row["posting_id"] for row in found})
    by = {key: f"{card['post_title']}, {card['unit_name']}" for key, card in cards.items()}
    return [row | {"by": by.get(row["posting_id"], "")} for row in reversed(found)]


def list_called(unit_id: UUID, ladder: Sequence[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    """Who of the unit is on duty of all whom a frozen ladder names, in its order. For callers that judged the alarm."""
    names = {key: sorted({each for row in ladder for each in row.get(key) or ()}) for key in _WHO}
    found = sql.rows(_NAMED, {"unit_id": unit_id, "at": at, **names})
    steps = {row["posting_id"]: _first_step(row, ladder) for row in found}
    return sorted(found, key=lambda row: (steps[row["posting_id"]], row["title"], row["posting_id"]))


def _first_step(person: dict[str, Any], ladder: Sequence[dict[str, Any]]) -> int:
    return next((number for number, row in enumerate(ladder) if ladders.is_named(person, row)), len(ladder))


_WHO = ("functions", "posts", "people")


def preview(*, desk: Desk, agency: str, said: LadderSaid) -> Side:
    """What this ladder, saved or not, would do in its own unit now. For callers that judged it."""
    check(said)
    steps = [step_row(step, list_choices(desk)) for step in said.steps]
    unit = Called(desk.unit_id, desk.unit_path, agency, is_origin=True, rings=True)
    frozen = ladders.frozen(steps, said.end_minutes, said.repeat)
    return foretelling.foretell_ladder(unit, frozen, clock.now())


def step_row(step: StepSaid, choices: Choices) -> dict[str, Any]:
    """As it is kept. Titles stand with it, for pages that show an alarm's ladder: a post's, never a person's name."""
    titles = [choices.posts.get(post, "") for post in step.posts]
    titles += [choices.people[person]["title"] for person in step.people if person in choices.people]
    return {
        "minutes": step.minutes,
        "functions": list(step.functions),
        "posts": [str(post) for post in step.posts],
        "people": [str(person) for person in step.people],
        "partners": step.partners,
        "need": step.need.value,
        "titles": list(dict.fromkeys(filter(None, titles))),
    }


def list_usual(agency: str) -> dict[Level, list[Step]]:
    """What holds where none of a unit's own ladders matches."""
    return {level: ladders.usual(agency, level) for level in reversed(Level)}
