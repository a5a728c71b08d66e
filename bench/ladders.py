"""Ten thousand ladders at once: what they cost while nothing is due, and how late their steps are."""

import time
from pathlib import Path

import psycopg

from bench import sending
from bench.machine import cpu_seconds
from bench.stand import Stand
from bench.table import Figure, share
from sinergi.project.runtime import database
from sinergi.project.runtime.home import Home

MANY, WATCHED = 10_000, 20.0
STEP_EVERY = 60.0
"""Seconds over which the steps of all ladders are spread, as when each climbs once a minute."""
_ALARMS = """
INSERT INTO alerts_alarm (id, subject, level, exercise, confidential, keeps_words, title, "where", details, code,
                          reporter_id, raised_at)
SELECT gen_random_uuid(), 'bench:' || n, 4, false, false, false, 'RIOT', '', '{}', 'ACDE', gen_random_uuid(), now()
FROM generate_series(1, %(many)s) n
"""
_LADDERS = """
INSERT INTO alerts_escalation (id, alarm_id, unit_id, agency, is_origin, ladder, ladder_name, epoch, again, step,
                               next_at, cuts_drill, state, started_at, answered_post, note, reason)
SELECT gen_random_uuid(), a.id,
       (SELECT min(unit_id::text)::uuid FROM access_v_duty WHERE function = 'security_chief'),
       'CORRECTIONS', true, %(ladder)s, '', 1, '', 0, now() + interval '1 hour', false, 'open', now(), '', '', ''
FROM alerts_alarm a WHERE a.subject LIKE 'bench:%%'
"""
_LADDER = (
    '[{"after": 0, "functions": ["shift_leader"]}, {"after": 60, "functions": ["security_chief"]},'
    ' {"after": 36000, "functions": []}]'
)
_DUE = """
UPDATE alerts_escalation e SET next_at = clock_timestamp() + (2 + random() * %(spread)s) * interval '1 second'
FROM alerts_alarm a WHERE a.id = e.alarm_id AND a.subject LIKE 'bench:%%' RETURNING e.id, extract(epoch FROM e.next_at)
"""
_TAKEN = "SELECT id FROM alerts_escalation WHERE step = 1 AND id = ANY(%s)"


def measure(stand: Stand, folder: Path) -> list[Figure]:
    """On the database of a stand that was stopped: one engine and nothing else works."""
    server = database.cluster(Home(stand.folder / "home"))
    process = server.start(log=folder / "ladders.log")
    try:
        with psycopg.connect(stand.owner_url, autocommit=True) as connection:
            connection.execute("UPDATE alerts_delivery SET state = 'superseded' WHERE state IN ('queued', 'sending')")
            connection.execute("UPDATE alerts_escalation SET next_at = NULL, confirm_at = NULL")
            connection.execute(_ALARMS, {"many": MANY})
            connection.execute(_LADDERS, {"ladder": _LADDER})
            connection.execute("ANALYZE alerts_escalation")
            with sending.provider() as port, sending.engine(stand, port, folder) as engine:
                time.sleep(3)
                idle = _idle(engine.pid)
                late = _late(connection)
    finally:
        server.stop(process)
    rate = f"{MANY / STEP_EVERY:.0f} steps/s, each with its sends"
    return [
        Figure(f"engine with {MANY:,} ladders, none due", 100 * idle, "% of a core", most=15),
        Figure("step of a ladder, late, p50", 1000 * share(late, 0.5), "ms", note=rate),
        Figure("step of a ladder, late, p99", 1000 * share(late, 0.99), "ms", most=1000),
    ]


def _idle(pid: int) -> float:
    begin, spent = time.monotonic(), cpu_seconds(pid)
    time.sleep(10)
    return (cpu_seconds(pid) - spent) / (time.monotonic() - begin)


def _late(connection: psycopg.Connection) -> list[float]:
    planned = {key: float(at) for key, at in connection.execute(_DUE, {"spread": STEP_EVERY}).fetchall()}
    late: list[float] = []
    deadline = time.time() + WATCHED
    while time.time() < deadline:
        waiting = [key for key, at in planned.items() if at < time.time()]
        now = time.time()
        for (key,) in connection.execute(_TAKEN, [waiting]).fetchall():
            late.append(max(0.0, now - planned.pop(key)))
        time.sleep(0.02)
    return late + [time.time() - at for at in planned.values() if at < time.time() - 1]
