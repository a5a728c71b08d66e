"""A database that hangs neither refuses nor answers: everybody is told within seconds, and nothing is doubled."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.plugin.stack import Stack, start
from tests.plugin.waiting import until

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def own(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation of our own, to hurt."""
    with start(shutil.copytree(seeded_home, tmp_path_factory.mktemp("hung") / "home")) as stack:
        yield stack


@contextmanager
def hanging(stack: Stack) -> Iterator[None]:
    """Every process of the database is stopped in its tracks, and goes on afterwards."""
    stopped: list[int] = []
    try:
        for pid in (pid for _round in range(2) for pid in stack.processes() if _is_postgres(pid)):
            os.kill(pid, signal.SIGSTOP)
            stopped.append(pid)
        yield
    finally:
        for pid in stopped:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().startswith("postgres")
    except OSError:
        return False


class Listener:
    """One open stream, read in the background."""

    def __init__(self, stack: Stack, role: str) -> None:
        self.heard: list[str] = []
        self._client = stack.client(role)
        threading.Thread(target=self._read, daemon=True).start()

    def has(self, words: str) -> bool:
        return any(words in line for line in self.heard)

    def _read(self) -> None:
        with suppress(httpx.HTTPError), self._client.stream("GET", "/api/v1/stream", timeout=None) as answer:
            self.heard += answer.iter_lines()


def incidents(stack: Stack) -> list[str]:
    with stack.client("guard") as guard:
        return [row["id"] for row in guard.get("/api/v1/incidents?limit=100").json()["items"]]


def test_streams_and_machines_are_told_and_the_same_key_makes_one_report(own: Stack) -> None:
    before = incidents(own)
    listener = Listener(own, "guard")
    until(lambda: listener.has("event: hello"), what="a stream")
    key, said = {"Idempotency-Key": "hung"}, {"type": "FIRE"}
    with own.client("guard") as guard:
        with hanging(own):
            began = time.monotonic()
            answer = guard.post("/api/v1/incidents", json=said, headers=key, timeout=15)
            assert time.monotonic() - began < 10
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json()["type"] == "urn:sinergi:problem:unavailable"
            assert "Idempotency-Key" in answer.json()["detail"]
            assert listener.has('{"database":"gone"}')
            assert guard.get("/health", timeout=15).status_code == 503
        until(lambda: listener.has('{"database":"back"}'), within=10, what="the good news")
        send = partial(guard.post, "/api/v1/incidents", json=said, headers=key)
        until(lambda: send().status_code == 201, within=20, what="an answer")
        told = send()
        assert told.headers["Idempotency-Replayed"] == "true"
    assert set(incidents(own)) - set(before) == {told.json()["id"]}


def test_a_new_stream_is_refused_rather_than_left_waiting(own: Stack) -> None:
    until(own.is_ready, within=20, what="health")
    with own.client("guard") as guard, hanging(own):
        answer = guard.get("/api/v1/stream", timeout=8)
        assert answer.status_code == 503
        assert answer.json()["type"] == "urn:sinergi:problem:unavailable"


def test_the_phone_says_that_nobody_knows_and_sends_again_by_itself(own: Stack, chromium: Browser) -> None:
    until(own.is_ready, within=20, what="health")
    before = incidents(own)
    page = chromium.new_context().new_page()
    home = f"http://guard.localhost:{own.port}"
    page.goto(f"{home}/-/demo/enter/")
    page.goto(f"{home}/incidents/report/")
    page.locator(".f-type", has_text="Kebakaran").click()
    page.locator("[data-next]").click()
    with hanging(own):
        page.locator("[data-send]").click()
        expect(page.locator("[data-unknown]")).to_contain_text(
            "Belum diketahui apakah laporan Anda sampai", timeout=12_000
        )
    page.wait_for_url("**/sent/", timeout=30_000)
    assert len(set(incidents(own)) - set(before)) == 1
