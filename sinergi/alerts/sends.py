"""The sends of a ladder: counted by rung in the database, and their lives line by line, so many at a time.

For callers that have judged the alert visible. Only lines of the unit's own posts are told: the last call also reaches
other agencies, which are counted and never named.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sinergi.alerts.models import Escalation
from sinergi.alerts.types import TELEPHONE
from sinergi.core import sql

SHOWN: Final = 50
"""Lines of one rung on the alarm's own page; the rest is one link away."""
PAGE: Final = 200

COUNTS = """
SELECT escalation_id, epoch, step, min(created_at) AS began_at, max(coalesce(sent_at, delivered_at)) AS last_at,
       count(*) AS planned, count(coalesce(sent_at, delivered_at)) AS sent,
       count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE state IN ('queued', 'sending')) AS waiting,
       count(delivered_at) AS delivered, count(seen_at) AS seen, count(acknowledged_at) AS acknowledged,
       count(delivered_at) FILTER (WHERE channel = 'live_screen') AS screens,
       count(sent_at) FILTER (WHERE channel = 'email') AS mails
FROM alerts_delivery WHERE escalation_id = ANY(%s) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
LINES = """
SELECT id, epoch, step, post_title, channel, state, created_at, sent_at, delivered_at, seen_at, acknowledged_at, error,
       is_system, nth, named
FROM (
  SELECT d.*, d.endpoint_id IS NOT NULL AS is_system, count(*) OVER rung AS named,
         row_number() OVER (rung ORDER BY d.created_at, d.post_title, d.id) AS nth
  FROM alerts_delivery d
  WHERE d.escalation_id = %(id)s AND (d.step <> %(last)s OR d.endpoint_id IS NOT NULL OR EXISTS (
    SELECT FROM access_v_duty own WHERE own.posting_id = d.posting_id AND own.unit_id = %(unit)s))
  WINDOW rung AS (PARTITION BY d.epoch, d.step)) told
WHERE nth <= %(most)s ORDER BY epoch, step, nth
"""
ALL = f"""
SELECT * FROM ({LINES.partition("WHERE nth")[0]}) every
ORDER BY epoch, step, nth LIMIT %(limit)s OFFSET %(skip)s
"""  # noqa: S608 - built of constants


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the sends of one rung in one epoch."""

    escalation_id: UUID
    epoch: int
    step: int
    began_at: datetime
    last_at: datetime | None
    planned: int
    sent: int
    failed: int
    waiting: int
    delivered: int
    seen: int
    acknowledged: int
    screens: int
    mails: int


@dataclass(frozen=True, slots=True)
class Life:
    """One send, from planned to answered."""

    id: UUID
    epoch: int
    step: int
    post_title: str
    channel: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    seen_at: datetime | None
    acknowledged_at: datetime | None
    error: str
    is_system: bool
    """It went to the unit's own system, not to a person."""
    nth: int
    """Its place among the sends of its rung."""
    named: int
    """How many of its rung can be named to the unit."""


def count_sends(escalation_ids: Collection[UUID]) -> list[Count]:
    """By ladder, epoch and rung: one row each, however many people it woke."""
    return [Count(**row) for row in sql.rows(COUNTS, [list(escalation_ids)])]


def list_lives(alert: Escalation, *, most: int = SHOWN) -> list[Life]:
    """The first sends of each rung."""
    return [Life(**row) for row in sql.rows(LINES, {**_asked(alert), "most": most})]


def list_all(alert: Escalation, *, skip: int = 0, limit: int = PAGE) -> Sequence[Life]:
    """Every send of the unit's ladder, a page at a time; one more than asked for says that there are more."""
    return [Life(**row) for row in sql.rows(ALL, {**_asked(alert), "skip": skip, "limit": limit + 1})]


def _asked(alert: Escalation) -> dict[str, object]:
    return {"id": alert.pk, "unit": alert.unit_id, "last": TELEPHONE}
