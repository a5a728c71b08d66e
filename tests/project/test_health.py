"""``/health`` names what is missing, whatever is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker


@pytest.mark.django_db
def test_it_names_each_part_that_is_not_there(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {
        "database": "ready",
        "migrations": "ready",
        "nats": "not ready",
        "engine": "not ready",
        "auditor": "not ready",
        "live": "not ready",
    }


@pytest.fixture
def database_away(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[None]:
    """Nobody answers where the database was."""
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))
    with django_db_blocker.unblock():
        connection.close()
        yield


@pytest.mark.usefixtures("database_away")
def test_it_answers_without_a_database(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "not ready"
    assert answer.json()["parts"]["migrations"] == "not ready"


@pytest.mark.usefixtures("database_away")
def test_a_page_says_that_it_will_be_back(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "503.html").write_text("<h1>Sebentar lagi</h1>")
    monkeypatch.setattr(settings, "HOME", tmp_path)
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "someone-who-is-signed-in"
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert b"Sebentar lagi" in answer.content
