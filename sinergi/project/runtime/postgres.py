"""The embedded PostgreSQL: make its folder, start it in the foreground, wait until it answers, stop it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from sinergi.project.runtime import binaries, spawn

ADMIN = "sinergi"
_FLAGS = {
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "synchronous_commit": "on",
    "fsync": "on",
    "jit": "off",
    "restart_after_crash": "on",
    "autovacuum_naptime": "10s",  # queues grow and shrink in seconds, and a new world is not known until it is analysed
    "timezone": "UTC",
    "log_min_messages": "log",  # errors quote values, which may be personal; who asked is told, the log is not
}


class CannotStart(SystemExit):
    """The database cannot start here; the message says the cure."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One PostgreSQL data folder and the folder (mode 0700) of its socket."""

    folder: Path
    sockets: Path

    def url(self, *, role: str = ADMIN, database: str = "postgres") -> str:
        """How to reach it: trust inside a folder that only we can enter."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    def argv(self, **flags: str) -> list[str]:
        """The foreground server, as a direct child of whoever starts it."""
        command = [binaries.postgres("postgres"), "-D", str(self.folder), "-k", str(self.sockets)]
        for name, value in (_FLAGS | flags).items():
            command += ["-c", f"{name}={value}"]
        return command

    def ensure(self) -> None:
        """Create the data folder once."""
        if (self.folder / "PG_VERSION").exists():
            self._check_version()
            return
        if os.geteuid() == 0 and not spawn.can_leave_root():
            raise CannotStart(
                "PostgreSQL refuses to run as root, and this machine forbids user namespaces. "
                "Start as a normal user, or set DATABASE_URL to a database of yours."
            )
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        command = [binaries.postgres("initdb"), "-D", str(self.folder), "-U", ADMIN, "--encoding=UTF8", "--locale=C"]
        command += ["--auth-local=trust", "--auth-host=reject", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = subprocess.run(
            command,
            preexec_fn=self.preexec(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise CannotStart(f"PostgreSQL could not make its folder {self.folder}: {made.stderr.strip()}")

    def start(self, *, log: Path) -> subprocess.Popen[bytes]:
        """Start the server and return once it answers."""
        self.ensure()
        self.sockets.mkdir(parents=True, exist_ok=True, mode=0o700)
        with log.open("ab") as output:
            server = subprocess.Popen(
                self.argv(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=self.preexec(),
            )
        deadline = time.monotonic() + 60
        while not self.is_ready():
            if server.poll() is not None or time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL did not start. Read {log}.")
            time.sleep(0.02)
        return server

    def is_ready(self) -> bool:
        """Whether it answers a question."""
        try:
            with psycopg.connect(self.url(), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def stop(self, server: subprocess.Popen[bytes]) -> None:
        """Stop fast and cleanly: SIGINT ends sessions; SIGTERM would wait for them."""
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def preexec(self) -> Callable[[], None]:
        """See ``spawn``."""
        return spawn.prepare(stop_signal=signal.SIGINT, as_plain_user=True)

    def _check_version(self) -> None:
        data = (self.folder / "PG_VERSION").read_text().strip()
        program = subprocess.run(
            [binaries.postgres("postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=self.preexec(),
        ).stdout.split()[-1]
        if program.split(".")[0] != data:
            raise CannotStart(
                f"The data in {self.folder} is PostgreSQL {data}, the program is {program}. "
                "See docs/runbook.md, Upgrade."
            )
