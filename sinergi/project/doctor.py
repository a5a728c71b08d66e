"""``sinergi doctor``: looks for what could go wrong, before it does; each finding comes with its cure."""

import os
import resource
import shutil
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg

from sinergi.project import env
from sinergi.project.runtime import binaries, database, spawn
from sinergi.project.runtime.home import Home
from sinergi.project.runtime.probe import is_fresh

_GIB = 1024**3
_OLDEST_POSTGRES = 150000


class Finding(Exception):
    """What is wrong, and the cure."""


def main(home: Home) -> int:
    """Print each check; 1 if there is a finding."""
    found = 0
    for check in CHECKS:
        name = (check.__doc__ or "").rstrip(".")
        try:
            check(home)
            print(f"ok   {name}")
        except (Finding, SystemExit) as finding:
            found = 1
            print(f"FIX  {name}: {finding}")
    return found


def programs(_home: Home) -> None:
    """PostgreSQL, NATS and Caddy are installed."""
    binaries.beside_python("caddy")
    if not os.environ.get("NATS_URL"):
        binaries.beside_python("nats-server")
    if not database.given():
        binaries.postgres("postgres")


def user(_home: Home) -> None:
    """PostgreSQL may run as this user."""
    if not database.given() and os.geteuid() == 0 and not spawn.can_leave_root():
        raise Finding("this machine forbids user namespaces to root. Start as a normal user, or set DATABASE_URL.")


def folder(home: Home) -> None:
    """The home can be written, by us alone, and has room."""
    place = next(path for path in [home.path, *home.path.parents] if path.exists())
    if not os.access(place, os.W_OK):
        raise Finding(f"{place} cannot be written. Set SINERGI_HOME to a folder of yours.")
    if home.path.exists() and home.path.stat().st_mode & 0o077:
        raise Finding(f"others may read {home.path}. Run: chmod 700 {home.path}")
    if shutil.disk_usage(place).free < _GIB:
        raise Finding(f"less than 1 GB is free at {place}. Make room, or set SINERGI_HOME elsewhere.")


def secret(home: Home) -> None:
    """The secret that signs sessions is there and ours alone."""
    if database.given():
        env.text("SINERGI_SECRET_KEY")
    file = home.path / "secret_key"
    if file.exists() and file.stat().st_mode & 0o077:
        raise Finding(f"others may read {file}. Run: chmod 600 {file}, then see docs/runbook.md, Change the secret.")


def version(home: Home) -> None:
    """The data fits the installed PostgreSQL."""
    if not database.given() and home.data.exists():
        database.cluster(home).ensure()


def outside_database(_home: Home) -> None:
    """The given database answers, is new enough, and keeps time."""
    outside = database.given()
    if outside is None:
        return
    try:
        with psycopg.connect(outside.owner_url, connect_timeout=5) as connection:
            number = connection.info.server_version
            row = connection.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone()
    except psycopg.OperationalError as error:
        raise Finding(
            f"DATABASE_URL does not answer ({type(error).__name__}). Check host, port, user, firewall."
        ) from None
    if number < _OLDEST_POSTGRES:
        raise Finding(f"it is PostgreSQL {number // 10000}. Use 15 or newer.")
    if row and abs(row[0] - time.time()) > 1:
        raise Finding("its clock and ours differ by more than a second. Run NTP on both machines.")


def outside_nats(_home: Home) -> None:
    """The given NATS answers."""
    if url := os.environ.get("NATS_URL"):
        _reach(url, 4222, "NATS_URL")


def mail(_home: Home) -> None:
    """Messages can leave: SMTP_URL is set and answers."""
    url = os.environ.get("SMTP_URL")
    if not url:
        raise Finding("SMTP_URL is missing, so alerts reach screens only. Set smtp+starttls://user:password@host:587.")
    _reach(url, 25, "SMTP_URL")


def auditor(home: Home) -> None:
    """Somebody watches the alarm system, and found it sound."""
    env.address("SINERGI_HEARTBEAT_URL")
    if home.holder() is None:
        return  # nothing runs here now
    if not is_fresh(home.run / "auditor.alive"):
        raise Finding("the auditor does not run, so nobody would notice a silent engine. Read log/auditor.log.")
    if not is_fresh(home.run / "auditor.beat", seconds=30):
        raise Finding("the auditor found that an alarm may wake nobody. Open /system/ and read log/engine.log.")


def front(home: Home) -> None:
    """The port is free, or ours."""
    port = env.number("SINERGI_PORT", env.number("PORT", 8000))
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    if taken and home.holder() is None:
        raise Finding(f"another program has port {port}. Choose another with PORT or --port.")


def open_files(_home: Home) -> None:
    """Enough files may be open for every screen."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < 8192:
        raise Finding(
            f"at most {hard} files may be open: {hard // 3} screens. Raise it: LimitNOFILE=65536 in the unit."
        )


def secrecy(_home: Home) -> None:
    """What people type cannot be read on the way."""
    hosts = env.text("SINERGI_HOSTS", "")
    if hosts and env.choice("SINERGI_TLS", ("off", "internal", "acme")) == "off":
        raise Finding(
            "SINERGI_HOSTS is set and SINERGI_TLS is off. Set SINERGI_TLS=acme, or internal inside one network."
        )


def _reach(url: str, usual: int, name: str) -> None:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or usual), timeout=5).close()
    except OSError as error:
        raise Finding(f"{name} does not answer ({error.strerror or 'timeout'}). Check host, port, firewall.") from None


CHECKS: tuple[Callable[[Home], None], ...] = (
    programs,
    user,
    folder,
    secret,
    version,
    outside_database,
    outside_nats,
    mail,
    auditor,
    front,
    open_files,
    secrecy,
)
