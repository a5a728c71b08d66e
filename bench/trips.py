"""How often one report goes to the database and back: PostgreSQL's own log of what each connection asked."""

import re
import time
from collections import Counter

import psycopg

from bench import reports
from bench.stand import Stand

MOST = 8
REPORTS = 10
_ASKED = re.compile(r"\[(\d+)\] LOG:  (?:statement|execute [^:]*): *(.*)")


def count(stand: Stand, token: str) -> float:
    """Questions a report, with BEGIN, COMMIT, token, idempotency and the pool's own look at the connection."""
    reports.send(stand.stack.url, [token], count=4 * REPORTS)  # what is prepared only once is prepared
    log = stand.folder / "home" / "log" / "postgres.log"
    with _told_all(stand):
        begin = log.stat().st_size
        reports.send(stand.stack.url, [token], count=REPORTS)
        time.sleep(0.2)
        with log.open() as file:
            file.seek(begin)
            text = file.read()
    asked: Counter[str] = Counter()
    reporting = set()
    for connection, question in _ASKED.findall(text):
        asked[connection] += 1
        if "core_receipt" in question or question.startswith("SELECT pg_try_advisory_xact_lock(hashtextextended"):
            reporting.add(connection)
    return sum(asked[connection] for connection in reporting) / REPORTS


class _told_all:  # noqa: N801 - reads as a sentence where it is used
    """The server writes down every statement, for as long as it takes."""

    def __init__(self, stand: Stand) -> None:
        self._url = stand.admin_url

    def __enter__(self) -> None:
        self._set("ALTER SYSTEM SET log_statement = 'all'")

    def __exit__(self, *_why: object) -> None:
        self._set("ALTER SYSTEM RESET log_statement")

    def _set(self, statement: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(statement)
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)
