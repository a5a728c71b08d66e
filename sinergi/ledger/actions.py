"""Write facts; give them their place."""

import json
import os
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.ids import new_id
from sinergi.ledger import canonical, tree
from sinergi.ledger.types import Event

_HEADER_FIELDS = frozenset({"subject", "unit_id", "audience", "level", "exercise"})
_COLUMNS = """id, kind, at, person_id, posting_id, actor_unit_id, subject, unit_id, units, people, level, exercise,
 payload, salt, digest"""
_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s::uuid[], %s, %s, %s::jsonb, %s, %s)"
RECORD = f"""WITH told AS (INSERT INTO ledger_fact ({_COLUMNS}) VALUES {{rows}} RETURNING id)
INSERT INTO ledger_inbox SELECT id FROM told"""  # noqa: S608 - built of constants
BATCH = 2000
SEAL_LOCK = 741_001


def record(*events: Event, actor: Actor, at: datetime | None = None) -> None:
    """Write the facts of one action in its own transaction: one statement, whatever their number."""
    if not events:
        return
    moment = at or clock.now()
    values = [value for event in events for value in _row(event, actor, moment)]
    sql.run(RECORD.format(rows=", ".join([_ROW] * len(events))), values)
    transaction.on_commit(ring_bell)


def ring_bell() -> None:
    """Tell the sealer that facts are waiting; set by ``live`` at start (the wire is above this room)."""
    for bell in bells:
        bell()


bells: list[Any] = []


def seal() -> int:
    """Give every waiting fact its dense place and its leaf; returns how many. Many sealers may run: one works."""
    with transaction.atomic():
        if not sql.rows("SELECT pg_try_advisory_xact_lock(%s) AS mine", [SEAL_LOCK])[0]["mine"]:
            return 0
        waiting = sql.rows(
            "SELECT f.* FROM ledger_inbox i JOIN ledger_fact f ON f.id = i.fact_id ORDER BY f.at, f.id LIMIT %s",
            [BATCH],
        )
        if not waiting:
            return 0
        _append(waiting)
        return len(waiting)


def _append(waiting: list[dict[str, Any]]) -> None:
    head = sql.one("SELECT size, frontier FROM ledger_treehead ORDER BY size DESC LIMIT 1")
    size = head["size"] if head else 0
    leaves = [leaf_of(fact) for fact in waiting]
    frontier, grown = tree.grow([bytes(node) for node in head["frontier"]] if head else [], size, leaves)
    sql.run(
        """WITH sealed AS (INSERT INTO ledger_seal (seq, fact_id, leaf)
                           SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bytea[]) RETURNING fact_id),
                emptied AS (DELETE FROM ledger_inbox WHERE fact_id = ANY(%s))
           INSERT INTO ledger_treehead (size, root, frontier, at) VALUES (%s, %s, %s::bytea[], %s)""",
        [
            list(range(size + 1, grown + 1)),
            [fact["id"] for fact in waiting],
            leaves,
            [fact["id"] for fact in waiting],
            grown,
            tree.root(frontier),
            frontier,
            timezone.now(),
        ],
    )


def leaf_of(fact: dict[str, Any]) -> bytes:
    """The leaf that a stored fact must have."""
    return tree.leaf_hash(
        canonical.header(
            fact_id=fact["id"],
            kind=fact["kind"],
            at=fact["at"],
            actor=(fact["person_id"], fact["posting_id"], fact["actor_unit_id"]),
            subject=fact["subject"],
            unit_id=fact["unit_id"],
            level=fact["level"],
            exercise=fact["exercise"],
            digest=bytes(fact["digest"]),
        )
    )


def _row(event: Event, actor: Actor, at: datetime) -> list[object]:
    payload = {
        spec.name: _plain(getattr(event, spec.name)) for spec in fields(event) if spec.name not in _HEADER_FIELDS
    }
    salt = os.urandom(16)
    return [
        new_id(),
        event.kind,
        at,
        actor.person_id,
        actor.posting_id,
        actor.unit_id,
        event.subject,
        event.unit_id,
        list(event.audience.units),
        list(event.audience.people),
        event.level,
        event.exercise,
        json.dumps(payload),
        salt,
        canonical.payload_digest(salt, payload),
    ]


def _plain(value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    return value
