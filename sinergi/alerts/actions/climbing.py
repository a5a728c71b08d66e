"""The clock's part: due ladders go on to their next rung, or end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import calling, planning
from sinergi.alerts.actions.completing import complete_if_all_answered
from sinergi.alerts.events import AlertAnswered, AlertClimbed, AlertExhausted, AlertRung
from sinergi.alerts.ladders import wakes
from sinergi.alerts.types import TELEPHONE
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience, Event
from sinergi.live import bell

BATCH = 500
DUE = """
SELECT e.id, e.alarm_id, e.unit_id, e.ladder, e.step, e.epoch, e.next_at, e.state, a.subject, a.level, a.exercise,
       a.confidential, a.reporter_id, a.title, a.place_id,
       (SELECT array_agg(o.path) FROM alerts_escalation x JOIN units_v_unit o ON o.unit_id = x.unit_id
        WHERE x.alarm_id = e.alarm_id) AS paths
FROM alerts_escalation e JOIN alerts_alarm a ON a.id = e.alarm_id JOIN units_v_unit u ON u.unit_id = e.unit_id
WHERE e.state IN ('open', 'declined') AND e.next_at <= %s ORDER BY e.next_at LIMIT %s FOR UPDATE OF e SKIP LOCKED
"""
CLIMB = """
UPDATE alerts_escalation e SET step = c.step, next_at = c.next_at, state = c.state
FROM unnest(%s::uuid[], %s::int[], %s::timestamptz[], %s::text[]) AS c(id, step, next_at, state) WHERE e.id = c.id
"""


def climb_due(at: datetime | None = None) -> int:
    """Let each due ladder take one step; returns how many did. With several engines each row is still claimed once."""
    moment = at or clock.now()
    with transaction.atomic():
        due = _without_contested(sql.rows(DUE, [moment, BATCH]))
        if not due:
            return 0
        climbing = [row for row in due if _goes_on(row)]
        ended = [row for row in due if not _goes_on(row)]
        called = calling.call_partners([row for row in climbing if _next(row).get("partners")], moment)
        woken = _wake(climbing, moment)
        told = calling.call_to_telephone([row for row in ended if row["state"] == "open"], moment)
        sql.run(CLIMB, _columns([_climbed(row, woken, called, moment) for row in due]))
        facts = [fact for row in climbing for fact in _climbed_facts(row, woken[row["id"]]["people"])]
        facts += [fact for row in ended for fact in _ended_facts(row, told.get(row["id"], []), moment)]
        ledger.record(*facts, *_calls(called), actor=SYSTEM, at=moment)
        transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return len(due)


def next_due_at() -> datetime | None:
    """When the next ladder is due."""
    row = sql.one("SELECT min(next_at) AS next_at FROM alerts_escalation WHERE next_at IS NOT NULL")
    return row["next_at"] if row else None


def _without_contested(due: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A refusal that becomes final may complete the alarm, whose row comes before its sides': if somebody is answering
    just now, the next turn looks again."""
    refused = [row["alarm_id"] for row in due if row["state"] == "declined" and not _goes_on(row)]
    if not refused:
        return due
    found = sql.rows("SELECT id FROM alerts_alarm WHERE id = ANY(%s) FOR UPDATE SKIP LOCKED", [refused])
    locked = {row["id"] for row in found}
    return [row for row in due if row["state"] != "declined" or _goes_on(row) or row["alarm_id"] in locked]


def _next(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = row["ladder"][row["step"] + 1] if row["step"] + 1 < len(row["ladder"]) else {}
    return found


def _goes_on(row: dict[str, Any]) -> bool:
    return wakes(_next(row))


def _wake(climbing: list[dict[str, Any]], at: datetime) -> dict[UUID, dict[str, Any]]:
    """Plan the sends of every rung."""
    rungs = [planning.rung_of(row, [_next(row)], row["step"] + 1) for row in climbing]
    return planning.wake(rungs, at) if rungs else {}


def _climbed(
    row: dict[str, Any], woken: dict[UUID, dict[str, Any]], called: dict[UUID, list[calling.Call]], at: datetime
) -> tuple[UUID, int, datetime | None, str]:
    if not _goes_on(row):
        # Somebody had declined and nobody above took it: the refusal stands as the unit's answer.
        state = "declined" if row["state"] == "declined" else "exhausted"
        return row["id"], max(0, min(row["step"], len(row["ladder"]) - 1)), None, state
    step = row["step"] + 1
    is_unheard = woken[row["id"]]["is_unheard"] and not any(call.people for call in called.get(row["id"], []))
    due = planning.next_due(row["ladder"], step, planned=row["next_at"], at=at, is_unheard=is_unheard)
    return row["id"], step, due, row["state"]


def _columns(climbed: list[tuple[UUID, int, datetime | None, str]]) -> list[list[Any]]:
    return [list(column) for column in zip(*climbed, strict=True)]


def _header(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "subject": row["subject"],
        "unit_id": row["unit_id"],
        "level": row["level"],
        "exercise": row["exercise"],
        "alert_id": row["alarm_id"],
    }


def _everyone(row: dict[str, Any]) -> Audience:
    return Audience() if row["confidential"] else Audience.of_paths(row["paths"])


def _climbed_facts(row: dict[str, Any], people: list[UUID]) -> list[Event]:
    header, step = _header(row), row["step"] + 1
    rung = _next(row)
    posts, titles = tuple(rung["functions"]), tuple(rung.get("titles") or ())
    named: dict[str, Any] = {"posts": posts, "titles": titles, "partners": bool(rung.get("partners"))}
    climbed = AlertClimbed(**header, audience=_everyone(row), step=step, woken=len(people), **named)
    rang = AlertRung(**header, audience=Audience(people=frozenset(people)), step=step)
    return [climbed, rang] if people else [climbed]


def _ended_facts(row: dict[str, Any], people: list[UUID], at: datetime) -> list[Event]:
    header = _header(row)
    if row["state"] == "declined":
        was_last = complete_if_all_answered(row["alarm_id"], at, but=[row["id"]])
        return [AlertAnswered(**header, audience=_everyone(row))] if was_last else []
    rung = AlertRung(**header, audience=Audience(people=frozenset(people)), step=TELEPHONE)
    return [AlertExhausted(**header, audience=_everyone(row)), *([rung] if people else [])]


def _calls(called: dict[UUID, list[calling.Call]]) -> list[Event]:
    return [
        AlertRung(**call.header, audience=Audience(people=frozenset(call.people)), step=0)
        for calls in called.values()
        for call in calls
        if call.people
    ]
