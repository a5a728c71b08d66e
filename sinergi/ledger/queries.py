"""Read the order of facts. Readers guard by audience; the ledger itself knows no domain."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sinergi.core import sql
from sinergi.ledger.types import SealedFact

_SEALED = """
SELECT s.seq, f.id, f.kind, f.at, f.subject, f.unit_id, f.person_id, f.level, f.exercise, f.units, f.people, f.payload
FROM ledger_seal s JOIN ledger_fact f ON f.id = s.fact_id
"""


def list_after(seq: int, *, limit: int = 500) -> list[SealedFact]:
    """Sealed facts after ``seq``, in order."""
    return [_sealed(row) for row in sql.rows(_SEALED + "WHERE s.seq > %s ORDER BY s.seq LIMIT %s", [seq, limit])]


def last_seq() -> int:
    """The newest sealed place, 0 if none."""
    row = sql.one("SELECT max(seq) AS seq FROM ledger_seal")
    return (row["seq"] or 0) if row else 0


def list_facts(
    *, subject: str, units: Collection[UUID], person_id: UUID, kinds: Collection[str]
) -> list[dict[str, Any]]:
    """The facts of one subject that this audience was told, oldest first, sealed or not yet."""
    return sql.rows(
        """SELECT f.id, f.kind, f.at, f.unit_id, f.actor_unit_id, f.posting_id, f.payload FROM ledger_fact f
           WHERE f.subject = %s AND f.kind = ANY(%s) AND (f.units && %s::uuid[] OR %s = ANY(f.people))
           ORDER BY f.at, f.id""",
        [subject, list(kinds), list(units), person_id],
    )


def _sealed(row: dict[str, Any]) -> SealedFact:
    row["units"], row["people"] = frozenset(row["units"]), frozenset(row["people"])
    row["payload"] = row["payload"] or {}
    return SealedFact(**row)
