"""The clock's part: due ladders go on to their next rung, or end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import planning
from sinergi.alerts.events import AlertClimbed, AlertExhausted, AlertRung
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience, Event
from sinergi.live import bell

BATCH = 500
DUE = """
SELECT e.id, e.alarm_id, e.unit_id, e.ladder, e.step, e.epoch, e.next_at, a.subject, a.level, a.exercise,
       a.confidential, a.reporter_id,
       (SELECT array_agg(o.path) FROM alerts_escalation x JOIN units_v_unit o ON o.unit_id = x.unit_id
        WHERE x.alarm_id = e.alarm_id) AS paths
FROM alerts_escalation e JOIN alerts_alarm a ON a.id = e.alarm_id JOIN units_v_unit u ON u.unit_id = e.unit_id
WHERE e.state = 'open' AND e.next_at <= %s ORDER BY e.next_at LIMIT %s FOR UPDATE OF e SKIP LOCKED
"""
CLIMB = """
UPDATE alerts_escalation e SET step = c.step, next_at = c.next_at, state = c.state
FROM unnest(%s::uuid[], %s::int[], %s::timestamptz[], %s::text[]) AS c(id, step, next_at, state) WHERE e.id = c.id
"""


def climb_due(at: datetime | None = None) -> int:
    """Let each due ladder take one step; returns how many did. With several engines each row is still claimed once."""
    moment = at or clock.now()
    with transaction.atomic():
        due = sql.rows(DUE, [moment, BATCH])
        if not due:
            return 0
        woken = _wake(due, moment)
        sql.run(CLIMB, _columns([_climbed(row, woken.get(row["id"]), moment) for row in due]))
        ledger.record(*(event for row in due for event in _facts(row, woken.get(row["id"]))), actor=SYSTEM, at=moment)
        transaction.on_commit(lambda: bell.ring("alerts"))
    return len(due)


def next_due_at() -> datetime | None:
    """When the next ladder is due: the engine sleeps until then."""
    row = sql.one("SELECT min(next_at) AS next_at FROM alerts_escalation WHERE state = 'open'")
    return row["next_at"] if row else None


def _wake(due: list[dict[str, Any]], at: datetime) -> dict[UUID, dict[str, Any]]:
    """Plan the sends of every rung that has posts."""
    rungs = []
    for row in due:
        step = row["step"] + 1
        if step < len(row["ladder"]) and row["ladder"][step]["functions"]:
            lane = planning.lane(row["level"], exercise=row["exercise"])
            posts = tuple(row["ladder"][step]["functions"])
            rungs.append(planning.Rung(row["id"], row["unit_id"], posts, step, row["epoch"], lane, row["reporter_id"]))
    return planning.wake(rungs, at) if rungs else {}


def _climbed(row: dict[str, Any], woken: dict[str, Any] | None, at: datetime) -> tuple[UUID, int, datetime | None, str]:
    step = row["step"] + 1
    if woken is None:
        return row["id"], min(step, len(row["ladder"]) - 1), None, "exhausted"
    due = planning.next_due(row["ladder"], step, planned=row["next_at"], at=at, is_unheard=woken["is_unheard"])
    return row["id"], step, due, "open"


def _columns(climbed: list[tuple[UUID, int, datetime | None, str]]) -> list[list[Any]]:
    return [list(column) for column in zip(*climbed, strict=True)]


def _facts(row: dict[str, Any], woken: dict[str, Any] | None) -> list[Event]:
    header = {
        "subject": row["subject"],
        "unit_id": row["unit_id"],
        "level": row["level"],
        "exercise": row["exercise"],
        "alert_id": row["alarm_id"],
    }
    everyone = Audience() if row["confidential"] else Audience.of_paths(row["paths"])
    if woken is None:
        return [AlertExhausted(**header, audience=everyone)]
    step, people = row["step"] + 1, frozenset(woken["people"])
    posts = tuple(row["ladder"][step]["functions"])
    climbed = AlertClimbed(**header, audience=everyone, step=step, posts=posts, woken=len(people))
    rung = AlertRung(**header, audience=Audience(people=people), step=step)
    return [climbed, rung] if people else [climbed]
