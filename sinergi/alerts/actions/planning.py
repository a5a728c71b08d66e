"""Plan the sends of a rung: one set-based statement, shared by the start of an alarm and by each climb."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sinergi.alerts.types import Level
from sinergi.core import sql

SCREEN_IS_OPEN_FOR = "interval '45 seconds'"

# rung(escalation_id, unit_id, functions, step, epoch, lane, reporter, posting_id) is given; `at` is a parameter.
# A person is woken once a rung however many of its functions they hold. Each is sent by every channel they have.
# Whoever reported is not woken by their own report; a rung that names a posting wakes nobody else.
# A unit's own systems are told of each rung too; the claim sees to it that a confidential alarm goes to none of them.
PLAN = f"""
woken AS (
  SELECT DISTINCT ON (r.escalation_id, d.person_id) r.escalation_id, r.step, r.epoch, r.lane,
         d.person_id, d.posting_id, d.title, d.email
  FROM rung r JOIN access_v_duty d ON d.unit_id = r.unit_id AND d.function = ANY(r.functions)
   AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
   AND d.person_id <> r.reporter AND (r.posting_id IS NULL OR r.posting_id = d.posting_id)
  ORDER BY r.escalation_id, d.person_id, d.posting_id),
screens AS (
  SELECT w.escalation_id, bool_or(s.sound = 'on') AS heard
  FROM woken w JOIN alerts_screen s ON s.posting_id = w.posting_id
   AND s.seen_at > %(at)s::timestamptz - {SCREEN_IS_OPEN_FOR}
  GROUP BY 1),
sends AS (
  INSERT INTO alerts_delivery (id, escalation_id, epoch, step, person_id, posting_id, post_title, channel, address,
                               lane, state, attempts, next_at, created_at, error)
  SELECT gen_random_uuid(), escalation_id, epoch, step, person_id, posting_id, title, channel,
         CASE channel WHEN 'email' THEN email ELSE '' END, lane, 'queued', 0, %(at)s, %(at)s, ''
  FROM woken CROSS JOIN unnest(ARRAY['live_screen', 'email']) AS channel
  WHERE channel <> 'email' OR email <> ''
  ON CONFLICT DO NOTHING),
hooks AS (
  INSERT INTO alerts_delivery (id, escalation_id, epoch, step, endpoint_id, post_title, channel, address, lane, state,
                               attempts, next_at, created_at, error)
  SELECT gen_random_uuid(), r.escalation_id, r.epoch, r.step, e.id, '', 'webhook', e.url, r.lane, 'queued', 0,
         %(at)s, %(at)s, ''
  FROM rung r JOIN alerts_endpoint e ON e.unit_id = r.unit_id AND e.ended_at IS NULL
  WHERE r.posting_id IS NULL
  ON CONFLICT DO NOTHING)
"""  # noqa: S608 - a constant, not input
# Nobody on the rung, or only screens that said they cannot be heard: the ladder does not wait.
WOKEN_PER_RUNG = """
SELECT r.escalation_id, r.step, array_remove(array_agg(w.person_id), NULL) AS people,
       count(w.person_id) = 0 OR coalesce(NOT bool_or(s.heard), false) AS is_unheard
FROM rung r LEFT JOIN woken w USING (escalation_id) LEFT JOIN screens s USING (escalation_id)
GROUP BY r.escalation_id, r.step
"""
RUNG_COLUMNS = """(escalation_id uuid, unit_id uuid, functions text[], step int, epoch int, lane int, reporter uuid,
  posting_id uuid)"""
# An array is expected to be short: its posts are found by index. A jsonb recordset would be taken for a hundred rows,
# and every post of the country read.
RUNGS = f"unnest(%(rungs)s::jsonb[]) AS item CROSS JOIN LATERAL jsonb_to_record(item) AS r{RUNG_COLUMNS}"
WAKE = f"""
WITH rung AS (SELECT r.* FROM {RUNGS}),
{PLAN}
{WOKEN_PER_RUNG}
"""  # noqa: S608 - built of constants


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of one unit's ladder, about to be woken."""

    escalation_id: UUID
    unit_id: UUID
    functions: tuple[str, ...]
    step: int
    epoch: int
    lane: int
    reporter: UUID
    posting_id: UUID | None = None
    """Only this posting, if one is named."""


def as_json(rungs: Iterable[Rung]) -> list[str]:
    """Rungs as the statement takes them."""
    return [
        json.dumps(
            {
                "escalation_id": str(r.escalation_id),
                "unit_id": str(r.unit_id),
                "functions": list(r.functions),
                "step": r.step,
                "epoch": r.epoch,
                "lane": r.lane,
                "reporter": str(r.reporter),
                "posting_id": str(r.posting_id) if r.posting_id else None,
            }
        )
        for r in rungs
    ]


def wake(rungs: Iterable[Rung], at: datetime) -> dict[UUID, dict[str, Any]]:
    """Plan the sends of these rungs: who was woken and whether anybody can hear it, by escalation."""
    return {row["escalation_id"]: row for row in sql.rows(WAKE, {"rungs": as_json(rungs), "at": at})}


def lane(level: int, *, exercise: bool) -> int:
    """0 real critical, 1 real, 2 drill: a drill never delays a real alarm."""
    if exercise:
        return 2
    return 0 if level == Level.CRITICAL else 1


def next_due(
    ladder: list[dict[str, Any]], step: int, *, planned: datetime, at: datetime, is_unheard: bool
) -> datetime | None:
    """When the ladder goes on after ``step``; None at its end. Exact from the plan unless it could not wait."""
    from_now = None if step + 1 >= len(ladder) else ladder[step + 1]["after"] - ladder[step]["after"]
    if from_now is None:
        return None
    return at if is_unheard else planned + timedelta(seconds=from_now)
