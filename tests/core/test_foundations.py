"""The clock, one statement in and out, and many verbs in one transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sinergi.core import clock, sql
from sinergi.core.errors import Invalid
from sinergi.core.transactions import joined


@pytest.fixture
def right_again() -> Iterator[None]:
    """The clock stands right after the test."""
    yield
    clock.shift(timedelta(0))


def test_the_clock_is_utc_and_moves_only_when_told(right_again: None) -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)
    clock.shift(timedelta(hours=6))
    assert abs(clock.now() - datetime.now(UTC) - timedelta(hours=6)) < timedelta(seconds=1)
    assert clock.offset() == timedelta(hours=6)


@pytest.mark.django_db
def test_rows_come_by_name_and_json_as_python() -> None:
    (row,) = sql.rows("""SELECT 1 AS one, '{"a": [1, 2]}'::jsonb AS said, NULL::jsonb AS nothing, '[]'::json AS none""")
    assert row == {"one": 1, "said": {"a": [1, 2]}, "nothing": None, "none": []}
    assert sql.one("SELECT 1 AS x WHERE false") is None


@pytest.mark.django_db
def test_verbs_joined_in_one_transaction_cost_no_savepoints_and_fall_together() -> None:
    def write(key: str) -> None:
        with transaction.atomic():
            sql.run("INSERT INTO core_testclock (seconds) VALUES (%s)", [key])

    with CaptureQueriesContext(connection) as asked, transaction.atomic(), joined():
        write("1")
        write("2")
    assert not [query for query in asked.captured_queries[1:-1] if "SAVEPOINT" in query["sql"]]
    with pytest.raises(RuntimeError), transaction.atomic(), joined():  # noqa: PT012 - all of it is taken back
        write("3")
        raise RuntimeError
    assert [row["seconds"] for row in sql.rows("SELECT seconds FROM core_testclock ORDER BY 1")] == [1.0, 2.0]


def test_a_refusal_of_a_field_speaks_its_first_sentence() -> None:
    refusal = Invalid(type="Pilih jenis.", place="Pilih tempat.")
    assert (refusal.message, dict(refusal.fields)) == (
        "Pilih jenis.",
        {"type": "Pilih jenis.", "place": "Pilih tempat."},
    )
