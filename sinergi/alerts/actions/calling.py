"""What a ladder calls beyond its own unit: the partners' desks, and everybody's telephone when nobody answers."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sinergi.access.types import Function
from sinergi.alerts import ladders
from sinergi.alerts.actions import planning
from sinergi.alerts.types import TELEPHONE, Level
from sinergi.core import sql
from sinergi.units.types import Agency

# Sides that so far only look on begin a ladder of their own; those that ring, or have answered, are left alone.
CALL = f"""
WITH caller AS (SELECT * FROM unnest(%(ids)s::uuid[], %(alarms)s::uuid[]) AS c(id, alarm_id)),
quiet AS (
  SELECT e.id, caller.id AS caller_id,
         coalesce(chosen.frozen, (%(usual)s::jsonb -> a.level::text ->> e.agency)::jsonb,
                  (%(usual)s::jsonb -> a.level::text ->> '')::jsonb) AS ladder,
         coalesce(chosen.name, '') AS name
  FROM caller JOIN alerts_alarm a ON a.id = caller.alarm_id
  JOIN alerts_escalation e ON e.alarm_id = a.id AND e.id <> caller.id AND e.ladder = '[]' AND e.state = 'open'
  {
    ladders.CHOSEN.format(
        unit="e.unit_id",
        level="a.level",
        kind="a.title",
        place="a.place_id",
        exercise="a.exercise",
        at="%(at)s::timestamptz",
        when="true",
    )
}
  FOR UPDATE OF e SKIP LOCKED)
UPDATE alerts_escalation e SET ladder = q.ladder, ladder_name = q.name, started_at = %(at)s, epoch = e.epoch + 1,
  step = 0, next_at = %(at)s::timestamptz + (q.ladder -> 1 ->> 'after')::int * interval '1 second'
FROM quiet q JOIN alerts_escalation was ON was.id = q.id JOIN alerts_alarm a ON a.id = was.alarm_id WHERE e.id = q.id
RETURNING e.id, q.caller_id, e.unit_id, e.ladder, e.epoch, e.alarm_id, a.subject, a.level, a.exercise, a.reporter_id
"""  # noqa: S608 - built of constants
# The other control room, and whoever stands above the prison.
OTHERS = """
SELECT e.id, s.unit_id, s.ladder -> 0 AS first
FROM alerts_escalation e JOIN alerts_escalation s ON s.alarm_id = e.alarm_id AND s.id <> e.id
WHERE e.id = ANY(%(ids)s) AND s.ladder <> '[]' AND (s.is_origin OR s.agency = %(police)s)
UNION ALL
SELECT e.id, up.unit_id, jsonb_build_object('functions', jsonb_build_array(%(regional)s::text))
FROM alerts_escalation e JOIN alerts_escalation o ON o.alarm_id = e.alarm_id AND o.is_origin
JOIN units_v_unit prison ON prison.unit_id = o.unit_id
JOIN units_v_unit up ON up.tree @> prison.tree AND up.unit_id <> prison.unit_id
WHERE e.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Call:
    """A side that began to ring, and whom it woke."""

    header: dict[str, Any]
    people: list[UUID]


def call_partners(rows: list[dict[str, Any]], at: datetime) -> dict[UUID, list[Call]]:
    """Let the quiet sides of these alarms ring too; the calls, by the ladder that called."""
    if not rows:
        return {}
    usual = {
        int(level): {agency: ladders.usual(agency, level) for agency in (*ladders.CHAINS, "")}
        for level in {Level(row["level"]) for row in rows}
    }
    given = {"ids": [row["id"] for row in rows], "alarms": [row["alarm_id"] for row in rows], "at": at}
    started = sql.rows(CALL, {**given, "usual": json.dumps(usual)})
    woken = planning.wake([planning.rung_of(row, row["ladder"][:1], 0) for row in started], at) if started else {}
    planning.hurry([key for key, row in woken.items() if row["is_unheard"]], at)
    calls: dict[UUID, list[Call]] = {}
    for row in started:
        header = {key: row[key] for key in ("subject", "unit_id", "level", "exercise")} | {"alert_id": row["alarm_id"]}
        calls.setdefault(row["caller_id"], []).append(Call(header, woken[row["id"]]["people"]))
    return calls


def call_to_telephone(rows: list[dict[str, Any]], at: datetime) -> dict[UUID, list[UUID]]:
    """Nobody answered: the unit once more, both control rooms and the regional office; whom it woke, by ladder."""
    if not rows:
        return {}
    by_id = {row["id"]: row for row in rows}
    known = [row["id"] for row in rows if not row["confidential"]]
    given = {"ids": known, "police": Agency.POLICE, "regional": Function.REGIONAL_OFFICE}
    others = sql.rows(OTHERS, given) if known else []
    rungs = [planning.rung_of(row, row["ladder"], TELEPHONE) for row in rows]
    rungs += [
        planning.rung_of(by_id[row["id"]] | {"unit_id": row["unit_id"]}, [row["first"]], TELEPHONE) for row in others
    ]
    return {key: row["people"] for key, row in planning.wake(rungs, at).items()}
