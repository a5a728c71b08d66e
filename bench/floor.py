"""The floor: pgbench writes what one report wrote, row by row the same, as plain INSERTs in one transaction.

Same server, same role, fsync on. Ids and the reference are new each time; every time stands as far from now as it stood
from the report. Everything else is the very value the product wrote, so a changed table changes the floor with it.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from sinergi.project.runtime import binaries

_ROWS = (
    ("incidents_incident", "id = %(incident)s"),
    ("incidents_party", "incident_id = %(incident)s"),
    ("alerts_alarm", "id = %(alarm)s"),
    ("alerts_escalation", "alarm_id = %(alarm)s"),
    ("alerts_delivery", "escalation_id IN (SELECT id FROM alerts_escalation WHERE alarm_id = %(alarm)s)"),
    (
        "ledger_fact",
        "subject = 'incident:' || %(incident)s AND at = (SELECT raised_at FROM alerts_alarm WHERE id = %(alarm)s)",
    ),
    ("core_receipt", "body LIKE '%%' || %(incident)s || '%%'"),
)
_COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_name = %s AND is_identity = 'NO' ORDER BY ordinal_position
"""
_WRITTEN_AS = {
    ("incidents_incident", "reference"): "to_hex(:n::bigint)",
    ("core_receipt", "key"): "to_hex(:n::bigint)",
    # The engine may have had a send in hand before we looked.
    ("alerts_delivery", "state"): "'queued'",
    ("alerts_delivery", "attempts"): "0",
    ("alerts_delivery", "next_at"): "now()",
    ("alerts_delivery", "lease_until"): "NULL",
    ("alerts_delivery", "sent_at"): "NULL",
    ("alerts_delivery", "error"): "''",
}


@dataclass(frozen=True, slots=True)
class Floor:
    """What came of one round of pgbench."""

    rate: float
    milliseconds: float
    """Mean of one transaction."""


def script(database_url: str, incident_id: str, alarm_id: str) -> tuple[str, dict[str, int]]:
    """The transaction as pgbench reads it, and how many rows it writes to each table."""
    given = {"incident": incident_id, "alarm": alarm_id}
    with psycopg.connect(database_url) as connection:
        read = [(table, *_read(connection, table, where, given)) for table, where in _ROWS]
    names = _Names(row[0] for _table, columns, rows in read for row in rows if columns[0] == ("id", "uuid"))
    at = next(row[[name for name, _ in columns].index("received_at")] for _t, columns, rows in read[:1] for row in rows)
    inserts = [_insert(table, columns, rows, names, at) for table, columns, rows in read]
    facts = next(rows for table, _columns, rows in read if table == "ledger_fact")
    inserts.append(f"INSERT INTO ledger_inbox (fact_id) VALUES {', '.join(f'({names.of(row[0])})' for row in facts)};")
    counts = {table: len(rows) for table, _columns, rows in read} | {"ledger_inbox": len(facts)}
    # The number makes every id of one transaction; it is drawn once.
    return "\n".join(["\\set n random(1, 4611686018427387903)", "BEGIN;", *inserts, "COMMIT;", ""]), counts


def run(sockets: str, file: Path, *, clients: int, seconds: int) -> Floor:
    """One round, over the server's own socket."""
    argv = [binaries.postgres("pgbench"), "-h", sockets, "-U", "sinergi_app", "-n", "-M", "prepared", "-f", str(file)]
    argv += ["-c", str(clients), "-j", "1", "-T", str(seconds), "sinergi"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found = {name: float(value) for name, value in re.findall(r"(latency average|tps) = ([0-9.]+)", done.stdout)}
    return Floor(found["tps"], found["latency average"])


def _read(
    connection: psycopg.Connection[Any], table: str, where: str, given: dict[str, str]
) -> tuple[list[tuple[str, str]], list[list[Any]]]:
    columns = connection.execute(_COLUMNS, [table]).fetchall()
    # Times and ids as themselves, all else as PostgreSQL writes it.
    shown = ", ".join(
        f'"{name}"' if kind.startswith("timestamp") or kind == "uuid" else f'"{name}"::text' for name, kind in columns
    )
    rows = connection.execute(f"SELECT {shown} FROM {table} WHERE {where}", given).fetchall()
    return columns, [list(row) for row in rows]


class _Names:
    """The ids that are made anew: each is the transaction's number and its own place."""

    def __init__(self, ids: Iterator[UUID]) -> None:
        self._places = {str(found): place for place, found in enumerate(ids)}

    def of(self, value: object) -> str | None:
        place = self._places.get(str(value))
        return None if place is None else f"(lpad(to_hex(:n::bigint), 16, '0') || '{place:016x}')::uuid"


def _insert(
    table: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]], names: _Names, at: datetime
) -> str:
    listed = ", ".join(f'"{name}"' for name, _kind in columns)
    shown = [
        ", ".join(_value(table, name, value, names, at) for (name, _kind), value in zip(columns, row, strict=True))
        for row in rows
    ]
    return f"INSERT INTO {table} ({listed}) VALUES {', '.join(f'({row})' for row in shown)};"


def _value(table: str, column: str, value: object, names: _Names, at: datetime) -> str:
    if (table, column) in _WRITTEN_AS:
        return _WRITTEN_AS[table, column]
    if value is None:
        return "NULL"
    if fresh := names.of(value):
        return fresh
    if isinstance(value, datetime):
        return f"now() + interval '{(value - at).total_seconds():.6f} s'"
    if column == "subject":
        return f"'incident' || chr(58) || {names.of(str(value).partition(':')[2])}"
    # pgbench takes what follows a colon for a variable.
    text = str(value).replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3a")
    return f"E'{text}'"
