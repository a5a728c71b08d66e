"""One installation about to start: its home, its addresses, and what its processes are told."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

from sinergi.project import env
from sinergi.project.runtime import database
from sinergi.project.runtime.database import Database
from sinergi.project.runtime.home import Home, HomeRefused

CLONE = Path(__file__).resolve().parents[3]


class PortTaken(SystemExit):
    """Somebody else answers on the port; the message says the cure."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything ``sinergi up`` or ``sinergi demo`` decided before it starts anything."""

    home: Home
    port: int
    demo: bool
    hosts: tuple[str, ...]
    tls: str

    @property
    def address(self) -> str:
        """Where people open it."""
        host = self.hosts[0] if self.hosts else "localhost"
        return f"{'http' if self.tls == 'off' else 'https'}://{host}:{self.port}"

    @property
    def database(self) -> Database:
        """The database outside, if one is given, else the one inside the home."""
        return database.given() or database.embedded(self.home)

    @property
    def embeds_database(self) -> bool:
        """Whether PostgreSQL is one of our processes."""
        return database.given() is None

    @property
    def embeds_nats(self) -> bool:
        """Whether NATS is one of our processes."""
        return not os.environ.get("NATS_URL")

    @property
    def demo_file(self) -> Path:
        """Where a running demo says its address and tokens: in the clone, whatever the home is."""
        return Path(os.environ.get("SINERGI_DEMO_FILE") or CLONE / "var" / "demo.json")

    def socket(self, name: str) -> Path:
        """The unix socket of one process."""
        return self.home.sockets / f"{name}.sock"

    def environment(self) -> dict[str, str]:
        """What every process of this installation is told, besides what the environment already says."""
        told = {
            "SINERGI_HOME": str(self.home.path),
            "SINERGI_PORT": str(self.port),
            "SINERGI_URL": os.environ.get("SINERGI_URL") or self.address,
            "SINERGI_HOSTS": " ".join(self.hosts),
            "SINERGI_TLS": self.tls,
            "SINERGI_DEMO": "1" if self.demo else "0",
            "SINERGI_DEMO_FILE": str(self.demo_file),
            "SINERGI_LIVE_SOCKET": str(self.socket("live")),
            "NATS_URL": os.environ.get("NATS_URL") or self.nats_url(),
            "PYTHONUNBUFFERED": "1",
            "MALLOC_ARENA_MAX": "2",  # each sending thread would keep an arena of its own: 16 MiB more in the engine
            **self.database.app_env(),
        }
        if not (os.environ.get("SINERGI_SECRET_KEY") or os.environ.get("SINERGI_SECRET_KEY_FILE")):
            told["SINERGI_SECRET_KEY_FILE"] = str(self.home.path / "secret_key")
        if self.demo:
            told["SMTP_URL"] = f"smtp://127.0.0.1:{self.kept_port('mail')}"
        return os.environ | told

    def nats_url(self) -> str:
        """Only those who can read the home may ring the bell."""
        return f"nats://sinergi:{self.home.secret('nats_key')}@127.0.0.1:{self.kept_port('nats')}"

    def kept_port(self, name: str) -> int:
        """A free port of the kernel's choice, kept in the home so that restarts find it again."""
        file = self.home.run / f"{name}.port"
        if file.exists():
            return int(file.read_text())
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        file.write_text(str(port))
        return port

    def forget_taken_ports(self) -> None:
        """Another program may have taken a kept port since the last start."""
        for file in self.home.run.glob("*.port"):
            if not _is_free("127.0.0.1", int(file.read_text())):
                file.unlink()


def read(home: Home, *, demo: bool, port: int | None) -> Installation:
    """Decide from the environment; refuse what could mix demo and production."""
    hosts = () if demo else tuple(env.text("SINERGI_HOSTS", "").split())
    tls = "off" if demo else env.choice("SINERGI_TLS", ("off", "internal", "acme"))
    found = Installation(home, port or env.number("SINERGI_PORT", env.number("PORT", 8000)), demo, hosts, tls)
    if demo:
        _check_demo()
    else:
        _check_production(found)
    return found


def check_port(installation: Installation) -> None:
    """Refuse before anything starts."""
    host = "0.0.0.0" if installation.hosts else "127.0.0.1"  # noqa: S104 - asked for by naming hosts
    if not _is_free(host, installation.port):
        raise PortTaken(f"Port {installation.port} is taken. Choose another: PORT={installation.port + 1} or --port.")


def web_sockets(installation: Installation) -> list[Path]:
    """One socket a web process. Behind one shared socket, whoever accepts first keeps nearly every connection."""
    return [installation.socket(f"web-{n + 1}") for n in range(env.number("SINERGI_WEB_WORKERS", 2))]


def loopback() -> list[str]:
    """The loopback addresses this machine has."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return ["127.0.0.1"]
    return ["127.0.0.1", "[::1]"]


def _check_demo() -> None:
    if os.environ.get("DATABASE_URL"):
        raise HomeRefused("The demo never uses a database of yours. Unset DATABASE_URL, or run `sinergi up`.")


def _check_production(installation: Installation) -> None:
    if installation.home.marker.exists():
        raise HomeRefused(f"{installation.home.path} is a demo's home and can never become a real one. Use another.")
    if not installation.embeds_database:
        env.text("SINERGI_SECRET_KEY")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
