"""How often one report goes to the database and back: PostgreSQL's own log of what each connection asked."""

import re
import time
from dataclasses import dataclass

import psycopg

from bench import reports
from bench.stand import Stand

MOST = 8
REPORTS = 10
_ASKED = re.compile(
    r"^\S+ \S+ \S+ \[(\d+)\] LOG:  (?:statement|execute [^:\n]*):(.*?)(?=^\d{4}-\d\d-\d\d |\Z)", re.M | re.S
)
RECEIPT = "INSERT INTO core_receipt"  # only a connection that answers reports writes these


@dataclass(frozen=True, slots=True)
class Trips:
    """Questions a report."""

    asked: float
    """BEGIN, COMMIT, token and idempotency among them."""
    looks: float
    """Empty ones, by which the pool makes sure that a connection still stands."""


def count(stand: Stand, token: str) -> Trips:
    """Send a few reports, one after another, and count what their connections asked."""
    reports.send(stand.stack.url, [token], count=4 * REPORTS)  # what is prepared only once is prepared
    log = stand.folder / "home" / "log" / "postgres.log"
    with _told_all(stand):
        begin = log.stat().st_size
        reports.send(stand.stack.url, [token], count=REPORTS)
        time.sleep(0.2)
        with log.open() as file:
            file.seek(begin)
            entries = [(pid, question.strip()) for pid, question in _ASKED.findall(file.read())]
    reporting = {pid for pid, question in entries if question.startswith(RECEIPT)}
    asked = [bool(question) for pid, question in entries if pid in reporting]
    return Trips(sum(asked) / REPORTS, (len(asked) - sum(asked)) / REPORTS)


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
