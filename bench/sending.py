"""From a report to the provider; and 1,300 people by a provider far away, beside the same claims in bare SQL."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import reports
from bench.stand import Stand
from bench.table import Figure
from sinergi.project.runtime import database
from sinergi.project.runtime.home import Home

PEOPLE, SINGLE, AT_ONCE = 1300, 60, 128
_LATE = """
SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY 1000 * extract(epoch FROM sent_at - created_at))
FROM alerts_delivery WHERE channel = 'email' AND step = 0 AND created_at > %s AND sent_at IS NOT NULL
"""
_LAST = "SELECT id FROM alerts_delivery WHERE channel = 'email' ORDER BY created_at DESC LIMIT 1"
_WANTED = f"""
UPDATE alerts_escalation SET state = 'open', next_at = NULL
WHERE id = (SELECT escalation_id FROM alerts_delivery WHERE id = ({_LAST}))
"""
_CROWD = f"""
INSERT INTO alerts_delivery (id, escalation_id, epoch, step, person_id, posting_id, post_title, channel, address, lane,
                             state, attempts, next_at, created_at, error)
SELECT gen_random_uuid(), d.escalation_id, e.epoch, d.step, gen_random_uuid(), gen_random_uuid(), %(mark)s, 'email',
       'orang' || n || '@demo.invalid', 0, 'queued', 0, clock_timestamp(), clock_timestamp(), ''
FROM alerts_delivery d JOIN alerts_escalation e ON e.id = d.escalation_id CROSS JOIN generate_series(1, %(many)s) n
WHERE d.id = ({_LAST})
"""
_SPAN = """
SELECT count(sent_at), extract(epoch FROM max(sent_at) - min(created_at)) FROM alerts_delivery WHERE post_title = %s
"""
_CLAIM = """
UPDATE alerts_delivery SET state = 'sending', lease_until = now() + interval '30 s', attempts = attempts + 1
WHERE id IN (SELECT id FROM alerts_delivery
             WHERE state = 'queued' AND lane = 0 AND channel = 'email' AND next_at <= now()
             ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id
"""
_SETTLE = """
UPDATE alerts_delivery SET state = 'sent', sent_at = now(), lease_until = NULL, next_at = NULL WHERE id = ANY(%s)
"""


def to_the_provider(stand: Stand) -> list[Figure]:
    """One report after another; the demo's own mailbox is the provider, and its time is among the measured."""
    begin = time.time()
    reports.send(stand.stack.url, stand.reporters(1), count=SINGLE)
    time.sleep(1)
    with psycopg.connect(stand.owner_url) as connection:
        ((p50, p99),) = connection.execute(_LATE, [_at(begin)]).fetchone() or ((0.0, 0.0),)
    note = "with the mailbox's own time, from the report's moment until its answer"
    return [
        Figure("report → mail accepted, p50", p50, "ms", most=30, note=note),
        Figure("report → mail accepted, p99", p99, "ms", most=100),
    ]


def to_a_crowd(stand: Stand, folder: Path) -> list[Figure]:
    """On the database of a stand that was stopped, so that one engine and nothing else works."""
    server = database.cluster(Home(stand.folder / "home"))
    process = server.start(log=folder / "crowd.log")
    try:
        with psycopg.connect(stand.owner_url, autocommit=True) as connection:
            connection.execute("UPDATE alerts_delivery SET state = 'superseded' WHERE state IN ('queued', 'sending')")
            connection.execute(_WANTED)
            bottom = _floor(connection)
            with provider() as port, engine(stand, port, folder):
                _burst(connection, "warm", 50)
                alone = max(_burst(connection, f"alone {number}", 1) for number in range(10))
                spans = sorted(_burst(connection, f"crowd {number}", PEOPLE) for number in range(3))
    finally:
        server.stop(process)
    return [
        Figure("mail accepted with NATS dead, slowest of 10", alone, "s", most=1.05, note="50 ms are the provider's"),
        Figure(
        f"{PEOPLE} people at 50 ms", spans[1], "s", most=3, floor=f"{bottom:.1f} s",
        ratio=f"{100 * bottom / spans[1]:.0f} %",
        note=f"floor: the same claims and settlements in bare SQL, {AT_ONCE} at a time, and no provider at all",
        ),
    ]  # fmt: skip


def _burst(connection: psycopg.Connection, mark: str, many: int) -> float:
    connection.execute(_CROWD, {"mark": mark, "many": many})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        count, span = connection.execute(_SPAN, [mark]).fetchone() or (0, 0.0)
        if count == many:
            return float(span)
        time.sleep(0.1)
    raise RuntimeError(f"{mark}: not everybody was sent to")


def _floor(connection: psycopg.Connection) -> float:
    connection.execute(_CROWD, {"mark": "floor", "many": PEOPLE})
    begin = time.perf_counter()
    while found := connection.execute(_CLAIM, [AT_ONCE]).fetchall():
        connection.execute(_SETTLE, [[row[0] for row in found]])
    return time.perf_counter() - begin


@contextmanager
def provider() -> Iterator[str]:
    """A mail provider 50 ms away; its port."""
    argv = [sys.executable, "-m", "bench.slow_post"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.kill()


@contextmanager
def engine(stand: Stand, port: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The engine alone, sending by that provider."""
    told = {
        "DATABASE_URL": stand.app_url, "SINERGI_DB_ROLE": "sinergi_app", "SINERGI_HOME": str(folder), "NATS_URL": "",
        "SMTP_URL": f"smtp://127.0.0.1:{port}", "SINERGI_DEMO": "1", "SINERGI_SECRET_KEY": "bench",
    }  # fmt: skip
    with subprocess.Popen([sys.executable, "-m", "sinergi.project", "engine"], env=os.environ | told) as process:
        try:
            yield process
        finally:
            process.terminate()


def _at(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(seconds))
