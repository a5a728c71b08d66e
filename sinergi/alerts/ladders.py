"""Whom a ladder wakes, and when. Posts per agency from domain §2.3; seconds per level from the settings.

A unit's own ladder (the table) comes before these usual ones. It is chosen in SQL (``CHOSEN``), so that a report asks
for no round trip more.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from sinergi.access.types import Function
from sinergi.alerts.types import Called, Level, Need, Step
from sinergi.units.types import Agency

Rungs = tuple[tuple[str, ...], ...]

CHAINS: dict[str, Rungs] = {
    Agency.CORRECTIONS: ((Function.SHIFT_LEADER,), (Function.SECURITY_CHIEF,), (Function.FACILITY_HEAD,)),
    Agency.POLICE: ((Function.POLICE_DESK,), (Function.POLICE_OPS,), (Function.POLICE_CHIEF,)),
}
SUPPORT: Rungs = ((Function.SUPPORT_DESK,),)

# The first of the unit's own ladders that matches. Place: one of the ladder's places or any above the alarm's.
CHOSEN = """
LEFT JOIN LATERAL (
  SELECT l.frozen, l.name FROM alerts_ladder l JOIN units_v_unit lu ON lu.unit_id = l.unit_id
  WHERE l.unit_id = {unit} AND l.ended_at IS NULL
    AND (l.levels = '{{}}' OR {level} = ANY(l.levels)) AND (l.kinds = '{{}}' OR {kind} = ANY(l.kinds))
    AND coalesce(l.exercise = {exercise}, true)
    AND (l.from_time IS NULL OR CASE WHEN l.from_time < l.until_time
         THEN ({at} AT TIME ZONE lu.zone)::time >= l.from_time AND ({at} AT TIME ZONE lu.zone)::time < l.until_time
         ELSE ({at} AT TIME ZONE lu.zone)::time >= l.from_time OR ({at} AT TIME ZONE lu.zone)::time < l.until_time END)
    AND (l.place_ids = '{{}}' OR EXISTS (
      WITH RECURSIVE up AS (SELECT place_id, parent_id FROM units_v_place WHERE place_id = {place}
        UNION ALL SELECT p.place_id, p.parent_id FROM units_v_place p JOIN up ON p.place_id = up.parent_id)
      SELECT FROM up WHERE up.place_id = ANY(l.place_ids)))
  ORDER BY l.position, l.id LIMIT 1) chosen ON {when}
"""
# called(escalation_id, unit_id, agency, is_origin, ladder, ladder_name): each with its own ladder or the usual one.
_CALLED = "(escalation_id uuid, unit_id uuid, agency text, is_origin bool, ladder jsonb, is_fixed bool)"
CALLED = f"""called AS (
  SELECT c.escalation_id, c.unit_id, c.agency, c.is_origin, coalesce(chosen.frozen, c.ladder) AS ladder,
         coalesce(chosen.name, '') AS ladder_name
  FROM unnest(%(called)s::jsonb[]) AS item CROSS JOIN LATERAL jsonb_to_record(item) AS c{_CALLED}
  {
    CHOSEN.format(
        unit="c.unit_id",
        level="%(level)s",
        kind="%(title)s",
        place="%(place)s::uuid",
        exercise="%(exercise)s",
        at="%(at)s::timestamptz",
        when="c.ladder <> '[]' AND NOT c.is_fixed",
    )
})"""  # noqa: S608 - built of constants


def steps_for(called: Called, level: Level) -> list[Step]:
    """The usual ladder as it is frozen on the alarm, its end last.

    A unit that does not ring has no ladder; a LOW alarm wakes the whole chain once and climbs nowhere.
    """
    if not called.rings:
        return []
    return usual(called.agency, level, called.functions)


def usual(agency: str, level: Level, functions: Rungs | None = None) -> list[Step]:
    """The ladder of an agency whose unit has written none of its own."""
    chain = functions or CHAINS.get(agency, SUPPORT)
    if level == Level.LOW:
        return [step(0, functions=sorted({post for rung in chain for post in rung}))]
    *afters, end = seconds(level)
    rungs = [step(after, functions=list(rung)) for after, rung in zip(afters, chain, strict=False)]
    return [*rungs, step(end)]


def frozen(steps: Sequence[Mapping[str, Any]], end_minutes: int, repeat: int) -> list[Step]:
    """An edited ladder as an alarm keeps it: repeats written out one after the other, the end last."""
    once = int(steps[-1]["minutes"]) + end_minutes
    rungs = [
        step(
            (int(row["minutes"]) + once * turn) * 60,
            functions=row.get("functions", ()),
            posts=row.get("posts", ()),
            people=row.get("people", ()),
            partners=bool(row.get("partners")),
            need=row.get("need", Need.ONE),
            titles=row.get("titles", ()),
        )
        for turn in range(repeat + 1)
        for row in steps
    ]
    return [*rungs, step(once * (repeat + 1) * 60)]


def step(
    after: int,
    *,
    functions: Sequence[str] = (),
    posts: Sequence[str] = (),
    people: Sequence[str] = (),
    partners: bool = False,
    need: str = Need.ONE,
    titles: Sequence[str] = (),
) -> Step:
    """One row of a frozen ladder; ``after`` in seconds from the alarm."""
    return {
        "after": after,
        "functions": [str(function) for function in functions],
        "posts": [str(post) for post in posts],
        "people": [str(person) for person in people],
        "partners": partners,
        "need": str(need),
        "titles": [str(title) for title in titles],
    }


def wakes(row: Mapping[str, Any]) -> bool:
    """Does this row call anybody? The end of a ladder does not. (Rows frozen before 0.2 know functions only.)"""
    return any(row.get(who) for who in ("functions", "posts", "people", "partners"))


def is_named(person: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Is somebody on duty (functions, post_id, person_id) among those whom a row calls?"""
    return (
        bool(set(person["functions"]) & set(row.get("functions") or ()))
        or str(person["post_id"]) in (row.get("posts") or ())
        or str(person["person_id"]) in (row.get("people") or ())
    )


def seconds(level: Level) -> Sequence[int]:
    """When each rung is woken, and when the ladder ends, in seconds from the alarm."""
    return settings.ALERT_LADDERS[level.name]
