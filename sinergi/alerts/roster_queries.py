"""Guarded reads of rosters: who is on duty, the next days, and where nobody is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.access.policy import visible
from sinergi.access.types import Desk
from sinergi.alerts.duty import ON_SHIFT, Change, Plan, Stretch, Turn, gaps, stretches
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.core.errors import NotFound

AHEAD = 72
"""Hours in which an empty shift is shouted."""

_ON_DUTY = f"""
WITH held AS MATERIALIZED (
  SELECT DISTINCT ON (posting_id)
         posting_id, person_id, post_id, title, function, unit_id, name, rank, phone, email, is_acting
  FROM access_v_duty
  WHERE unit_id = %(unit_id)s AND function = ANY(%(functions)s)
    AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
  ORDER BY posting_id, array_position(%(functions)s, function::text))
SELECT d.* FROM held d WHERE {ON_SHIFT}
"""  # noqa: S608 - built of constants
_ROSTERS = """
SELECT r.id, r.unit_id, u.path AS unit_path, r.title, r.created_at, r.ended_at,
       (SELECT array_agg(p.post_id ORDER BY p.post_id) FROM alerts_rosterpost p WHERE p.roster_id = r.id) AS post_ids,
       (SELECT min(s.starts_at) FROM alerts_shift s
        WHERE s.roster_id = r.id AND (s.until IS NULL OR s.until > s.starts_at)) AS rules_from
FROM alerts_roster r JOIN units_v_unit u ON u.unit_id = r.unit_id
"""
_HOLDERS = """
SELECT DISTINCT ON (d.posting_id) p.roster_id, d.posting_id, d.post_id, d.title, d.name, d.rank, d.phone,
       d.starts_at, d.ends_at
FROM alerts_rosterpost p JOIN access_v_duty d ON d.post_id = p.post_id AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
WHERE p.roster_id = ANY(%(ids)s) ORDER BY d.posting_id
"""
_SHIFTS = """
SELECT id, roster_id, posting_id, starts_at, minutes, every_days, until FROM alerts_shift
WHERE roster_id = ANY(%(ids)s) AND (until IS NULL OR until > %(at)s)
  AND (every_days > 0 OR starts_at + make_interval(mins => minutes) > %(at)s)
ORDER BY starts_at, id
"""
_OVERRIDES = """
SELECT id, roster_id, starts_at, ends_at, out_posting_id, in_posting_id, note FROM alerts_override
WHERE roster_id = ANY(%(ids)s) AND ends_at > %(at)s AND withdrawn_at IS NULL ORDER BY starts_at, id
"""
_POSTS = """
SELECT DISTINCT d.post_id, d.title, p.roster_id
FROM access_v_duty d LEFT JOIN alerts_rosterpost p ON p.post_id = d.post_id AND p.ended_at IS NULL
WHERE d.unit_id = %(unit_id)s AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
ORDER BY d.title, d.post_id
"""


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody is on duty at the posts of a roster."""

    unit_id: UUID
    roster_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    goes_on: bool
    """Not over at the end of the time that was looked at."""

    @property
    def is_long(self) -> bool:
        """A clock time alone would not say which day it ends."""
        return self.ends_at - self.starts_at >= timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RosterView:
    """A roster as it stands at a moment: what is still ahead of it, and the holders of its posts."""

    id: UUID
    unit_id: UUID
    unit_path: str
    title: str
    created_at: datetime
    ended_at: datetime | None
    rules_from: datetime | None
    post_ids: list[UUID]
    holders: dict[UUID, dict[str, Any]]
    shifts: list[dict[str, Any]]
    overrides: list[dict[str, Any]]

    @property
    def desk(self) -> Desk:
        """What policy judges."""
        return Desk(self.unit_id, self.unit_path, ended_at=self.ended_at)

    @property
    def plan(self) -> Plan:
        """The roster as it is reckoned with."""
        words = ("posting_id", "starts_at", "minutes", "every_days", "until")
        return Plan(
            self.rules_from,
            [Turn(*(shift[word] for word in words)) for shift in self.shifts],
            [Change(o["starts_at"], o["ends_at"], o["out_posting_id"], o["in_posting_id"]) for o in self.overrides],
            {key: (holder["starts_at"], holder["ends_at"]) for key, holder in self.holders.items()},
        )

    def ahead(self, at: datetime, hours: int = AHEAD) -> list[Stretch]:
        """The next hours, cut wherever who is on duty changes."""
        return stretches(self.plan, at, at + timedelta(hours=hours))

    def gaps(self, at: datetime, hours: int = AHEAD) -> list[Gap]:
        """When in the next hours nobody is on duty."""
        until = at + timedelta(hours=hours)
        empty = gaps(self.plan, at, until)
        return [Gap(self.unit_id, self.id, self.title, g.starts_at, g.ends_at, g.ends_at == until) for g in empty]


def list_on_duty(unit_id: UUID, functions: Collection[str], at: datetime) -> list[dict[str, Any]]:
    """Who is on duty in the unit with one of these functions, in their order: what an alarm at that moment wakes."""
    wanted = [str(function) for function in functions]
    found = sql.rows(_ON_DUTY, {"unit_id": unit_id, "functions": wanted, "at": at})
    return sorted(found, key=lambda row: (wanted.index(row["function"]), row["title"], row["posting_id"]))


def list_gaps(unit_id: UUID, at: datetime, hours: int = AHEAD) -> list[Gap]:
    """When in the next hours a rostered post of the unit has nobody, soonest first. For callers that judged it."""
    return _gaps(_load("WHERE r.ended_at IS NULL AND r.unit_id = %(key)s", at, key=unit_id), at, hours)


def list_units_with_gaps(at: datetime, hours: int = AHEAD) -> list[Gap]:
    """Every unit's gaps of the next hours, soonest first: for the clock, not for people.

    About a millisecond a roster: ask every minute, not every second.
    """
    return _gaps(_load("WHERE r.ended_at IS NULL", at), at, hours)


def list_rosters(
    *, actor: Actor, at: datetime, unit_id: UUID | None = None, after: UUID | None = None, limit: int = 500
) -> list[RosterView]:
    """The living rosters of the actor's unit or one below it, in the order of their making."""
    desk = access.get_unit_desk(actor, unit_id or actor.unit_id)
    where = "WHERE r.ended_at IS NULL AND r.unit_id = %(key)s AND (%(after)s::uuid IS NULL OR r.id > %(after)s)"
    return _load(f"{where} ORDER BY r.id LIMIT %(limit)s", at, key=desk.unit_id, after=after, limit=limit)


def get_roster(*, actor: Actor, roster_id: UUID, at: datetime, lock: bool = False) -> RosterView:
    """One roster, if the actor's unit is its unit or stands above it."""
    found = _load("WHERE r.id = %(key)s" + (" FOR NO KEY UPDATE OF r" if lock else ""), at, key=roster_id)
    if not found or not visible(actor, found[0].desk):
        raise NotFound(_("There is no such roster, or it is not in your unit."))
    return found[0]


def list_rosterable(*, actor: Actor, unit_id: UUID, at: datetime) -> list[dict[str, Any]]:
    """The held posts of a unit, each with the living roster it stands in."""
    desk = access.get_unit_desk(actor, unit_id)
    return sql.rows(_POSTS, {"unit_id": desk.unit_id, "at": at})


def _gaps(rosters: list[RosterView], at: datetime, hours: int) -> list[Gap]:
    found = [gap for roster in rosters for gap in roster.gaps(at, hours)]
    return sorted(found, key=lambda gap: (gap.starts_at, gap.roster_id))


def _load(where: str, at: datetime, **asked: Any) -> list[RosterView]:
    """Rosters with all that is ahead of them: four statements, however many there are."""
    rows = sql.rows(_ROSTERS + where, asked)
    if not rows:
        return []
    key = {"ids": [row["id"] for row in rows], "at": at}
    holders, shifts, overrides = (_by_roster(statement, key) for statement in (_HOLDERS, _SHIFTS, _OVERRIDES))
    return [
        RosterView(
            **row,
            holders={holder["posting_id"]: holder for holder in holders[row["id"]]},
            shifts=shifts[row["id"]],
            overrides=overrides[row["id"]],
        )
        for row in rows
    ]


def _by_roster(statement: str, key: dict[str, Any]) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in sql.rows(statement, key):
        found[row["roster_id"]].append(row)
    return found
