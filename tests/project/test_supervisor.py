"""A process that dies comes back; an installation that stops leaves nothing."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from sinergi.project.runtime import database
from sinergi.project.runtime.home import Home
from tests.plugin.stack import PARTS, Stack, command, free_port, is_alive, launch, start
from tests.plugin.waiting import until

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def own(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """An installation of our own, to hurt."""
    with start(shutil.copytree(seeded_home, tmp_path_factory.mktemp("hurt") / "home")) as stack:
        yield stack


def is_whole_again(stack: Stack, part: str, before: list[int]) -> bool:
    """As many processes as before, and the killed one not among them."""
    now = stack.children(part)
    return len(now) == len(before) and before[0] not in now


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_process_is_back_within_two_seconds(own: Stack, part: str) -> None:
    before = until(lambda: own.children(part), what=part)
    os.kill(before[0], signal.SIGKILL)
    until(partial(is_whole_again, own, part, before), within=2, what=f"a new {part}")
    until(own.is_ready, within=15, what=f"health after {part} was killed")


def test_a_process_killed_again_and_again_is_back_within_two_seconds_each_time(own: Stack) -> None:
    for _ in range(9):
        before = until(lambda: own.children("nats"), what="nats")
        os.kill(before[0], signal.SIGKILL)
        until(partial(is_whole_again, own, "nats", before), within=2, what="a new nats")
    until(own.is_ready, within=15, what="health")


def test_people_are_told_while_the_database_is_away_and_it_comes_back_by_itself(own: Stack) -> None:
    os.kill(own.pid, signal.SIGSTOP)  # so that nobody starts the database again
    try:
        os.kill(until(lambda: own.child("postgres"), what="postgres"), signal.SIGKILL)
        health = httpx.get(f"{own.url}/health", timeout=10)
        assert health.status_code == 503
        assert health.json()["parts"]["database"] == "not ready"
        page = httpx.get(f"{own.url}/", cookies={"sessionid": "somebody"}, timeout=10)
        assert page.status_code == 503
        assert "text/html" in page.headers["content-type"]
        machine = httpx.get(f"{own.url}/api/v1/incidents", headers={"Authorization": "Bearer x"}, timeout=10)
        assert machine.status_code == 503
        assert machine.headers["content-type"] == "application/problem+json"
    finally:
        os.kill(own.pid, signal.SIGCONT)
    until(own.is_ready, within=10, what="health")
    until(lambda: httpx.get(f"{own.url}/", timeout=10).status_code < 500, within=5, what="a page")


def test_people_are_told_while_the_web_process_is_away(own: Stack) -> None:
    os.kill(own.pid, signal.SIGSTOP)
    try:
        for web in until(lambda: own.children("web"), what="web"):
            os.killpg(web, signal.SIGKILL)
        page = httpx.get(f"{own.url}/", timeout=10)
        assert page.status_code == 503
        assert "text/html" in page.headers["content-type"]
        machine = httpx.get(f"{own.url}/api/v1/incidents", timeout=10)
        assert machine.status_code == 503
        assert machine.headers["content-type"] == "application/problem+json"
        assert machine.json()["type"] == "urn:sinergi:problem:unavailable"
        assert "Kirim ulang" in machine.json()["detail"]
    finally:
        os.kill(own.pid, signal.SIGCONT)
    until(own.is_ready, within=10, what="health")


def test_a_second_start_in_the_same_home_says_who_is_there(own: Stack) -> None:
    again = _cli("demo", home=own.home)
    assert again.returncode != 0
    assert f"Already running in {own.home} (pid {own.pid}, at {own.url})" in again.stderr


def test_a_command_finds_the_running_database_from_any_session(own: Stack, tmp_path: Path) -> None:
    done = _cli("manage", "check", "--database", "default", home=own.home, XDG_RUNTIME_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_a_command_on_a_database_of_yours_leaves_no_folder_of_sockets(tmp_path: Path, own: Stack) -> None:
    with database.borrowed(Home(own.home)) as found:
        url = found.admin_url.replace("/sinergi?", "/postgres?")
    home, sockets = tmp_path / "home", tmp_path / "sockets"
    sockets.mkdir()
    told = {"DATABASE_URL": url, "SINERGI_SECRET_KEY": "k" * 50, "XDG_RUNTIME_DIR": str(sockets)}
    assert _cli("manage", "check", home=home, **told).returncode == 0
    assert list(sockets.iterdir()) == []


def test_a_taken_port_is_named_before_anything_starts(own: Stack, tmp_path: Path) -> None:
    refused = _cli("demo", "--port", str(own.port), home=tmp_path / "home")
    assert refused.returncode != 0
    assert f"Port {own.port} is taken" in refused.stderr
    assert not (tmp_path / "home" / "postgres").exists()


def test_a_demo_home_never_becomes_a_real_one(own: Stack) -> None:
    assert "can never become a real one" in _cli("up", home=own.home).stderr


def test_a_demo_without_its_file_is_known_by_its_database(seeded_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(seeded_home, tmp_path / "home"))
    marker = home / "THIS-IS-A-DEMO"
    marker.unlink()
    assert "can never become a real installation" in _cli("up", "--port", str(free_port()), home=home).stderr
    assert marker.exists()
    marker.unlink()
    with start(home) as stack:
        assert stack.is_ready()
    assert marker.exists()


def test_the_demo_refuses_a_home_with_real_data(tmp_path: Path) -> None:
    _cli("migrate", "--verbosity", "0", home=tmp_path / "home")
    refused = _cli("demo", "--port", str(free_port()), home=tmp_path / "home")
    assert "holds data that is not a demo's" in refused.stderr
    assert not (tmp_path / "home" / "THIS-IS-A-DEMO").exists()


def test_a_demos_world_is_refused_in_a_database_of_yours(own: Stack, tmp_path: Path) -> None:
    outside = database.borrowed(Home(own.home))
    with outside as found:
        url = found.admin_url
    for arguments in (["up", "--port", str(free_port())], ["createadmin"]):
        refused = _cli(*arguments, home=tmp_path / "real", DATABASE_URL=url, SINERGI_SECRET_KEY="k" * 50)
        assert "can never become a real installation" in refused.stderr


def test_the_demo_refuses_a_database_of_yours(tmp_path: Path) -> None:
    refused = _cli("demo", home=tmp_path, DATABASE_URL="postgresql://somewhere/else")
    assert "The demo never uses a database of yours" in refused.stderr


def test_an_outside_database_needs_its_secret(tmp_path: Path) -> None:
    refused = _cli("up", home=tmp_path, DATABASE_URL="postgresql://somewhere/else")
    assert "SINERGI_SECRET_KEY is missing" in refused.stderr


def test_two_homes_run_side_by_side(own: Stack, seeded_home: Path, tmp_path: Path) -> None:
    with start(shutil.copytree(seeded_home, tmp_path / "home with a space")) as other:
        assert other.is_ready()
        assert own.is_ready()


def test_a_long_body_is_refused_with_a_problem(own: Stack) -> None:
    answer = httpx.post(f"{own.url}/api/v1/incidents", content=b"x" * 2_000_000)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 413
    assert answer.json()["type"] == "urn:sinergi:problem:too-large"
    assert "lebih besar" in answer.json()["detail"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_stop_leaves_nothing(seeded_home: Path, tmp_path: Path, number: signal.Signals) -> None:
    """Whoever has the home below a folder of mode 700, root too."""
    tmp_path.chmod(0o700)
    process, stack = launch(shutil.copytree(seeded_home, tmp_path / "home"))
    pids = stack.processes()
    assert len(pids) > len(PARTS)
    process.send_signal(number)
    code = process.wait(20)
    until(lambda: not any(map(is_alive, pids)), within=5, what="every process to end")
    if number is not signal.SIGKILL:
        assert code == 0
        assert not stack.demo_file.exists()


def test_it_starts_again_at_once_after_the_supervisor_was_killed(seeded_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(seeded_home, tmp_path / "home"))
    process, first = launch(home)
    process.kill()
    process.wait()
    with start(home, port=first.port) as second:
        until(second.is_ready, what="health")


def _cli(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = clean | {"SINERGI_HOME": str(home)} | environment
    return subprocess.run(command(*arguments), env=told, capture_output=True, text=True, timeout=60, check=False)
