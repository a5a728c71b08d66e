"""``GET /health``: 200 when everything is ready, else 503 naming what is not. Needs no sign-in and says no more."""

import os
import socket
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from sinergi.project.runtime.probe import is_fresh

_Answer = Callable[[HttpRequest], HttpResponse]


def middleware(get_response: _Answer) -> _Answer:
    """Answer before anything that would ask the database who is there."""

    def answer(request: HttpRequest) -> HttpResponse:
        return health() if request.path == "/health" else get_response(request)

    return answer


def health() -> JsonResponse:
    """The state of each part."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "migrations": _tables_are_current,
        "nats": _nats_answers,
        "engine": _engine_beats,
        "auditor": _auditor_lives,
        "live": _live_answers,
    }
    parts = {name: "ready" if check() else "not ready" for name, check in checks.items()}
    ready = set(parts.values()) == {"ready"}
    status = {"status": "ready" if ready else "not ready", "parts": parts}
    return JsonResponse(status, status=200 if ready else 503, headers={"Cache-Control": "no-store"})


def _rows(statement: str) -> list[tuple[object, ...]] | None:
    """Asked on a connection of its own: the pool would make us wait for a database that is gone."""
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in _LOGIN}
    try:
        with psycopg.connect(**parameters, connect_timeout=2, autocommit=True) as login:
            return login.execute(statement.encode()).fetchall()
    except psycopg.Error:
        return None


_LOGIN = {"dbname", "user", "password", "host", "port", "options"}


def _database_answers() -> bool:
    return _rows("SELECT 1") is not None


def _tables_are_current() -> bool:
    applied = _rows("SELECT app, name FROM django_migrations")
    return applied is not None and _newest_migrations() <= set(applied)


@cache
def _newest_migrations() -> set[tuple[object, ...]]:
    return set(MigrationLoader(None).graph.leaf_nodes())


def _nats_answers() -> bool:
    parts = urlsplit(settings.NATS_URL)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 4222), timeout=2) as wire:
            return wire.recv(4) == b"INFO"
    except OSError:
        return False


def _engine_beats() -> bool:
    return is_fresh(Path(settings.HOME) / "run" / "engine.beat")


def _auditor_lives() -> bool:
    return is_fresh(Path(settings.HOME) / "run" / "auditor.alive")


def _live_answers() -> bool:
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(2)
        try:
            wire.connect(os.environ.get("SINERGI_LIVE_SOCKET", ""))
        except OSError:
            return False
    return True
