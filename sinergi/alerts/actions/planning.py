"""Plan the sends of a rung: one set-based statement, shared by the start of an alarm and by each climb."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sinergi.alerts.waking import (
    BY_CHANNEL,
    RUNGS,
    SCREEN_IS_OPEN_FOR,
    TOLD,
    WOKEN,
    WOKEN_PER_RUNG,
    Rung,
    as_json,
    lane,
    next_due,
    rung_of,
)
from sinergi.core import sql

if TYPE_CHECKING:
    from sinergi.alerts.models import Escalation

__all__ = [
    "PLAN",
    "RINGS",
    "SCREEN_IS_OPEN_FOR",
    "WOKEN_PER_RUNG",
    "Rung",
    "as_json",
    "hurry",
    "lane",
    "next_due",
    "rung_of",
    "wake",
    "wake_again",
]

RINGS = "(e.state IN ('open', 'exhausted') OR (e.state = 'declined' AND e.next_at IS NOT NULL))"
# Each is sent by every channel they have.
SENDS = f"""
sends AS (
  INSERT INTO alerts_delivery (id, escalation_id, epoch, step, person_id, posting_id, post_title, channel, address,
                               lane, state, attempts, next_at, created_at, error)
  SELECT gen_random_uuid(), escalation_id, epoch, step, person_id, posting_id, title, channel,
         CASE channel WHEN 'email' THEN email ELSE '' END, lane, 'queued', 0, %(at)s, %(at)s, ''
  FROM woken {BY_CHANNEL}
  ON CONFLICT DO NOTHING),
hooks AS (
  INSERT INTO alerts_delivery (id, escalation_id, epoch, step, endpoint_id, post_title, channel, address, lane, state,
                               attempts, next_at, created_at, error)
  SELECT gen_random_uuid(), r.escalation_id, r.epoch, r.step, e.id, '', 'webhook', e.url, r.lane, 'queued', 0,
         %(at)s, %(at)s, ''
  FROM rung r {TOLD}
  ON CONFLICT DO NOTHING)
"""  # noqa: S608 - built of constants
PLAN = f"{WOKEN}, {SENDS}"
WAKE = f"""
WITH rung AS (SELECT r.* FROM {RUNGS}),
{PLAN}
{WOKEN_PER_RUNG}
"""  # noqa: S608 - built of constants
HURRY = "UPDATE alerts_escalation SET next_at = %s WHERE id = ANY(%s) AND state = 'open' AND next_at IS NOT NULL"


def wake(rungs: Iterable[Rung], at: datetime) -> dict[UUID, dict[str, Any]]:
    """Plan the sends of these rungs: who was woken and whether anybody can hear it, by escalation."""
    return {row["escalation_id"]: row for row in sql.rows(WAKE, {"rungs": as_json(rungs), "at": at})}


def wake_again(alert: "Escalation", at: datetime) -> list[UUID]:
    """Everybody whom the ladder had reached, under its new epoch: who was woken."""
    row = {
        "id": alert.pk,
        "unit_id": alert.unit_id,
        "epoch": alert.epoch,
        "level": alert.alarm.level,
        "exercise": alert.alarm.exercise,
        "reporter_id": alert.alarm.reporter_id,
    }
    found = wake([rung_of(row, alert.ladder[: alert.step + 1], alert.step)], at)
    people: list[UUID] = found[alert.pk]["people"]
    return people


def hurry(escalation_ids: Sequence[UUID], at: datetime) -> None:
    """These rungs reached nobody who can hear: their ladders do not wait."""
    if escalation_ids:
        sql.run(HURRY, [at, list(escalation_ids)])
