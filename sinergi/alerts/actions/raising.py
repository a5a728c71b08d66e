"""Raise an alarm: who is concerned, their frozen ladders, and the sends of the first rung, in one statement."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts import ladders
from sinergi.alerts.actions import planning
from sinergi.alerts.events import AlertRaised, AlertRung
from sinergi.alerts.types import AlarmText, Called, Level, Raised
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.core.ids import new_id
from sinergi.ledger.types import Audience
from sinergi.live import bell

CODE_LETTERS = "ACDEFHJKLMNPRTUVWXY2345679"  # none that look or sound alike on a radio

# A unit that only looked on, or was told without a ladder, is called in earnest when it gets worse, even if it had
# accepted the lesser alarm: then nobody was woken. One that rang already, or is on its way, is not rung again.
AGAIN = """(jsonb_array_length({was}.ladder) < LEAST(2, jsonb_array_length({now}))
    AND {was}.state NOT IN ('responding', 'arrived'))"""
RAISE = f"""
WITH called AS (SELECT * FROM jsonb_to_recordset(%(called)s::jsonb) AS c(
    escalation_id uuid, unit_id uuid, agency text, is_origin bool, ladder jsonb, next_at timestamptz)),
grown AS (
  SELECT FROM called c LEFT JOIN alerts_alarm a ON a.subject = %(subject)s
  LEFT JOIN alerts_escalation e ON e.alarm_id = a.id AND e.unit_id = c.unit_id
  WHERE c.ladder <> '[]' AND (e.id IS NULL OR {AGAIN.format(now="c.ladder", was="e")})),
alarm AS (
  INSERT INTO alerts_alarm (id, subject, level, exercise, confidential, title, "where", details, code, reporter_id,
                            raised_at)
  VALUES (%(alert_id)s, %(subject)s, %(level)s, %(exercise)s, %(confidential)s, %(title)s, %(where)s,
          %(details)s::jsonb, %(code)s, %(reporter)s, %(at)s)
  ON CONFLICT (subject) DO UPDATE SET level = GREATEST(alerts_alarm.level, excluded.level), details = excluded.details,
          title = excluded.title, "where" = excluded."where",
          closed_at = NULL,
          answered_at = CASE WHEN EXISTS (SELECT FROM grown) THEN NULL ELSE alerts_alarm.answered_at END
  RETURNING id, reporter_id),
started AS (
  INSERT INTO alerts_escalation (id, alarm_id, unit_id, agency, is_origin, ladder, epoch, step, next_at, state,
                                 started_at, answered_post, note, reason)
  SELECT c.escalation_id, a.id, c.unit_id, c.agency, c.is_origin, c.ladder, 1, 0, c.next_at, 'open', %(at)s, '', '', ''
  FROM called c CROSS JOIN alarm a
  ON CONFLICT (alarm_id, unit_id) DO UPDATE SET ladder = excluded.ladder, next_at = excluded.next_at,
          started_at = excluded.started_at, state = 'open', step = 0, epoch = alerts_escalation.epoch + 1,
          answered_at = NULL, answered_by = NULL, answered_post = ''
  WHERE {AGAIN.format(now="excluded.ladder", was="alerts_escalation")}
  RETURNING id, unit_id, epoch),
rung AS (SELECT s.id AS escalation_id, r.unit_id, r.functions, r.step, s.epoch, r.lane, a.reporter_id AS reporter,
                r.posting_id
         FROM {planning.RUNGS} JOIN started s ON s.unit_id = r.unit_id
         CROSS JOIN alarm a),
{planning.PLAN}
SELECT a.id AS alert_id, EXISTS (SELECT FROM started) AS has_grown, w.*
FROM alarm a LEFT JOIN ({planning.WOKEN_PER_RUNG}) w ON true
"""  # noqa: S608 - built of constants
HURRY = "UPDATE alerts_escalation SET next_at = %s WHERE id = ANY(%s) AND state = 'open' AND next_at IS NOT NULL"


def raise_alert(
    *,
    actor: Actor,
    subject: str,
    unit_id: UUID,
    level: Level,
    text: AlarmText,
    called: Sequence[Called],
    at: datetime,
    exercise: bool = False,
    confidential: bool = False,
) -> Raised:
    """Start (or widen) the alarm about a subject. The caller's transaction; its facts are returned to be recorded.

    Costs one round trip, whatever the number of units and recipients; one more only if a first rung is empty.
    """
    started = [(new_id(), unit, ladders.steps_for(unit, level)) for unit in called]
    lane = planning.lane(level, exercise=exercise)
    rungs = [
        planning.Rung(key, unit.unit_id, tuple(ladder[0]["functions"]), 0, 1, lane, actor.person_id)
        for key, unit, ladder in started
        if ladder
    ]
    found = sql.rows(
        RAISE,
        {
            "alert_id": new_id(),
            "subject": subject,
            "level": int(level),
            "exercise": exercise,
            "confidential": confidential,
            "title": text.title,
            "where": text.where,
            "details": json.dumps(text.details),
            "code": new_code(),
            "reporter": actor.person_id,
            "at": at,
            "rungs": planning.as_json(rungs),
            "called": _as_json(started, at),
        },
    )
    woken = [row for row in found if row["escalation_id"]]
    if unheard := [row["escalation_id"] for row in woken if row["is_unheard"]]:
        sql.run(HURRY, [at, unheard])
    transaction.on_commit(lambda: bell.ring("alerts"))
    header = {"subject": subject, "unit_id": unit_id, "level": int(level), "exercise": exercise}
    if not found[0]["has_grown"]:
        return Raised(found[0]["alert_id"], (), 0)
    return _raised(header, found[0]["alert_id"], woken, called, confidential=confidential)


def new_code() -> str:
    """A short code that people say to each other: four letters that cannot be confused."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(4))


def _raised(
    header: Mapping[str, Any],
    alert_id: UUID,
    woken: list[dict[str, Any]],
    called: Sequence[Called],
    *,
    confidential: bool,
) -> Raised:
    people = frozenset(person for row in woken for person in row["people"])
    everyone = Audience(people=people) if confidential else Audience.of_paths(unit.path for unit in called)
    raised = AlertRaised(**header, audience=everyone, alert_id=alert_id, woken=len(people))
    if not people:
        return Raised(alert_id, (raised,), 0)
    rung = AlertRung(**header, audience=Audience(people=people), alert_id=alert_id, step=0)
    return Raised(alert_id, (raised, rung), len(people))


def _as_json(started: Sequence[tuple[UUID, Called, list[dict[str, Any]]]], at: datetime) -> str:
    return json.dumps(
        [
            {
                "escalation_id": str(key),
                "unit_id": str(unit.unit_id),
                "agency": unit.agency,
                "is_origin": unit.is_origin,
                "ladder": ladder,
                "next_at": _first_due(ladder, at),
            }
            for key, unit, ladder in started
        ]
    )


def _first_due(ladder: list[dict[str, Any]], at: datetime) -> str | None:
    return (at + timedelta(seconds=ladder[1]["after"])).isoformat() if len(ladder) > 1 else None
