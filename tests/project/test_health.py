"""``/health`` names what is missing, whatever is missing."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client


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
        "live": "not ready",
    }


@pytest.fixture
def database_away(django_db_setup: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody answers where the database was."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", str(tmp_path))


@pytest.mark.usefixtures("database_away")
def test_it_answers_without_a_database(client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "not ready"
    assert answer.json()["parts"]["migrations"] == "not ready"
