"""The dry run: whom an alarm would wake, when and how, if nobody answered. The alarm's own statements, and no write.

It walks the ladders as the engine does: a step that reaches nobody who can hear does not wait, and partners who are
called at a step begin a ladder of their own. Each rung is asked at its own moment, so rosters and hours hold.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sinergi.alerts import ladders, waking
from sinergi.alerts.types import Called, Foretold, Level, Side, Sleeper, Step, Supposed
from sinergi.core import clock, sql

_LADDERS = f"WITH {ladders.CALLED} SELECT escalation_id, ladder, ladder_name FROM called"  # noqa: S608 - constants
_WOKEN = f"""
WITH rung AS (SELECT r.* FROM {waking.RUNGS}), {waking.WHO}, {waking.SCREENS.format(at="%(now)s")}
SELECT p.escalation_id, p.is_unheard, r.hooks,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('person_id', w.person_id, 'posting_id', w.posting_id, 'title', w.title,
     'channels', (SELECT jsonb_agg(channel) FROM (SELECT w.email) AS them {waking.BY_CHANNEL}),
     'sound', (SELECT s.sound FROM alerts_screen s WHERE s.posting_id = w.posting_id
               AND s.seen_at > %(now)s::timestamptz - {waking.SCREEN_IS_OPEN_FOR} ORDER BY s.sound = 'on' DESC LIMIT 1))
     ORDER BY w.title, w.posting_id), '[]') FROM woken w WHERE w.escalation_id = p.escalation_id) AS woken
FROM ({waking.WOKEN_PER_RUNG}) p
JOIN (SELECT r.escalation_id, (SELECT count(*) FROM (SELECT r.unit_id, r.posting_id) AS r {waking.TOLD}) AS hooks
      FROM rung r) r USING (escalation_id)
"""  # noqa: S608 - built of constants


def foretell(supposed: Supposed, called: Sequence[Called], *, within: timedelta | None = None) -> list[Side]:
    """Every side with its rungs, to the ends of the ladders (or as far as ``within``). For callers that judged it."""
    sides = [Side(unit) for unit in called]
    _begin([side for side in sides if side.called.rings], supposed, supposed.at)
    while climbing := [side for side in sides if side.next_at is not None]:
        moment = min(side.next_at for side in climbing if side.next_at)
        if within is not None and moment > supposed.at + within:
            break
        _climb([side for side in climbing if side.next_at == moment], sides, supposed, moment)
    return sides


def foretell_ladder(unit: Called, ladder: list[Step], at: datetime) -> Side:
    """One unit by this ladder, saved or not. Partners are named by the step, not looked for."""
    side = Side(unit, ladder=ladder, next_at=at)
    while side.next_at is not None:
        _climb([side], [side], Supposed(Level.CRITICAL, "", at), side.next_at)
    return side


def count_woken(sides: Sequence[Side]) -> tuple[int, int]:
    """How many people are woken, in how many units."""
    people = {sleeper.person_id for side in sides for rung in side.rungs for sleeper in rung.woken}
    return len(people), sum(any(rung.woken for rung in side.rungs) for side in sides)


def _begin(sides: list[Side], supposed: Supposed, at: datetime) -> None:
    """Choose their ladders as they would be chosen at that moment."""
    given = {
        "level": int(supposed.level), "title": supposed.kind, "place": supposed.place_id, "at": at,
        "exercise": supposed.exercise, "called": [_as_json(side, supposed.level) for side in sides],
    }  # fmt: skip
    found = {row["escalation_id"]: row for row in sql.rows(_LADDERS, given)} if sides else {}
    for side in sides:
        side.ladder, side.ladder_name = found[side.id]["ladder"], found[side.id]["ladder_name"]
        side.next_at = at if side.ladder else None


def _climb(due: list[Side], sides: list[Side], supposed: Supposed, at: datetime) -> None:
    """One rung of each of these, all at the same moment; those who are called by it begin then."""
    for side in [side for side in due if not ladders.wakes(side.ladder[len(side.rungs)])]:
        side.ends_after, side.next_at = _seconds(at - supposed.at), None
    going = [side for side in due if side.next_at is not None]
    starting: list[Side] = []
    if any(side.ladder[len(side.rungs)].get("partners") for side in going):
        starting = [side for side in sides if side not in going and not side.ladder and not side.rungs]
        _begin(starting, supposed, at)
    found = _ask([*going, *starting], supposed, at)
    heard = any(found[side.id]["woken"] for side in starting)
    for side in [*going, *starting]:
        row, number = found[side.id], len(side.rungs)
        step = side.ladder[number]
        woken = tuple(_sleeper(each) for each in row["woken"])
        side.rungs.append(Foretold(number, _seconds(at - supposed.at), step, woken, row["hooks"]))
        waits = step.get("partners") and heard
        is_unheard = row["is_unheard"] and not waits
        side.next_at = waking.next_due(side.ladder, number, planned=at, at=at, is_unheard=is_unheard)


def _ask(sides: list[Side], supposed: Supposed, at: datetime) -> dict[UUID, dict[str, Any]]:
    rungs = [waking.rung_of(_row(side, supposed), [side.ladder[len(side.rungs)]], len(side.rungs)) for side in sides]
    asked = {"rungs": waking.as_json(rungs), "at": at, "now": clock.now()}
    return {row["escalation_id"]: row for row in sql.rows(_WOKEN, asked)} if rungs else {}


def _row(side: Side, supposed: Supposed) -> Mapping[str, Any]:
    return {
        "id": side.id, "unit_id": side.called.unit_id, "epoch": 1, "level": supposed.level,
        "exercise": supposed.exercise, "reporter_id": supposed.reporter_id,
    }  # fmt: skip


def _sleeper(row: Mapping[str, Any]) -> Sleeper:
    who = UUID(row["person_id"]), UUID(row["posting_id"])
    return Sleeper(*who, row["title"], tuple(row["channels"] or ()), row["sound"] or "")


def _as_json(side: Side, level: Level) -> str:
    unit = side.called
    usual = ladders.steps_for(unit, level) if unit.rings else ladders.usual(unit.agency, level)
    return json.dumps(
        {
            "escalation_id": str(side.id), "unit_id": str(unit.unit_id), "agency": unit.agency,
            "is_origin": unit.is_origin, "ladder": usual, "is_fixed": unit.functions is not None,
        }
    )  # fmt: skip


def _seconds(span: timedelta) -> int:
    return round(span.total_seconds())
