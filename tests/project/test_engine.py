"""The engine's frame: loops that outlive their failures, and say so when they do not."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.ledger import queries, subscribe
from sinergi.live import bell
from sinergi.project import engine
from tests.live.stage import DatabaseGate, Happened, Nats
from tests.plugin.waiting import until
from tests.world import World


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No wire in this process."""
    monkeypatch.setattr(bell, "_wires", [bell.Ears()])


@pytest.fixture
def run(quiet: None) -> Iterator[Callable[[Callable[[], int]], engine.Worker]]:
    """Run one loop until the test ends."""
    workers: list[engine.Worker] = []

    def start(turn: Callable[[], int]) -> engine.Worker:
        worker = engine.Worker(engine.Loop("test", turn, bell.FACTS, every=0.01))
        workers.append(worker)
        worker.start()
        return worker

    yield start
    for worker in workers:
        worker.stop()
        worker.join(2)


def test_a_loop_goes_on_until_nothing_is_left(run: Callable[[Callable[[], int]], engine.Worker]) -> None:
    left = [3, 2, 1, 0]
    run(lambda: left.pop(0) if left else 0)
    until(lambda: not left)


@pytest.mark.parametrize("error", [OperationalError("gone"), ValueError("a bug")])
def test_a_bad_turn_does_not_end_the_loop(
    run: Callable[[Callable[[], int]], engine.Worker], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    turns: list[Exception | None] = [error, error, None]

    def turn() -> int:
        if turns and (raised := turns.pop(0)):
            raise raised
        return 0

    with caplog.at_level(logging.WARNING):
        worker = run(turn)
        until(lambda: "works again" in caplog.text)
    assert worker.is_working
    assert caplog.text.count("failed") == 1
    assert str(error) not in caplog.text, "messages quote values, which may be personal"


def test_a_ring_ends_the_wait(quiet: None) -> None:
    turned = threading.Event()

    def turn() -> int:
        turned.set()
        return 0

    worker = engine.Worker(engine.Loop("test", turn, bell.FACTS, every=60))
    worker.start()
    assert turned.wait(2)
    turned.clear()
    bell.ring(bell.FACTS)
    assert turned.wait(2)
    worker.stop()
    worker.join(2)


def test_a_loop_that_hangs_ends_the_process_so_that_it_is_started_again(
    run: Callable[[Callable[[], int]], engine.Worker], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engine, "STUCK", 0.1)
    released = threading.Event()
    worker = run(lambda: released.wait(5) and 0)
    with pytest.raises(SystemExit, match="test"):
        engine.watch([worker], threading.Event(), tmp_path / "run" / "engine.beat")
    released.set()


def test_each_subscriber_has_a_loop_of_its_own_so_that_one_cannot_stop_another(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = {name: subscribe.Subscription(name, frozenset(), lambda _fact: None) for name in ("one", "other")}
    monkeypatch.setattr(subscribe, "subscriptions", heard)
    assert {"one", "other"} < {loop.name for loop in engine.all_loops()}


@pytest.fixture
def start_engine(database_url: str, tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """The real process on the test's database."""
    started: list[subprocess.Popen[bytes]] = []

    def start(nats_url: str) -> subprocess.Popen[bytes]:
        told = {"DATABASE_URL": database_url, "SINERGI_DB_ROLE": "sinergi_app", "NATS_URL": nats_url}
        environment = os.environ | told | {"SINERGI_HOME": str(tmp_path), "SINERGI_TEST": "1"}
        argv = [sys.executable, "-m", "sinergi.project", "engine"]
        with (tmp_path / "engine.log").open("ab") as output:
            started.append(subprocess.Popen(argv, env=environment, stdout=output, stderr=output))
        until((tmp_path / "run" / "engine.beat").exists)
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
def test_it_seals_with_or_without_a_wire_and_stops_at_once(
    start_engine: Callable[[str], subprocess.Popen[bytes]], committed: World, quiet: None
) -> None:
    process = start_engine("")
    _record(committed)
    until(lambda: queries.last_seq() == 1, within=3)
    process.send_signal(signal.SIGTERM)
    assert process.wait(2) == 0


@pytest.mark.django_db(transaction=True)
def test_a_ring_brings_the_seal_within_a_moment(
    start_engine: Callable[[str], subprocess.Popen[bytes]],
    committed: World,
    nats: Nats,
    wire: bell.Wire,
) -> None:
    start_engine(nats.url)
    until(lambda: wire.is_connected)
    took = []
    for place in range(1, 6):
        time.sleep(0.05)
        began = time.monotonic()
        _record(committed)
        bell.ring(bell.FACTS)
        until(lambda place=place: queries.last_seq() == place, within=3)  # type: ignore[misc]  # bound now
        took.append(time.monotonic() - began)
    assert sorted(took)[2] < 0.2, took


@pytest.mark.django_db(transaction=True)
def test_the_database_gone_and_back_costs_nothing_but_the_time(
    start_engine: Callable[[str], subprocess.Popen[bytes]], committed: World, database_gate: DatabaseGate, quiet: None,
    tmp_path: Path,
) -> None:  # fmt: skip
    process = start_engine("")
    database_gate.close()
    _record(committed)
    time.sleep(3)
    assert process.poll() is None
    beat = tmp_path / "run" / "engine.beat"
    assert time.time() - beat.stat().st_mtime < 2, "it is alive: starting it again would not bring the database back"
    database_gate.open()
    until(lambda: queries.last_seq() == 1, within=4)


def _record(world: World) -> None:
    ledger.record(Happened(subject="test:1", unit_id=world.units["lapas"]), actor=SYSTEM)
