"""The addresses of this installation's database, embedded or given, for its owner and for the application."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sinergi.project.runtime import bootstrap
from sinergi.project.runtime.home import Home
from sinergi.project.runtime.postgres import ADMIN, Cluster

NAME = "sinergi"


@dataclass(frozen=True, slots=True)
class Database:
    """How to log in as administrator, as whoever may change tables, and as the application."""

    admin_url: str
    owner_url: str
    app_url: str

    def owner_env(self) -> dict[str, str]:
        """For migrations and tools."""
        return {"DATABASE_URL": self.owner_url, "SINERGI_DB_ROLE": bootstrap.OWNER}

    def app_env(self) -> dict[str, str]:
        """For everything that serves people."""
        return {"DATABASE_URL": self.app_url, "SINERGI_DB_ROLE": bootstrap.APP}


def given() -> Database | None:
    """The database named by the environment, if one is."""
    url = os.environ.get("DATABASE_URL")
    return Database(url, url, os.environ.get("SINERGI_APP_DATABASE_URL", url)) if url else None


def cluster(home: Home) -> Cluster:
    """The embedded server of a home."""
    return Cluster(home.data, home.sockets)


def embedded(home: Home) -> Database:
    """The database inside the home; each role logs in as itself, so there is no way back to a higher one."""
    return _inside(cluster(home))


def make_ready(home: Home) -> None:
    """Roles, rights and extensions, before the first migration."""
    if outside := given():
        bootstrap.prepare(outside.owner_url)
        return
    server = cluster(home)
    bootstrap.create_database(server.url(), NAME)
    bootstrap.prepare(server.url(database=NAME))


@contextmanager
def borrowed(home: Home) -> Iterator[Database]:
    """A database for one command: the given one, the running one, or one started for as long as it takes."""
    if outside := given():
        yield outside
        return
    holder = home.holder()
    if holder and holder.doing != "command":
        yield _inside(Cluster(home.data, Path(holder.sockets)))
        return
    with home.held("command", wait=120):
        server = cluster(home)
        process = server.start(log=home.log / "postgres.log")
        try:
            make_ready(home)
            yield _inside(server)
        finally:
            server.stop(process)


def _inside(server: Cluster) -> Database:
    return Database(*(server.url(role=role, database=NAME) for role in (ADMIN, bootstrap.OWNER, bootstrap.APP)))
