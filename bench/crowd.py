"""Many machines of one posting: each stream of a measurement comes with a token of its own, as in life."""

import hashlib
import secrets
import uuid

import psycopg

_LIKE = """
INSERT INTO access_token (id, posting_id, name, secret_hash, scopes, created_at, expires_at)
SELECT unnest(%s::uuid[]), posting_id, 'bench', unnest(%s::bytea[]), ARRAY['read'], now(), now() + interval '1 hour'
FROM access_token WHERE secret_hash = %s
"""


def tokens_like(database_url: str, token: str, count: int) -> list[str]:
    """So many new tokens of the posting that this token belongs to; they die within the hour."""
    made = [secrets.token_urlsafe(32) for _ in range(count)]
    ids = [uuid.uuid4() for _ in made]
    with psycopg.connect(database_url) as connection:
        connection.execute(_LIKE, [ids, [_hash(secret) for secret in made], _hash(token)])
    return made


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
