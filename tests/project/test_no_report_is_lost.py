"""Whatever is killed while reports come in: what was acknowledged is there, once."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.plugin.stack import PARTS, Stack, start
from tests.plugin.waiting import until

pytestmark = pytest.mark.stack

ENOUGH = 10


@pytest.fixture(scope="module")
def own(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation of our own, to hurt."""
    with start(shutil.copytree(seeded_home, tmp_path_factory.mktemp("load") / "home")) as stack:
        yield stack


class Reporter(threading.Thread):
    """A guard's phone: sends a report again with the same key until it is acknowledged, then the next."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(daemon=True)
        self._guard = stack.client("guard")
        self._done = threading.Event()
        self.acknowledged: list[str] = []
        self.refused: list[int] = []

    def run(self) -> None:
        while not self._done.is_set():
            key = str(uuid4())
            while not self._send(key) and not self._done.is_set():
                self._done.wait(0.05)

    def has(self, enough: int) -> bool:
        """Whether so many were acknowledged."""
        return len(self.acknowledged) >= enough

    def stop(self) -> None:
        self._done.set()
        self.join(20)
        self._guard.close()

    def _send(self, key: str) -> bool:
        body = {"type": "OTHER", "severity": "LOW", "summary": key}
        try:
            answer = self._guard.post("/api/v1/incidents", json=body, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            return False
        if answer.status_code == 201:
            self.acknowledged.append(answer.json()["id"])
        elif answer.status_code not in {409, 500, 502, 503}:
            self.refused.append(answer.status_code)
        return answer.status_code == 201


def test_no_acknowledged_report_is_lost_or_doubled(own: Stack) -> None:
    reporter = Reporter(own)
    reporter.start()
    for part in PARTS:
        enough = len(reporter.acknowledged) + ENOUGH
        os.kill(until(partial(own.child, part), what=part), signal.SIGKILL)
        until(partial(reporter.has, enough), within=60, what=f"reports after {part} was killed")
    reporter.stop()
    assert reporter.refused == []
    assert len(set(reporter.acknowledged)) == len(reporter.acknowledged)
    with own.client("guard") as guard:
        for incident_id in reporter.acknowledged:
            assert guard.get(f"/api/v1/incidents/{incident_id}").status_code == 200


def test_no_process_wrote_down_what_a_guard_wrote(own: Stack) -> None:
    word = f"canary-{uuid4().hex}"
    with own.client("guard") as guard:
        guard.post("/api/v1/incidents", json={"type": "OTHER", "summary": word}).raise_for_status()
        guard.post("/api/v1/incidents", json={"type": word, "summary": word})
        guard.get(f"/api/v1/incidents/{word}")
        guard.get(f"/{word}", params={"q": word}, headers={"User-Agent": word, "Cookie": f"sessionid={word}"})
    secrets = [word, own.token("guard"), (own.home / "secret_key").read_text(), (own.home / "nats_key").read_text()]
    assert _logs_with(own.home / "log", secrets) == []


def _logs_with(folder: Path, words: list[str]) -> list[str]:
    texts = {file.name: file.read_text(errors="replace") for file in folder.iterdir()}
    return [name for name, text in texts.items() if any(word in text for word in words)]
