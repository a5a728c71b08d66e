"""A real PostgreSQL for every test: one server, migrated once, a copy for each worker; tests run as ``sinergi_app``."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from sinergi.project.runtime import bootstrap
from sinergi.project.runtime.postgres import ADMIN, Cluster
from sinergi.project.settings import database_settings

os.environ["SINERGI_TEST"] = "1"
settings.TEST = True
settings.SECRET_KEY = "tests"
settings.STORAGES = settings.STORAGES | {  # hashed names need a collected folder
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where this test run's databases live. ``url`` is an administrator's login."""

    url: str
    scratch: Path
    embedded: bool

    def at(self, database: str, *, role: str) -> str:
        """The address of one database for one role."""
        parts = urlsplit(self.url)._replace(path=f"/{database}")
        address = parts.geturl()
        return address.replace(f"//{ADMIN}@", f"//{role}@", 1) if self.embedded else address

    @property
    def template(self) -> str:
        """The migrated database that copies are made of."""
        return f"sinergi_template_{self.scratch.name.rsplit('-', 1)[-1]}"


_server_key = pytest.StashKey[Server]()
_process_key = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """With several workers the controller starts the server, so that it outlives each of them."""
    if getattr(session.config.option, "numprocesses", None):
        _start(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: "pytest.Item") -> None:
    """Tell a worker where the server is."""
    server = node.config.stash[_server_key]
    node.workerinput["server"] = (server.url, str(server.scratch), server.embedded)  # type: ignore[attr-defined] # xdist's


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    server = config.stash.get(_server_key, None)
    if server is None or hasattr(config, "workerinput"):
        return
    if process := config.stash.get(_process_key, None):
        Cluster(server.scratch / "postgres", server.scratch).stop(process)
    else:
        bootstrap.drop_database(server.url, server.template)
    shutil.rmtree(server.scratch, ignore_errors=True)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Server:
    """The database server of this run, started when the first test needs it."""
    if given := getattr(request.config, "workerinput", {}).get("server"):
        url, scratch, embedded = given
        return Server(url, Path(scratch), embedded)
    return request.config.stash.get(_server_key, None) or _start(request.config)


@pytest.fixture(scope="session")
def database_name(server: Server, worker_id: str) -> str:
    """This worker's own database."""
    return f"{server.template}_{worker_id}".replace("template", "test")


@pytest.fixture(scope="session")
def database_url(server: Server, database_name: str) -> str:
    """The worker's database for the application's role, for tests that start a process of ours."""
    return server.at(database_name, role=bootstrap.APP)


@pytest.fixture(scope="session")
def owner_url(server: Server, database_name: str) -> str:
    """The worker's database for the role that owns the tables."""
    return server.at(database_name, role=bootstrap.OWNER)


@pytest.fixture(scope="session")
def django_db_setup(server: Server, database_name: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Point Django at a fresh copy of the migrated template."""
    with django_db_blocker.unblock():
        _make_template(server)
        _copy(server, database_name)
        _point(server, database_name, bootstrap.APP)
    with pytest.MonkeyPatch.context() as patch:
        # Facts cannot be emptied by the application's role, so a test that commits gets a new copy instead.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: _copy(server, database_name))
        yield
    with django_db_blocker.unblock():
        connection.close()
        bootstrap.drop_database(server.url, database_name)


def _start(config: pytest.Config) -> Server:
    scratch = Path(tempfile.mkdtemp(prefix="sinergi-test-"))
    if url := os.environ.get("DATABASE_URL"):
        found = Server(url, scratch, embedded=False)
    else:
        cluster = Cluster(scratch / "postgres", scratch)
        config.stash[_process_key] = cluster.start(log=scratch / "postgres.log")
        found = Server(cluster.url(), scratch, embedded=True)
    config.stash[_server_key] = found
    return found


def _make_template(server: Server) -> None:
    with (server.scratch / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (server.scratch / "migrated").exists():
            return
        bootstrap.create_database(server.url, server.template)
        bootstrap.prepare(replace(server, embedded=False).at(server.template, role=ADMIN))
        _point(server, server.template, bootstrap.OWNER)
        call_command("migrate", verbosity=0)
        connection.close()
        (server.scratch / "migrated").touch()


def _copy(server: Server, name: str) -> None:
    connection.close()
    bootstrap.drop_database(server.url, name)
    bootstrap.create_database(server.url, name, template=server.template)


def _point(server: Server, database: str, role: str) -> None:
    connection.close()
    connection.settings_dict.update(database_settings(server.at(database, role=role), role))
    connection.settings_dict["OPTIONS"].pop("pool")
