"""The processes of one installation, as data: what each runs, how it stops, and when it is ready."""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from sinergi.project.runtime import binaries, caddy, database, probe
from sinergi.project.runtime.installation import Installation, web_sockets


@dataclass(frozen=True, slots=True)
class Child:
    """One process that is started, watched, started again and stopped."""

    name: str
    argv: list[str]
    environment: dict[str, str]
    ready: probe.Probe = probe.always
    stop_signal: signal.Signals = signal.SIGTERM  # for PostgreSQL SIGINT: SIGTERM would wait for every session
    as_plain_user: bool = False
    socket: Path | None = None  # unlinked before each start: granian refuses a stale one


def foundations(installation: Installation) -> list[Child]:
    """What must answer before the tables can be made."""
    found = []
    environment = dict(os.environ)
    if installation.embeds_database:
        server = database.cluster(installation.home)
        server.ensure()
        found.append(
            Child("postgres", server.argv(), environment, probe.postgres(server), signal.SIGINT, as_plain_user=True)
        )
    if installation.embeds_nats:
        argv = [binaries.beside_python("nats-server"), "--config", str(_nats_configuration(installation))]
        found.append(Child("nats", argv, environment, probe.port(installation.kept_port("nats"))))
    return found


def preparation(installation: Installation) -> Child:
    """Tables, translations, static files; as the role that owns the tables."""
    environment = installation.environment() | installation.database.owner_env()
    return Child("prepare", [sys.executable, "-m", "sinergi.project", "prepare"], environment)


def seeding(installation: Installation) -> Child:
    """The demo's world and the file that says how to enter it."""
    return Child("seed", [sys.executable, "-m", "sinergi.project", "seed-demo"], installation.environment())


def services(installation: Installation) -> list[Child]:
    """What needs the tables, and nothing of each other."""
    environment = installation.environment()
    python = [sys.executable, "-m"]
    live = installation.socket("live")
    beat = installation.home.run / "engine.beat"
    alive = installation.home.run / "auditor.alive"
    for mark in (beat, alive, installation.home.run / "auditor.beat"):
        mark.unlink(missing_ok=True)
    found = [
        *(
            Child(web.stem, _granian(web), environment, probe.http(web), socket=web)
            for web in web_sockets(installation)
        ),
        Child("live", [*python, "sinergi.live.server"], environment, probe.unix(live), socket=live),
        Child("engine", [*python, "sinergi.project", "engine"], environment, probe.fresh(beat)),
        Child("auditor", [*python, "sinergi.project", "auditor"], environment, probe.fresh(alive)),
    ]
    if installation.demo:
        mail = probe.port(installation.kept_port("mail"))
        found.append(Child("mailbox", [*python, "sinergi.project", "mailbox"], environment, mail))
    return found


def front(installation: Installation) -> list[Child]:
    """The only public listener, opened when everything behind it answers."""
    file = installation.home.run / "Caddyfile"
    file.write_text(caddy.caddyfile(installation))
    argv = [binaries.beside_python("caddy"), "run", "--adapter", "caddyfile", "--config", str(file)]
    folders = {name: str(installation.home.path / "caddy") for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return [Child("caddy", argv, os.environ | folders, probe.port(installation.port))]


def _granian(socket: Path) -> list[str]:
    argv = [binaries.beside_python("granian"), "--interface", "wsgi", "--uds", str(socket), "--workers", "1"]
    argv += ["--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "0.2", "--no-ws"]
    return [*argv, "--workers-kill-timeout", "3", "--http", "1", "sinergi.project.wsgi:application"]


def _nats_configuration(installation: Installation) -> Path:
    file = installation.home.run / "nats.conf"
    file.touch(mode=0o600)
    file.write_text(
        f"listen: 127.0.0.1:{installation.kept_port('nats')}\n"
        "server_name: sinergi\n"
        f'authorization {{ user: sinergi, password: "{installation.home.secret("nats_key")}" }}\n'
    )
    return file
