"""The whole product, started as a user would: ``stack`` is one for each file, ``start`` makes one of your own."""

import fcntl
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from sinergi.project.runtime import memory
from tests.plugin.waiting import until

_TLS = ssl.create_default_context()  # made once: reading every authority costs more than a request


@dataclass(frozen=True, slots=True)
class Stack:
    """One running installation."""

    url: str
    port: int
    home: Path
    demo_file: Path
    pid: int

    @property
    def demo(self) -> dict[str, Any]:
        """Tokens, units, places and agreements of the demo's world."""
        found: dict[str, Any] = json.loads(self.demo_file.read_text())
        return found

    def token(self, role: str) -> str:
        """The API token of one role."""
        found: str = self.demo["tokens"][role]
        return found

    def client(self, role: str | None = None) -> httpx.Client:
        """A machine of this role, or of nobody."""
        headers = {"Authorization": f"Bearer {self.token(role)}"} if role else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=10, verify=_TLS)

    def mails(self) -> list[Path]:
        """Every message the demo's mailbox kept, oldest first."""
        return sorted((self.home / "mail").glob("*.eml"))

    def is_ready(self) -> bool:
        """Whether it says so itself."""
        try:
            return httpx.get(f"{self.url}/health", timeout=5, verify=_TLS).status_code == 200
        except httpx.HTTPError:
            return False

    def child(self, name: str) -> int | None:
        """The process that runs one part, if it runs."""
        return next(iter(self.children(name)), None)

    def children(self, name: str) -> list[int]:
        """Every process that runs one part: there are several for the web."""
        return [pid for pid in memory.children(self.pid) if _PARTS[name] in _command(pid)]

    def processes(self) -> list[int]:
        """The supervisor and everything below it."""
        return memory.tree(self.pid)


_PARTS = {
    "postgres": "postgres -D",
    "nats": "nats-server --config",
    "web": "granian --interface",
    "live": "sinergi.live.server",
    "engine": "sinergi.project engine",
    "auditor": "sinergi.project auditor",
    "mailbox": "sinergi.project mailbox",
    "caddy": "caddy run",
}
PARTS = tuple(_PARTS)


@contextmanager
def start(home: Path, *, port: int | None = None, **environment: str) -> Iterator[Stack]:
    """``sinergi demo`` in this home, stopped as by Ctrl-C."""
    process, stack = launch(home, port=port, **environment)
    try:
        yield stack
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def launch(home: Path, *, port: int | None = None, **environment: str) -> tuple[subprocess.Popen[str], Stack]:
    """Start it and return when it says that it is ready."""
    port = port or free_port()
    demo_file = home.parent / f"{home.name}.json"
    told = {"SINERGI_HOME": str(home), "SINERGI_DEMO_FILE": str(demo_file), "SINERGI_TEST": "1", **environment}
    output = home.parent / f"{home.name}.out"
    with output.open("w") as file:
        process = subprocess.Popen(
            command("demo", "--port", str(port)),
            env={k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | told,
            cwd=home.parent,
            stdout=file,
            stderr=file,
            text=True,
            start_new_session=True,
        )
    until(lambda: "is ready at" in output.read_text() or process.poll() is not None, within=180, what="a start")
    assert process.poll() is None, output.read_text()
    return process, Stack(f"http://localhost:{port}", port, home, demo_file, process.pid)


def command(*arguments: str) -> list[str]:
    """The ``sinergi`` command of this installation."""
    return [sys.executable, "-m", "sinergi.project.cli", *arguments]


def free_port() -> int:
    """A port nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


def is_alive(pid: int) -> bool:
    """Whether the process still runs; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="session")
def seeded_home(request: pytest.FixtureRequest) -> Path:
    """A demo's home with its world, at rest: copy it rather than wait for another world to be built."""
    folder = _folder(request.config)
    with _locked(folder / "seeding"):
        home = folder / "seeded"
        if not (folder / "seeded.done").exists():
            with start(home):
                pass
            (folder / "seeded.done").touch()
        return home


@pytest.fixture(scope="module")
def stack(seeded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A demo for the tests of one file: what others leave unanswered rings at every desk. Never stop a part of it."""
    with start(shutil.copytree(seeded_home, tmp_path_factory.mktemp("stack") / "home")) as own:
        yield own


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def pytest_sessionstart(session: pytest.Session) -> None:
    """The controller names the folder, so that it can stop what any worker started."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[_folder_key] = Path(tempfile.mkdtemp(prefix="sinergi-stack-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker the folder."""
    node.workerinput["stack"] = str(node.config.stash[_folder_key])


def pytest_unconfigure(config: pytest.Config) -> None:
    """The seeded home goes with the run."""
    if folder := config.stash.get(_folder_key, None):
        shutil.rmtree(folder, ignore_errors=True)


_folder_key = pytest.StashKey[Path]()


def _folder(config: pytest.Config) -> Path:
    given = getattr(config, "workerinput", {}).get("stack")
    return Path(given) if given else config.stash[_folder_key]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
