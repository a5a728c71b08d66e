"""The addresses of this installation's database, embedded or given, for its owner and for the application."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sinergi.project.runtime import bootstrap
from sinergi.project.runtime.home import Home
from sinergi.project.runtime.postgres import Cluster

NAME = "sinergi"


@dataclass(frozen=True, slots=True)
class Database:
    """How to log in as whoever may change tables, and as the application."""

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
    return Database(url, os.environ.get("SINERGI_APP_DATABASE_URL", url)) if url else None


def cluster(home: Home) -> Cluster:
    """The embedded server of a home."""
    return Cluster(home.data, home.sockets)


def embedded(home: Home) -> Database:
    """The database inside the home; each role logs in as itself, so there is no way back to a higher one."""
    server = cluster(home)
    return Database(server.url(role=bootstrap.OWNER, database=NAME), server.url(role=bootstrap.APP, database=NAME))


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
        yield embedded(home)
        return
    with home.held("command", wait=120):
        server = cluster(home)
        process = server.start(log=home.log / "postgres.log")
        try:
            make_ready(home)
            yield embedded(home)
        finally:
            server.stop(process)
