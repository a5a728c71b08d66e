"""The product on the stand: a demo in a home of its own, started as a user would, and its database's back door."""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from bench.crowd import tokens_of
from sinergi.project.runtime import database
from sinergi.project.runtime.home import Home
from tests.plugin.stack import Stack, free_port, launch

SENDS = 6  # three people stand on the first rungs of the measured alarm, each has a screen and a mailbox
_KEEP = """
UPDATE access_posting SET ends_at = now() WHERE id IN (
  SELECT posting_id FROM (
    SELECT posting_id, function, row_number() OVER (PARTITION BY function ORDER BY posting_id) AS place
    FROM access_v_duty WHERE (unit_id, function) IN ((%(prison)s, 'shift_leader'), (%(police)s, 'police_desk'))) AS duty
  WHERE place > CASE function WHEN 'shift_leader' THEN 1 ELSE 2 END)
"""
_UNROSTER = "UPDATE alerts_rosterpost SET ended_at = now() WHERE ended_at IS NULL"
_ANSWER_ALL = "UPDATE alerts_escalation SET state = 'superseded', next_at = NULL WHERE state IN ('open', 'exhausted')"
_ANSWER_OLD = f"{_ANSWER_ALL} AND started_at < now() - interval '2.5 seconds'"
_BUSY = """
SELECT EXISTS (SELECT FROM ledger_inbox) OR EXISTS (SELECT FROM alerts_delivery WHERE state IN ('queued', 'sending'))
"""


@dataclass
class Stand:
    """One demo, started, stopped and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[str]
    stack: Stack
    seconds: float
    """From the command to ready."""

    @classmethod
    def start(cls, folder: Path, port: int | None = None) -> "Stand":
        """Start it in this folder; the second time on the home that the first one made."""
        port = port or free_port()
        begin = time.perf_counter()
        process, stack = launch(folder / "home", port=port, SINERGI_TEST="0")
        return cls(folder, port, process, stack, time.perf_counter() - begin)

    def stop(self) -> None:
        """As Ctrl-C would."""
        self.process.send_signal(2)
        self.process.wait(30)

    @property
    def app_url(self) -> str:
        """The database as the product's processes reach it."""
        return database.embedded(Home(self.folder / "home")).app_url

    @property
    def owner_url(self) -> str:
        """The database for what no part of the product does: tokens by the hundred, an empty desk."""
        return database.embedded(Home(self.folder / "home")).owner_url

    @property
    def admin_url(self) -> str:
        """The database for whoever may change the server's settings."""
        home = Home(self.folder / "home")
        return database.cluster(home).url(database=database.NAME)

    @property
    def socket_folder(self) -> str:
        """Where PostgreSQL listens."""
        return parse_qs(urlsplit(self.app_url).query)["host"][0]

    def unit(self, key: str) -> str:
        """The id of a unit of the demo's world."""
        units: dict[str, Any] = self.stack.demo["units"]
        found: str = units[key]["id"]
        return found

    def set_the_posts(self) -> None:
        """Rutan Surandaka at night: one shift leader, two officers at the desk of its police partner."""
        self.run(_UNROSTER)
        self.run(_KEEP, {"prison": self.unit("rutan"), "police": self.unit("polrestabes")})

    def reporters(self, count: int) -> list[str]:
        """A token for each machine, of the guards of that prison in turn."""
        return tokens_of(self.owner_url, self.unit("rutan"), "guard", count)

    def settle(self) -> None:
        """As if every desk had answered: nothing climbs or waits to be sent, and every fact has its place."""
        deadline = time.monotonic() + 60
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            while time.monotonic() < deadline:
                with suppress(psycopg.errors.DeadlockDetected):  # a ladder that climbs this very moment
                    connection.execute(_ANSWER_ALL)
                row = connection.execute(_BUSY).fetchone()
                if row and not row[0]:
                    return
                time.sleep(0.2)

    @contextmanager
    def answered_soon(self) -> Iterator[None]:
        """Meanwhile every alarm is answered three seconds after it was raised: a screen shows four at most."""
        done = threading.Event()

        def answer() -> None:
            with psycopg.connect(self.owner_url, autocommit=True) as connection:
                while not done.wait(0.4):
                    with suppress(psycopg.errors.DeadlockDetected):
                        connection.execute(_ANSWER_OLD)

        desk = threading.Thread(target=answer)
        desk.start()
        try:
            yield
        finally:
            done.set()
            desk.join()

    def run(self, statement: str, given: dict[str, Any] | None = None) -> None:
        """One statement by the back door."""
        with psycopg.connect(self.owner_url) as connection:
            connection.execute(statement, given)
