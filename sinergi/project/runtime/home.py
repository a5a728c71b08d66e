"""The home: one folder with all data of one installation, and the short folder of its sockets."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


class HomeRefused(SystemExit):
    """This home cannot be used that way; the message says the cure."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a home: its process, what it does, where it answers people, and where its processes do."""

    pid: int
    doing: str
    address: str
    sockets: str  # its XDG_RUNTIME_DIR may not be ours


@dataclass(frozen=True, slots=True)
class Home:
    """Paths only; nothing is created before ``open``."""

    path: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's folder."""
        return self.path / "postgres"

    @property
    def log(self) -> Path:
        """One file per process."""
        return self.path / "log"

    @property
    def run(self) -> Path:
        """Generated configuration and heartbeats: gone tomorrow, no loss."""
        return self.path / "run"

    @property
    def marker(self) -> Path:
        """Present in a demo home, which can never become a production one."""
        return self.path / "THIS-IS-A-DEMO"

    def mark_as_demo(self) -> None:
        """Say so in a file, so that a wrong start is refused before anything runs; the database says it too."""
        self.marker.write_text("This home was made by `sinergi demo`. It can never become a real one.\n")

    @property
    def sockets(self) -> Path:
        """A socket's path may have 107 bytes, so it cannot live below the home."""
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or "/tmp")  # noqa: S108 - checked in ``open``
        if not os.access(base, os.W_OK):
            base = Path("/tmp")  # noqa: S108
        return base / f"sinergi-{hashlib.sha256(str(self.path).encode()).hexdigest()[:8]}"

    def open(self) -> None:
        """Create the folders, for our eyes only."""
        self.open_folders()
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise HomeRefused(f"{self.sockets} belongs to somebody else. Remove it, or set XDG_RUNTIME_DIR.")
        self.sockets.chmod(0o700)

    def open_folders(self) -> None:
        """Create what a command needs that starts nothing itself: no folder of sockets."""
        for folder in (self.path, self.log, self.run):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.chmod(0o700)

    @contextmanager
    def held(self, doing: str, *, address: str = "", wait: float = 0.5) -> Iterator[None]:
        """Be the only one in this home; refuse with the holder's pid and address."""
        self.open()
        with (self.path / "lock").open("a+") as lock:
            deadline = time.monotonic() + wait
            while not _locked(lock.fileno()):
                if time.monotonic() >= deadline:
                    holder = self.holder()
                    where = f", at {holder.address}" if holder and holder.address else ""
                    pid = holder.pid if holder else "?"
                    raise HomeRefused(f"Already running in {self.path} (pid {pid}{where}).")
                time.sleep(0.1)
            lock.truncate(0)
            lock.write(json.dumps(asdict(Holder(os.getpid(), doing, address, str(self.sockets)))))
            lock.flush()
            try:
                yield
            finally:
                shutil.rmtree(self.sockets, ignore_errors=True)
                lock.truncate(0)

    def holder(self) -> Holder | None:
        """Who is in this home now, if anybody."""
        path = self.path / "lock"
        if not path.exists():
            return None
        with path.open() as lock:
            if _locked(lock.fileno(), shared=True):
                return None
            text = lock.read()
        return Holder(**json.loads(text)) if text else None

    def secret(self, name: str) -> str:
        """A secret made once and kept in the home, readable by us alone."""
        path = self.path / name
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text().strip()


def _locked(descriptor: int, *, shared: bool = False) -> bool:
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
