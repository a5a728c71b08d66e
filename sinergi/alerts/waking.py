"""Whom a rung wakes: shared by the statements that plan its sends and by the dry run that only looks."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sinergi.alerts.duty import ON_SHIFT
from sinergi.alerts.types import Level

SCREEN_IS_OPEN_FOR = "interval '45 seconds'"

# rung(escalation_id, unit_id, functions, posts, people, step, epoch, lane, reporter, posting_id) is given; `at` is a
# parameter. A person is woken once a rung however many of its functions they hold.
# Whoever reported is not woken by their own report; a rung that names a posting wakes nobody else.
# Where a roster rules, only who is on shift: asked of the few who are held, never of every post of the country.
WHO = f"""
held AS MATERIALIZED (
  SELECT r.escalation_id, r.step, r.epoch, r.lane, d.person_id, d.post_id, d.posting_id, d.title, d.email
  FROM rung r CROSS JOIN LATERAL (
    SELECT d.* FROM access_v_duty d
    WHERE d.unit_id = r.unit_id
     AND (d.function = ANY(r.functions) OR d.post_id = ANY(r.posts) OR d.person_id = ANY(r.people))
     AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
     AND d.person_id <> r.reporter AND (r.posting_id IS NULL OR r.posting_id = d.posting_id)
    OFFSET 0) d),
woken AS (
  SELECT DISTINCT ON (d.escalation_id, d.person_id) d.escalation_id, d.step, d.epoch, d.lane,
         d.person_id, d.posting_id, d.title, d.email
  FROM held d WHERE {ON_SHIFT}
  ORDER BY d.escalation_id, d.person_id, d.posting_id)
"""  # noqa: S608 - a constant, not input
SCREENS = f"""
screens AS (
  SELECT w.escalation_id, bool_or(s.sound = 'on') AS heard
  FROM woken w JOIN alerts_screen s ON s.posting_id = w.posting_id
   AND s.seen_at > {{at}}::timestamptz - {SCREEN_IS_OPEN_FOR}
  GROUP BY 1)
"""  # noqa: S608 - a constant, not input
WOKEN = f"{WHO}, {SCREENS.format(at='%(at)s')}"
# Of woken (w): each is sent by every channel they have; of a rung: each system of its unit is told.
BY_CHANNEL = "CROSS JOIN unnest(ARRAY['live_screen', 'email']) AS channel WHERE channel <> 'email' OR email <> ''"
TOLD = "JOIN alerts_endpoint e ON e.unit_id = r.unit_id AND e.ended_at IS NULL WHERE r.posting_id IS NULL"
# Nobody on the rung, or only screens that said they cannot be heard: the ladder does not wait.
WOKEN_PER_RUNG = """
SELECT r.escalation_id, r.step, array_remove(array_agg(DISTINCT w.person_id), NULL) AS people,
       count(w.person_id) = 0 OR coalesce(NOT bool_or(s.heard), false) AS is_unheard
FROM rung r LEFT JOIN woken w USING (escalation_id) LEFT JOIN screens s USING (escalation_id)
GROUP BY r.escalation_id, r.step
"""
RUNG_COLUMNS = """(escalation_id uuid, unit_id uuid, functions text[], posts uuid[], people uuid[], step int, epoch int,
  lane int, reporter uuid, posting_id uuid)"""
# An array is expected to be short: its posts are found by index. A jsonb recordset would be taken for a hundred rows,
# and every post of the country read.
RUNGS = f"unnest(%(rungs)s::jsonb[]) AS item CROSS JOIN LATERAL jsonb_to_record(item) AS r{RUNG_COLUMNS}"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of one unit's ladder, about to be woken."""

    escalation_id: UUID
    unit_id: UUID
    step: int
    epoch: int
    lane: int
    reporter: UUID
    functions: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    posting_id: UUID | None = None
    """Only this posting, if one is named."""


def as_json(rungs: Iterable[Rung]) -> list[str]:
    """Rungs as the statement takes them."""
    return [json.dumps(asdict(rung), default=str) for rung in rungs]


def rung_of(
    row: Mapping[str, Any], steps: Iterable[Mapping[str, Any]], number: int, posting_id: UUID | None = None
) -> Rung:
    """What these steps of a ladder wake, as one rung. ``row``: id, unit_id, epoch, level, exercise, reporter_id."""
    rows = list(steps)
    functions, posts, people = (
        tuple(sorted({name for each in rows for name in each.get(key) or ()}))
        for key in ("functions", "posts", "people")
    )
    volume = lane(row["level"], exercise=row["exercise"])
    return Rung(
        row["id"],
        row["unit_id"],
        number,
        row["epoch"],
        volume,
        row["reporter_id"],
        functions,
        posts,
        people,
        posting_id,
    )


def lane(level: int, *, exercise: bool) -> int:
    """0 real critical, 1 real, 2 drill: a drill never delays a real alarm."""
    if exercise:
        return 2
    return 0 if level == Level.CRITICAL else 1


def next_due(
    ladder: Sequence[Mapping[str, Any]], step: int, *, planned: datetime, at: datetime, is_unheard: bool
) -> datetime | None:
    """When the ladder goes on after ``step``; None at its end. Exact from the plan unless it could not wait."""
    from_now = None if step + 1 >= len(ladder) else ladder[step + 1]["after"] - ladder[step]["after"]
    if from_now is None:
        return None
    return at if is_unheard else planned + timedelta(seconds=from_now)
