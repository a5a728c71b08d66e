"""Who is asking, who is on duty, and what a unit's admin may see."""

import hashlib
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sinergi.core import clock, sql
from sinergi.core.actor import Actor

_BY_KEY = """
SELECT session_id, person_id, posting_id, unit_id, unit_path, functions, scopes FROM access_v_grant
WHERE key_hash = %(key_hash)s AND (ended_at IS NULL OR ended_at > %(at)s)
  AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s) AND is_active
"""
_ALIVE = """
SELECT session_id FROM access_v_grant
WHERE session_id = ANY(%(ids)s) AND (ended_at IS NULL OR ended_at > %(at)s)
  AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s) AND is_active
"""


def key_hash(secret: str) -> bytes:
    """How a token or a session key is stored: SHA-256 (both are long and random, so no salt is needed)."""
    return hashlib.sha256(secret.encode()).digest()


def find_actor(secret: str) -> Actor | None:
    """The actor behind a token or session key, if it is alive now: one query."""
    row = sql.one(_BY_KEY, {"key_hash": key_hash(secret), "at": clock.now()})
    return actor_of(row) if row else None


def actor_of(row: Mapping[str, Any]) -> Actor:
    """An actor from a row of ``access_v_grant``."""
    return Actor(
        person_id=row["person_id"],
        posting_id=row["posting_id"],
        unit_id=row["unit_id"],
        unit_path=row["unit_path"],
        functions=frozenset(row["functions"]),
        session_id=str(row["session_id"]),
        scopes=frozenset(row["scopes"]),
    )


def list_alive(session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these tokens and sign-ins still let their holder in."""
    rows = sql.rows(_ALIVE, {"ids": list(session_ids), "at": clock.now()})
    return {row["session_id"] for row in rows}


def get_card(actor: Actor) -> dict[str, Any] | None:
    """What the top bar says of the actor: person, post, unit, agency, zone."""
    return sql.one("SELECT * FROM access_v_card WHERE posting_id = %s", [actor.posting_id])
