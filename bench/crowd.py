"""Many machines at once: each connection of a measurement comes with a token of its own, as in life."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence

import psycopg

_LIKE = "SELECT posting_id FROM access_token WHERE secret_hash = %s"
_OF = """
SELECT posting_id FROM access_v_duty WHERE unit_id = %s AND function = %s AND (ends_at IS NULL OR ends_at > now())
ORDER BY posting_id
"""
_ISSUE = """
INSERT INTO access_token (id, posting_id, name, secret_hash, scopes, created_at, expires_at)
SELECT unnest(%s::uuid[]), unnest(%s::uuid[]), 'bench', unnest(%s::bytea[]), %s, now(), now() + interval '1 hour'
"""


def tokens_like(database_url: str, token: str, count: int) -> list[str]:
    """So many new tokens of the posting that this token belongs to; they only read, and die within the hour."""
    return _issue(database_url, _LIKE, [_hash(token)], ["read"], count)


def tokens_of(database_url: str, unit_id: str, function: str, count: int) -> list[str]:
    """So many new tokens of the unit's holders of a function, one after another; they die within the hour."""
    return _issue(database_url, _OF, [unit_id, function], ["read", "write"], count)


def _issue(database_url: str, holders: str, given: Sequence[object], scopes: list[str], count: int) -> list[str]:
    made = [secrets.token_urlsafe(32) for _ in range(count)]
    with psycopg.connect(database_url) as connection:
        postings = [row[0] for row in connection.execute(holders, given).fetchall()]
        each = [postings[number % len(postings)] for number in range(count)]
        ids = [uuid.uuid4() for _ in made]
        connection.execute(_ISSUE, [ids, each, [_hash(secret) for secret in made], scopes])
    return made


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
