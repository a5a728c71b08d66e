"""A shift begins while the alarm of its post rings; and whoever takes a post over takes its shifts."""

from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import planning
from sinergi.alerts.actions.succeeding import rung_fact, rung_of
from sinergi.alerts.duty import ON_SHIFT
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.live import bell

RELIEF_LOCK = 7_203_001
"""One engine at a time looks for who came on; another one looks a second later."""

# Whoever is on shift at a post that was woken already, and was sent nothing about it since it began anew. A refusal
# asks the next post only: whoever was sent to before it is not asked again.
CAME_ON = f"""
WITH unsent AS MATERIALIZED (
  SELECT DISTINCT e.id, e.unit_id, e.ladder, e.step, e.epoch, a.id AS alert_id, a.subject, a.level, a.exercise,
         a.reporter_id, d.post_id, d.posting_id, d.person_id
  FROM alerts_escalation e JOIN alerts_alarm a ON a.id = e.alarm_id
  JOIN access_v_duty d ON d.unit_id = e.unit_id
  WHERE {planning.RINGS} AND e.ladder <> '[]' AND a.closed_at IS NULL AND d.person_id <> a.reporter_id
    AND d.post_id IN (SELECT post_id FROM alerts_rosterpost WHERE ended_at IS NULL)
    AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
    AND EXISTS (SELECT FROM jsonb_array_elements(e.ladder) WITH ORDINALITY AS rung(said, place)
                WHERE rung.place <= e.step + 1 AND (
                  jsonb_exists(rung.said -> 'functions', d.function)
                  OR jsonb_exists(rung.said -> 'posts', d.post_id::text)
                  OR jsonb_exists(rung.said -> 'people', d.person_id::text)))
    AND NOT EXISTS (SELECT FROM alerts_delivery s WHERE s.escalation_id = e.id AND s.person_id = d.person_id
                      AND (s.epoch = e.epoch OR e.again = 'declined')))
SELECT d.* FROM unsent d JOIN alerts_rosterpost p ON p.post_id = d.post_id AND p.ended_at IS NULL WHERE {ON_SHIFT}
"""  # noqa: S608 - built of constants
# Handed over in one moment: the one posting of the post that ended as this one began. The phase of the shifts stays.
INHERIT = """
WITH heir AS (SELECT DISTINCT posting_id, post_id, starts_at FROM access_v_duty WHERE posting_id = %(posting)s),
leaver AS (SELECT DISTINCT l.posting_id FROM heir h JOIN access_v_duty l
           ON l.post_id = h.post_id AND l.ends_at = h.starts_at AND l.posting_id <> h.posting_id),
left_over AS (
  UPDATE alerts_shift s SET until = GREATEST(s.starts_at, h.starts_at)
  FROM heir h, alerts_shift was
  WHERE s.posting_id IN (SELECT posting_id FROM leaver) AND (s.until IS NULL OR s.until > h.starts_at)
    AND was.id = s.id
  RETURNING s.roster_id, s.starts_at, s.minutes, s.every_days, was.until),
taken_off AS (
  UPDATE alerts_override o SET out_posting_id = h.posting_id FROM heir h
  WHERE o.out_posting_id IN (SELECT posting_id FROM leaver) AND o.ends_at > h.starts_at
    AND o.in_posting_id IS DISTINCT FROM h.posting_id)
INSERT INTO alerts_shift (id, roster_id, posting_id, starts_at, minutes, every_days, until)
SELECT gen_random_uuid(), l.roster_id, h.posting_id, l.starts_at, l.minutes, l.every_days, l.until
FROM left_over l CROSS JOIN heir h
"""
PUT_ON_INSTEAD = """
WITH heir AS (SELECT DISTINCT posting_id, post_id, starts_at FROM access_v_duty WHERE posting_id = %(posting)s)
UPDATE alerts_override o SET in_posting_id = h.posting_id FROM heir h
WHERE o.in_posting_id IN (SELECT l.posting_id FROM access_v_duty l
                          WHERE l.post_id = h.post_id AND l.ends_at = h.starts_at AND l.posting_id <> h.posting_id)
  AND o.ends_at > h.starts_at AND o.out_posting_id IS DISTINCT FROM h.posting_id
"""


@transaction.atomic
def wake_relief() -> int:
    """Wake whoever came on shift at a post whose alarm rings; returns how many. Twice is harmless."""
    if not sql.rows("SELECT pg_try_advisory_xact_lock(%s) AS mine", [RELIEF_LOCK])[0]["mine"]:
        return 0
    at = clock.now()
    came = sql.rows(CAME_ON, {"at": at})
    if not came:
        return 0
    planning.wake([rung_of(row, row["posting_id"]) for row in came], at)
    ledger.record(*(rung_fact(row, people) for row, people in _by_alarm(came)), actor=SYSTEM, at=at)
    transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return len(came)


@transaction.atomic
def inherit_shifts(*, posting_id: UUID) -> None:
    """A post was handed over: its shifts and replacements go with it. Twice is harmless."""
    sql.run(INHERIT, {"posting": posting_id})
    sql.run(PUT_ON_INSTEAD, {"posting": posting_id})


def _by_alarm(came: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[UUID]]]:
    people: dict[UUID, list[UUID]] = {}
    for row in came:
        people.setdefault(row["id"], []).append(row["person_id"])
    rows = {row["id"]: row for row in came}
    return [(rows[key], found) for key, found in people.items()]
