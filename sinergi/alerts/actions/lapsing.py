"""An answer that is not followed up lapses: the ladder begins anew under a new epoch."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import planning
from sinergi.alerts.events import AlertLapsed, AlertRung
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience, Event
from sinergi.live import bell

TO_RESPOND = timedelta(minutes=3)
"""Accepted: until then they say how many come, and when."""
TO_ARRIVE = timedelta(minutes=5)
"""After the time they said they would arrive."""
BATCH = 500

LAPSED = """
SELECT e.id, e.alarm_id, e.unit_id, e.ladder, e.epoch, e.state, a.subject, a.level, a.exercise, a.confidential,
       a.reporter_id,
       (SELECT array_agg(o.path) FROM alerts_escalation x JOIN units_v_unit o ON o.unit_id = x.unit_id
        WHERE x.alarm_id = e.alarm_id) AS paths
FROM alerts_escalation e JOIN alerts_alarm a ON a.id = e.alarm_id
WHERE e.confirm_at <= %s AND e.state IN ('acknowledged', 'responding') AND a.closed_at IS NULL
ORDER BY e.confirm_at LIMIT %s FOR UPDATE OF a, e SKIP LOCKED
"""
BEGIN_ANEW = """
WITH again AS (
  UPDATE alerts_escalation e SET state = 'open', epoch = e.epoch + 1, step = 0, confirm_at = NULL, resume_at = NULL,
    again = CASE e.state WHEN 'acknowledged' THEN 'not_on_the_way' ELSE 'not_arrived' END,
    answered_at = NULL, answered_by = NULL, answered_post = '',
    next_at = %(at)s::timestamptz + (e.ladder -> 1 ->> 'after')::int * interval '1 second'
  WHERE e.id = ANY(%(ids)s) RETURNING e.alarm_id)
UPDATE alerts_alarm SET answered_at = NULL WHERE id IN (SELECT alarm_id FROM again)
"""


def lapse_due(at: datetime | None = None) -> int:
    """Ring again where an answer was not confirmed in time; returns how many. Several engines take each once."""
    moment = at or clock.now()
    with transaction.atomic():
        lapsed = sql.rows(LAPSED, [moment, BATCH])
        if not lapsed:
            return 0
        sql.run(BEGIN_ANEW, {"at": moment, "ids": [row["id"] for row in lapsed]})
        rows = [row | {"epoch": row["epoch"] + 1} for row in lapsed]
        woken = planning.wake([planning.rung_of(row, row["ladder"][:1], 0) for row in rows], moment)
        unheard = [key for key, found in woken.items() if found["is_unheard"]]
        planning.hurry(unheard, moment)
        facts = [fact for row in rows for fact in _facts(row, woken[row["id"]]["people"])]
        ledger.record(*facts, actor=SYSTEM, at=moment)
        transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return len(lapsed)


def _facts(row: dict[str, Any], people: list[UUID]) -> list[Event]:
    header = {key: row[key] for key in ("subject", "unit_id", "level", "exercise")} | {"alert_id": row["alarm_id"]}
    everyone = Audience() if row["confidential"] else Audience.of_paths(row["paths"])
    lapsed = AlertLapsed(**header, audience=everyone, promised=row["state"])
    rung = AlertRung(**header, audience=Audience(people=frozenset(people)), step=0)
    return [lapsed, rung] if people else [lapsed]
