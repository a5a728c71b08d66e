"""What the tests of the live room act with: facts that only tests record, and the processes they watch."""

import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import psycopg

from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience, Event
from sinergi.live import bell
from tests.live.reader import Reader
from tests.plugin.stack import free_port
from tests.plugin.waiting import until


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Event):
    """Something to be told."""

    kind: ClassVar[str] = "test.happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingEnded(Event):
    """As the access room tells it."""

    kind: ClassVar[str] = "access.posting_ended"


@dataclass
class Live:
    """A running live process and the ways to talk to it."""

    process: subprocess.Popen[bytes]
    socket: Path
    log: Path
    readers: list[Reader] = field(default_factory=list)

    def open(self, token: str = "", *, path: str = "/api/v1/stream", **request: str) -> Reader:
        """A stream by token, or by session cookie."""
        reader = Reader(self.socket, path=path, token=token, **request)
        self.readers.append(reader)
        return reader

    def health(self) -> dict[str, Any]:
        """What the process says of itself."""
        reader = Reader(self.socket, path="/health")
        try:
            return reader.body()
        finally:
            reader.close()


class Nats:
    """A real NATS server that can be killed and started again on its port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._log = folder / "nats.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it listens."""
        program = str(Path(sys.executable).parent / "nats-server")
        self._process = subprocess.Popen([program, "-a", "127.0.0.1", "-p", str(self.port), "-l", str(self._log)])
        until(self._listens)

    def kill(self) -> None:
        """As by kill -9."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class DatabaseGate:
    """Lets nobody but this test into its database, and throws out who is inside."""

    def __init__(self, admin_url: str, name: str, own_pid: int) -> None:
        self._admin_url, self._name, self._own_pid = admin_url, name, own_pid

    def close(self) -> None:
        """The database is gone, as others see it."""
        self._run(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> {}"
        self._run(others.format(self._name, self._own_pid))

    def open(self) -> None:
        """And back."""
        self._run(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(statement.encode())


def record(
    *units: UUID, people: tuple[UUID, ...] = (), kind: type[Event] = Happened, subject: str = "test:1", times: int = 1
) -> None:
    """Record facts for an audience and seal them, ringing nobody."""
    audience = Audience(frozenset(units), frozenset(people))
    fact = kind(subject=subject, unit_id=(units or people)[0], audience=audience, level=3)
    ledger.record(*[fact] * times, actor=SYSTEM)
    while ledger.seal():
        pass


def happen(*units: UUID, **what: object) -> None:
    """Record, seal, ring."""
    record(*units, **what)  # type: ignore[arg-type]  # handed on as given
    bell.ring(bell.SEALED)
