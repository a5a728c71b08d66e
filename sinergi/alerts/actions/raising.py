"""Raise an alarm: who is concerned, their frozen ladders, and the sends of the first rung, in one statement."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
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
# accepted the lesser alarm: then nobody was woken. One that is done with it, had refused or could not be reached, is
# rung again by a new emergency. One that rings already, or is busy with it, is not.
AGAIN = """({now} <> '[]' AND (jsonb_array_length({was}.ladder) < LEAST(2, jsonb_array_length({now}))
    AND {was}.state NOT IN ('responding', 'arrived')
    OR %(is_worse)s AND {was}.state IN ('stood_down', 'declined', 'superseded', 'exhausted')))"""
# A real alarm breaks into the drills of the units it calls: their ladders stop, and the page says INI BUKAN LATIHAN.
# Who had accepted a drill is not asked in the middle of the riot why nobody comes to it.
RAISE = f"""
WITH {ladders.CALLED},
grown AS (
  SELECT FROM called c LEFT JOIN alerts_alarm a ON a.subject = %(subject)s
  LEFT JOIN alerts_escalation e ON e.alarm_id = a.id AND e.unit_id = c.unit_id
  WHERE c.ladder <> '[]' AND (e.id IS NULL OR {AGAIN.format(now="c.ladder", was="e")})),
alarm AS (
  INSERT INTO alerts_alarm (id, subject, level, exercise, confidential, keeps_words, title, "where", place_id,
                            details, code, reporter_id, raised_at)
  VALUES (%(alert_id)s, %(subject)s, %(level)s, %(exercise)s, %(confidential)s, %(keeps_words)s, %(title)s, %(where)s,
          %(place)s::uuid, %(details)s::jsonb, %(code)s, %(reporter)s, %(at)s)
  ON CONFLICT (subject) DO UPDATE SET level = GREATEST(alerts_alarm.level, excluded.level), details = excluded.details,
          title = excluded.title, "where" = excluded."where", place_id = excluded.place_id,
          closed_at = NULL, keeps_words = alerts_alarm.keeps_words OR excluded.keeps_words,
          answered_at = CASE WHEN EXISTS (SELECT FROM grown) THEN NULL ELSE alerts_alarm.answered_at END
  RETURNING id, reporter_id),
cut AS (
  UPDATE alerts_escalation e SET next_at = NULL, confirm_at = NULL,
    state = CASE WHEN e.state IN ('acknowledged', 'responding', 'arrived') THEN e.state ELSE 'superseded' END
  FROM called c, alerts_alarm drill
  WHERE NOT %(exercise)s AND c.ladder <> '[]' AND e.unit_id = c.unit_id AND e.ladder <> '[]'
    AND (e.state IN ('open', 'exhausted', 'acknowledged', 'responding', 'arrived')
         OR e.state = 'declined' AND e.next_at IS NOT NULL)
    AND drill.id = e.alarm_id AND drill.exercise AND drill.closed_at IS NULL
  RETURNING e.unit_id),
started AS (
  INSERT INTO alerts_escalation (id, alarm_id, unit_id, agency, is_origin, ladder, ladder_name, epoch, step, next_at,
                                 state, started_at, cuts_drill, again, answered_post, note, reason)
  SELECT c.escalation_id, a.id, c.unit_id, c.agency, c.is_origin, c.ladder, c.ladder_name, 1, 0,
         %(at)s::timestamptz + (c.ladder -> 1 ->> 'after')::int * interval '1 second',
         'open', %(at)s, c.unit_id IN (SELECT unit_id FROM cut), '', '', '', ''
  FROM called c CROSS JOIN alarm a
  ON CONFLICT (alarm_id, unit_id) DO UPDATE SET ladder = excluded.ladder, ladder_name = excluded.ladder_name,
          next_at = excluded.next_at, confirm_at = NULL, resume_at = NULL, again = '', cuts_drill = excluded.cuts_drill,
          started_at = excluded.started_at, state = 'open', step = 0, epoch = alerts_escalation.epoch + 1,
          answered_at = NULL, answered_by = NULL, answered_post = '', note = '', reason = '', personnel = NULL,
          eta_at = NULL, responded_at = NULL, arrived_at = NULL, stood_down_at = NULL
  WHERE {AGAIN.format(now="excluded.ladder", was="alerts_escalation")}
  RETURNING id, unit_id, ladder -> 0 AS first, epoch),
rung AS (SELECT s.id AS escalation_id, s.unit_id, r.functions, r.posts, r.people, 0 AS step, s.epoch,
                %(lane)s AS lane, a.reporter_id AS reporter, NULL::uuid AS posting_id
         FROM started s CROSS JOIN alarm a
         CROSS JOIN LATERAL jsonb_to_record(s.first) AS r(functions text[], posts uuid[], people uuid[])
         WHERE s.first IS NOT NULL),
{planning.PLAN}
SELECT a.id AS alert_id, EXISTS (SELECT FROM started) AS has_grown, w.*
FROM alarm a LEFT JOIN ({planning.WOKEN_PER_RUNG}) w ON true
"""  # noqa: S608 - built of constants


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
    keeps_words: bool = False,
    is_worse: bool = False,
) -> Raised:
    """Start (or widen) the alarm about a subject. The caller's transaction; its facts are returned to be recorded.

    ``is_worse``: it has become graver, or help is asked for now: whoever was done with it is rung again.

    Costs one round trip, whatever the number of units and recipients; one more only if a first rung is empty.
    """
    found = sql.rows(
        RAISE,
        {
            "alert_id": new_id(),
            "subject": subject,
            "level": int(level),
            "exercise": exercise,
            "confidential": confidential,
            "keeps_words": keeps_words,
            "is_worse": is_worse,
            "title": text.title,
            "where": text.where,
            "place": text.place_id,
            "details": json.dumps(text.details),
            "code": new_code(),
            "reporter": actor.person_id,
            "at": at,
            "lane": planning.lane(level, exercise=exercise),
            "called": [_as_json(unit, level) for unit in called],
        },
    )
    woken = [row for row in found if row["escalation_id"]]
    planning.hurry([row["escalation_id"] for row in woken if row["is_unheard"]], at)
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


def _as_json(unit: Called, level: Level) -> str:
    return json.dumps(
        {
            "escalation_id": str(new_id()),
            "unit_id": str(unit.unit_id),
            "agency": unit.agency,
            "is_origin": unit.is_origin,
            "ladder": ladders.steps_for(unit, level),
            "is_fixed": unit.functions is not None,
        }
    )
