"""The real auditor beside the real engine: what it does when the engine freezes, and when it is well again."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sinergi.project import auditor, doctor, env
from sinergi.project.runtime.home import Home
from tests.plugin.stack import Stack, free_port, start
from tests.plugin.waiting import until


class OtherSite:
    """Notes when it was asked; whoever watches there notices when that stops."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        site = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(time.monotonic())
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Silent."""

        self.server = HTTPServer(("127.0.0.1", free_port()), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/ping"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """For good."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    """A web server of another site."""
    site = OtherSite()
    yield site
    site.close()


@pytest.mark.stack
def test_a_frozen_engine_is_told_without_it_and_the_heartbeat_stops_until_it_is_back(
    seeded_home: Path, tmp_path: Path, other_site: OtherSite
) -> None:
    home = Path(shutil.copytree(seeded_home, tmp_path / "home"))
    with start(home, SINERGI_HEARTBEAT_URL=other_site.url) as stack:
        beat = home / "run" / "auditor.beat"
        until(beat.exists, within=15, what="a first sound round")
        until(lambda: other_site.asked, within=15, what="the other site to be asked")
        engine = until(lambda: stack.child("engine"), what="engine")
        mailed = len(stack.mails())
        os.kill(engine, signal.SIGSTOP)
        until(lambda: "silent_engine" in _open(stack), within=40, what="a system alert")
        until(lambda: len(stack.mails()) > mailed, within=10, what="a mail about it")
        assert "sistem alarm terganggu" in str(message_from_bytes(stack.mails()[-1].read_bytes())["Subject"])
        stopped, asked = beat.stat().st_mtime, len(other_site.asked)
        with pytest.raises(doctor.Finding, match="may wake nobody"):
            until(lambda: doctor.auditor(Home(home)), within=20, what="a beat that is old")
        os.kill(engine, signal.SIGCONT)
        until(lambda: "silent_engine" not in _open(stack), within=40, what="its end")
        assert beat.stat().st_mtime > stopped
        until(lambda: len(other_site.asked) > asked, within=15, what="the other site to be asked again")
        gap = max(later - earlier for earlier, later in zip(other_site.asked, other_site.asked[1:], strict=False))
        assert gap > 15, "while the engine was silent nobody asked it"


def _open(stack: Stack) -> set[str]:
    with stack.client("police_desk") as machine:
        return {each["kind"] for each in machine.get("/api/v1/system-alerts?is_open=true").json()["items"]}


@pytest.fixture
def touched(tmp_path: Path) -> Callable[[float], Path]:
    """The engine's heartbeat, so many seconds old."""

    def touch(seconds: float) -> Path:
        beat = tmp_path / "engine.beat"
        beat.touch()
        os.utime(beat, (time.time() - seconds,) * 2)
        return tmp_path

    return touch


def test_an_engine_that_beats_is_not_silent(touched: Callable[[float], Path]) -> None:
    assert auditor.Auditor(touched(2)).engine_silent_since() is None


def test_an_engine_may_start_as_late_as_the_auditor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    just_started = auditor.Auditor(tmp_path)
    assert just_started.engine_silent_since() is None
    started = time.time()
    monkeypatch.setattr(time, "time", lambda: started + 16)
    assert just_started.engine_silent_since() is not None


@pytest.mark.django_db
def test_the_other_site_is_asked_only_after_a_sound_round(
    touched: Callable[[float], Path], other_site: OtherSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HEARTBEAT_URL", other_site.url)
    run = touched(0)
    found = auditor.Auditor(run)
    found.ask_other_site()
    assert other_site.asked == [], "nothing was looked at yet"
    found.look()
    found.ask_other_site()
    assert (len(other_site.asked), (run / "auditor.beat").exists()) == (1, True)
    beaten = (run / "auditor.beat").stat().st_mtime_ns
    touched(3600)
    started = time.time()
    monkeypatch.setattr(time, "time", lambda: started + 60)
    found.look()
    found.ask_other_site()
    assert len(other_site.asked) == 1
    assert (run / "auditor.beat").stat().st_mtime_ns == beaten


def test_an_address_that_is_none_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINERGI_HEARTBEAT_URL", "file:///etc/passwd")
    with pytest.raises(env.BadEnvironment, match="SINERGI_HEARTBEAT_URL"):
        env.address("SINERGI_HEARTBEAT_URL")
