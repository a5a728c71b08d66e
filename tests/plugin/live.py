"""The live room in other processes: a world they see, a wire, a live process, a database that can be taken away."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from sinergi.core import sql
from sinergi.live import bell
from tests.live.reader import Reader
from tests.live.stage import DatabaseGate, Live, Nats
from tests.plugin.database import Server
from tests.plugin.waiting import until
from tests.world import World, build


@pytest.fixture
def committed(transactional_db: None) -> World:
    """A world that other processes see."""
    return build()


@pytest.fixture
def nats(tmp_path: Path) -> Iterator[Nats]:
    """A real NATS server."""
    server = Nats(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def start_live(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], Live]]:
    """Start live processes; all end with the test."""
    started: list[Live] = []

    def start(nats_url: str) -> Live:
        name = f"live{len(started)}"
        socket, log = tmp_path / f"{name}.sock", tmp_path / f"{name}.log"
        told = {"DATABASE_URL": database_url, "SINERGI_DB_ROLE": "sinergi_app", "NATS_URL": nats_url}
        environment = os.environ | told | {"SINERGI_LIVE_SOCKET": str(socket), "SINERGI_TEST": "1"}
        with log.open("wb") as output:
            argv = [sys.executable, "-m", "sinergi.live.server"]
            process = subprocess.Popen(argv, env=environment, stdout=output, stderr=output)
        started.append(Live(process, socket, log))
        until(lambda: Reader.is_healthy(socket))
        return started[-1]

    yield start
    for live in started:
        for reader in live.readers:
            reader.close()
        live.process.kill()
        live.process.wait()


@pytest.fixture
def dial() -> Iterator[Callable[[str], bell.Wire]]:
    """Wires to a NATS server; all hang up with the test, or they would dial for ever whoever has the port next."""
    wires: list[bell.Wire] = []

    def dial(url: str) -> bell.Wire:
        wires.append(bell.Wire(url))
        return wires[-1]

    yield dial
    for wire in wires:
        wire.hang_up()


@pytest.fixture
def wire(nats: Nats, dial: Callable[[str], bell.Wire], monkeypatch: pytest.MonkeyPatch) -> bell.Wire:
    """The wire that this process rings on."""
    wire = dial(nats.url)
    monkeypatch.setattr(bell, "_wires", [wire])
    return wire


@pytest.fixture
def live(committed: World, start_live: Callable[[str], Live], nats: Nats, wire: bell.Wire) -> Live:
    """A live process with a wire, and this process ringing on it."""
    found = start_live(nats.url)
    until(lambda: wire.is_connected)
    return found


@pytest.fixture
def lonely_live(committed: World, start_live: Callable[[str], Live], monkeypatch: pytest.MonkeyPatch) -> Live:
    """A live process without a wire."""
    monkeypatch.setattr(bell, "_wires", [bell.Ears()])
    return start_live("")


@pytest.fixture
def as_owner(owner_url: str) -> Callable[[str], None]:
    """Do what the application may not."""

    def run(statement: str) -> None:
        with psycopg.connect(owner_url) as connection:
            connection.execute(statement)

    return run


@pytest.fixture
def database_gate(server: Server, database_name: str, transactional_db: None) -> Iterator[DatabaseGate]:
    """Take the database away from every process but this one."""
    own = sql.one("SELECT pg_backend_pid() AS pid")
    gate = DatabaseGate(server.url, database_name, own["pid"] if own else 0)
    yield gate
    gate.open()
