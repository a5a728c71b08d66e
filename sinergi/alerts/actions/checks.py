"""What the auditor looks at, every ten seconds: each check is one statement along an index or over what is open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sinergi.access.types import Function
from sinergi.alerts import roster_queries
from sinergi.alerts.actions import planning
from sinergi.alerts.channels.live_screen.transport import NO_SCREEN
from sinergi.alerts.types import Finding, SystemKind
from sinergi.core import sql

LADDER_LATE = timedelta(seconds=15)
SEND_OLD = timedelta(seconds=10)
LEASE_OVER = timedelta(seconds=30)
CHANNEL_WATCHED = timedelta(minutes=10)
FEWEST_TRIES = 5
DESK_GRACE = timedelta(minutes=2)
DESK_REMEMBERED = timedelta(days=1)
DESK_POSTS = (Function.POLICE_DESK, Function.SHIFT_LEADER, Function.SUPPORT_DESK)

LATE = """
SELECT count(*) AS count, min(since) AS since FROM (
  SELECT next_at AS since FROM alerts_escalation WHERE next_at < %(before)s
  UNION ALL SELECT confirm_at FROM alerts_escalation
  WHERE confirm_at < %(before)s AND state IN ('acknowledged', 'responding')
    AND EXISTS (SELECT FROM alerts_alarm a WHERE a.id = alarm_id AND a.closed_at IS NULL)) late
"""
# Lanes 2 and 3 (drill, routine) may wait: that is what lanes are for.
OLD = """
SELECT channel AS key, count(*) AS count, min(next_at) AS since FROM alerts_delivery
WHERE state = 'queued' AND lane IN (0, 1) AND next_at < %(before)s GROUP BY channel
"""
EXPIRED = """
SELECT count(*) AS count, min(lease_until) AS since FROM alerts_delivery
WHERE state = 'sending' AND lease_until < %(before)s
"""
# That nobody had a screen open is no fault of the channel.
FAILING = """
SELECT channel AS key, count(*) FILTER (WHERE error <> '') AS count,
       min(created_at) FILTER (WHERE error <> '') AS since
FROM alerts_delivery
WHERE created_at > %(after)s AND attempts > 0 AND state NOT IN ('sending', 'superseded') AND error <> %(no_screen)s
GROUP BY channel HAVING count(*) >= %(fewest)s AND 2 * count(*) FILTER (WHERE error <> '') >= count(*)
"""
# A desk is expected to be heard if it was heard within a day; if it is called now; and, once found silent, until it is
# heard again. One that never opened Sinergi is not shouted about on a quiet day.
DESKS = f"""
WITH desk AS MATERIALIZED (
  SELECT d.unit_id, d.posting_id FROM access_v_duty d
  WHERE d.function = ANY(%(posts)s) AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)),
heard AS (
  SELECT d.unit_id, max(s.heard_at) AS heard_at,
         coalesce(bool_or(s.sound = 'on' AND s.seen_at > %(at)s::timestamptz - {planning.SCREEN_IS_OPEN_FOR}), false)
           AS now
  FROM desk d LEFT JOIN alerts_screen s ON s.posting_id = d.posting_id GROUP BY d.unit_id),
called AS (
  SELECT unit_id, min(started_at) AS since FROM alerts_escalation
  WHERE state = 'open' AND next_at IS NOT NULL AND started_at < %(silent)s GROUP BY unit_id)
SELECT h.unit_id, coalesce(h.heard_at, c.since, o.since_at) AS since, 1 AS count
FROM heard h LEFT JOIN called c ON c.unit_id = h.unit_id
LEFT JOIN alerts_systemalert o ON o.unit_id = h.unit_id AND o.kind = 'desk_without_screen' AND o.ended_at IS NULL
WHERE NOT h.now AND (h.heard_at IS NULL OR h.heard_at < %(silent)s)
  AND (h.heard_at > %(remembered)s OR c.unit_id IS NOT NULL OR o.id IS NOT NULL)
  AND (EXISTS (SELECT FROM units_v_facility f WHERE f.unit_id = h.unit_id)
       OR EXISTS (SELECT FROM units_v_facility f WHERE f.territory_unit_id = h.unit_id)
       OR EXISTS (SELECT FROM agreements_v_door o WHERE o.partner_id = h.unit_id AND o.during @> %(at)s::timestamptz))
"""  # noqa: S608 - built of constants


@dataclass(frozen=True, slots=True)
class Check:
    """A named question; one that cannot be answered stops the heartbeat but none of the others."""

    kind: SystemKind
    look: Callable[[datetime], Iterable[Finding]]


def late_ladders(at: datetime) -> Iterable[Finding]:
    """Ladders that should have taken their step."""
    return _findings(SystemKind.LATE_LADDER, LATE, {"before": at - LADDER_LATE})


def old_pending(at: datetime) -> Iterable[Finding]:
    """Sends of real alarms that nobody takes."""
    return _findings(SystemKind.OLD_PENDING, OLD, {"before": at - SEND_OLD})


def expired_leases(at: datetime) -> Iterable[Finding]:
    """Sends whose worker died and that nobody took back."""
    return _findings(SystemKind.EXPIRED_LEASE, EXPIRED, {"before": at - LEASE_OVER})


def failing_channels(at: datetime) -> Iterable[Finding]:
    """Channels of which half the sends fail."""
    told = {"after": at - CHANNEL_WATCHED, "fewest": FEWEST_TRIES, "no_screen": NO_SCREEN.error}
    return _findings(SystemKind.FAILING_CHANNEL, FAILING, told)


def desks_without_screen(at: datetime) -> Iterable[Finding]:
    """Desks that were heard and are not, or that are called and cannot hear it."""
    told = {"at": at, "posts": list(DESK_POSTS), "silent": at - DESK_GRACE, "remembered": at - DESK_REMEMBERED}
    return _findings(SystemKind.DESK_WITHOUT_SCREEN, DESKS, told)


def roster_gaps(at: datetime) -> Iterable[Finding]:
    """Shifts of the next three days that nobody has; looked for once a minute, for it costs a millisecond a roster."""
    return gaps_of_minute(at.replace(second=0, microsecond=0))


@lru_cache(maxsize=1)
def gaps_of_minute(minute: datetime) -> tuple[Finding, ...]:
    """The first gap of each roster, as it stood when the minute was first asked for."""
    first = {gap.roster_id: gap for gap in reversed(roster_queries.list_units_with_gaps(minute))}
    return tuple(
        Finding(SystemKind.ROSTER_GAP, since=gap.starts_at, key=str(gap.roster_id), unit_id=gap.unit_id)
        for gap in first.values()
    )


# What may break alarming stands first. A new check is one more row: ``(at) -> findings``.
CHECKS: tuple[Check, ...] = (
    Check(SystemKind.LATE_LADDER, late_ladders),
    Check(SystemKind.OLD_PENDING, old_pending),
    Check(SystemKind.EXPIRED_LEASE, expired_leases),
    Check(SystemKind.FAILING_CHANNEL, failing_channels),
    Check(SystemKind.DESK_WITHOUT_SCREEN, desks_without_screen),
    Check(SystemKind.ROSTER_GAP, roster_gaps),
)


def _findings(kind: SystemKind, statement: str, told: dict[str, Any]) -> list[Finding]:
    return [Finding(kind=kind, **row) for row in sql.rows(statement, told) if row["count"]]
