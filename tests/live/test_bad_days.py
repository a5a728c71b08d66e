"""The wire dies, the database goes, a reader sleeps: streams live on, and nothing sealed is lost."""

import signal
import threading
import time
from collections.abc import Callable

import pytest

from sinergi.live import bell
from sinergi.live.protocol import BUFFER
from tests.live.reader import Reader
from tests.live.stage import DatabaseGate, Live, Nats, happen, record
from tests.plugin.waiting import until
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_a_wire_it_asks_each_second(lonely_live: Live, committed: World) -> None:
    reader = lonely_live.open(committed.tokens["guard"])
    reader.next()
    happen(committed.units["lapas"])
    assert reader.until("nudge", 1.5)


def test_a_wire_that_dies_costs_only_time_and_comes_back_by_itself(live: Live, nats: Nats, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    reader.next()
    nats.kill()
    happen(committed.units["lapas"])
    assert reader.until("nudge", 2)
    nats.start()
    until(lambda: bell._wire().is_connected)
    until(lambda: _quick(reader, committed), within=5)


def test_ringing_never_waits_nor_fails(dial: Callable[[str], bell.Wire], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "_wires", [dial("nats://127.0.0.1:1")])
    began = time.monotonic()
    for _ in range(1000):
        bell.ring(bell.FACTS)
    assert time.monotonic() - began < 0.5


def test_a_ring_wakes_this_process_even_without_a_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "_wires", [bell.Ears()])
    waiting = bell.Bell(bell.FACTS)
    bell.ring(bell.FACTS)
    began = time.monotonic()
    waiting.wait(5)
    assert time.monotonic() - began < 1


def test_whoever_hung_up_never_dials_again(nats: Nats) -> None:
    wire = bell.Wire(nats.url)
    until(lambda: wire.is_connected)
    nats.kill()
    wire.hang_up()
    assert not any(thread is wire._thread for thread in threading.enumerate())


def test_a_burst_is_heard_as_few_rings_and_the_last_is_never_lost(nats: Nats, dial: Callable[[str], bell.Wire]) -> None:
    here, there = dial(nats.url), dial(nats.url)
    heard: list[float] = []
    there.listen("burst", lambda: heard.append(time.monotonic()))
    until(lambda: here.is_connected and there.is_connected and "burst" in there._subscribed)
    heard.clear()
    for _ in range(500):
        here.ring("burst")
        time.sleep(0.0001)
    last = time.monotonic()
    until(lambda: bool(heard) and heard[-1] > last - 0.001)
    assert len(heard) < 60


def test_a_reader_that_sleeps_is_cut_off_and_others_do_not_wait(live: Live, committed: World) -> None:
    asleep, awake = live.open(committed.tokens["guard"]), live.open(committed.tokens["shift_leader"])
    seq = awake.next().id
    asleep.next()
    rounds, facts = 6, 1500
    assert rounds * facts * 150 > 2 * BUFFER
    for round_ in range(rounds):
        happen(committed.units["lapas"], times=facts)
        last = seq + facts * (round_ + 1)
        while awake.next().id < last:
            pass
    until(lambda: live.health()["streams"] == 1)
    assert asleep.ends(1)


def test_closed_streams_are_forgotten(live: Live, committed: World) -> None:
    readers = [live.open(committed.tokens[role]) for role in ("guard", "gate", "shift_leader")]
    for reader in readers:
        reader.next()
        reader.close()
    until(lambda: live.health()["streams"] == 0)


def test_it_stops_soon_when_told_even_with_open_streams(live: Live, committed: World) -> None:
    reader = live.open(committed.tokens["guard"])
    reader.next()
    live.process.send_signal(signal.SIGTERM)
    assert live.process.wait(2) == 0
    assert reader.ends(0.5)


def test_the_database_goes_and_comes_back(lonely_live: Live, committed: World, database_gate: DatabaseGate) -> None:
    live = lonely_live
    reader = live.open(committed.tokens["guard"])
    reader.next()
    database_gate.close()
    assert reader.until("state", 3).data == {"database": "gone"}
    away = live.open(committed.tokens["gate"])
    assert (away.status, away.headers["retry-after"]) == (503, "2")
    record(committed.units["lapas"])
    database_gate.open()
    assert reader.until("state", 3).data == {"database": "back"}
    assert reader.until("nudge", 1)
    assert live.open(committed.tokens["gate"]).status == 200
    assert live.log.read_text().count("\n") == 2


def _quick(reader: Reader, committed: World) -> bool:
    began = time.monotonic()
    happen(committed.units["lapas"])
    reader.until("nudge", 3)
    return time.monotonic() - began < 0.2
