"""A log line says what broke and where, and nothing that somebody wrote."""

import json
import logging
import sys

import pytest

from sinergi.project.logs import WithoutValues

SECRET = "nama-tahanan"


def line(logger: str, *, with_error: bool = False) -> dict[str, object]:
    """What is written when ``SECRET`` is passed as an argument."""
    error = sys.exc_info() if with_error else None
    record = logging.LogRecord(logger, logging.ERROR, __file__, 1, "%s was refused", (SECRET,), error)
    found: dict[str, object] = json.loads(WithoutValues().format(record))
    return found


@pytest.mark.parametrize("logger", ["django.request", "allauth", "psycopg.pool"])
def test_what_others_fill_in_is_left_out(logger: str) -> None:
    assert line(logger)["says"] == "%s was refused"


def test_what_our_own_code_fills_in_is_kept() -> None:
    assert line("sinergi.project.engine")["says"] == f"{SECRET} was refused"


def test_an_error_is_told_by_its_type_and_place() -> None:
    try:
        int(SECRET)
    except ValueError:
        written = line("django.request", with_error=True)
    assert written["error"] == "ValueError"
    assert "test_logs.py" in str(written["where"])
    assert SECRET not in json.dumps(written)
