"""One set-based statement, in and out: the hot paths' way to the database."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Params = Sequence[Any] | Mapping[str, Any]
_JSONB = 3802  # Django leaves it as text (and json as the driver reads it)


def rows(statement: str, params: Params = ()) -> list[dict[str, Any]]:
    """Run one statement and return its rows by column name."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        described = cursor.description  # built anew each time it is asked for
        if described is None:
            return []
        names = [column.name for column in described]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        for name in (column.name for column in described if column.type_code == _JSONB):
            for row in found:
                row[name] = None if row[name] is None else json.loads(row[name])
        return found


def one(statement: str, params: Params = ()) -> dict[str, Any] | None:
    """The first row, or None."""
    found = rows(statement, params)
    return found[0] if found else None


def run(statement: str, params: Params = ()) -> int:
    """Run one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)
