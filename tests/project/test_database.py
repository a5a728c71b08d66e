"""The database every test runs on is the one the product runs on."""

import pytest
from django.db import ProgrammingError, connection

from sinergi.core import sql


@pytest.mark.django_db
def test_tests_run_as_the_application_which_owns_nothing() -> None:
    row = sql.one("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    assert row == {"rolname": "sinergi_app", "rolsuper": False, "rolbypassrls": False}
    assert sql.one("SELECT 1 FROM pg_tables WHERE tableowner = current_user") is None


@pytest.mark.django_db
def test_the_application_cannot_change_tables() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE more (id int)")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), [("fsync", "on"), ("synchronous_commit", "on"), ("jit", "off")])
def test_a_commit_is_on_disk(name: str, value: str) -> None:
    assert sql.one("SELECT current_setting(%s) AS value", [name]) == {"value": value}


@pytest.mark.parametrize("_round", range(2))
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_in_the_next(_round: int) -> None:
    assert sql.one("SELECT 1 FROM django_content_type WHERE app_label = 'trace'") is None
    sql.run("INSERT INTO django_content_type (app_label, model) VALUES ('trace', 'x')")
