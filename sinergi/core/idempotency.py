"""Every write is safe to repeat: the first answer is kept and given again.

Same key and body → the same answer · same key, other body → Invalid (422) · the first still under way → Conflict (409).
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.core import clock, sql
from sinergi.core.errors import Conflict, Invalid

# What a keyed request then asks is the same for everybody: planned once a connection. For a report, planning anew costs
# more than doing it (8 against 3 ms under load).
CLAIM = """
SELECT pg_try_advisory_xact_lock(hashtextextended(%(owner)s::text || %(key)s, 0)) AS free,
       set_config('plan_cache_mode', 'force_generic_plan', true),
       r.body_hash, r.status, r.body::text
FROM (SELECT 1) AS always LEFT JOIN core_receipt r ON r.owner = %(owner)s AND r.key = %(key)s
"""
KEEP = """
INSERT INTO core_receipt (owner, key, body_hash, status, body, created_at)
VALUES (%(owner)s, %(key)s, %(body_hash)s, %(status)s, %(body)s, %(at)s)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was told."""

    status: int
    body: Mapping[str, Any]
    repeated: bool = False


def fingerprint(*parts: bytes) -> bytes:
    """SHA-256 over what the request says (method, path, body), each part with its length."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def once(*, owner: UUID, key: str, body_hash: bytes, do: Callable[[], Answer]) -> Answer:
    """Do it in one transaction and keep the answer; a repeat gets the kept answer and changes nothing."""
    try:
        return _claim_and_do(owner, key, body_hash, do)
    except IntegrityError as collision:
        # The first request committed between our look and our write: its answer is there now.
        if "receipt_is_given_once" not in str(collision):
            raise
        return _claim_and_do(owner, key, body_hash, do)


@transaction.atomic
def _claim_and_do(owner: UUID, key: str, body_hash: bytes, do: Callable[[], Answer]) -> Answer:
    claim = sql.one(CLAIM, {"owner": owner, "key": key})
    if claim is None:
        raise RuntimeError("the claim always answers one row")
    if claim["status"] is not None:
        return _repeat(claim, body_hash)
    if not claim["free"]:
        raise Conflict(_("The same request is being worked on. Ask again in a moment; it is not done twice."))
    answer = do()
    kept = {"owner": owner, "key": key, "body_hash": body_hash, "status": answer.status, "at": clock.now()}
    sql.run(KEEP, {**kept, "body": json.dumps(answer.body)})
    return answer


def _repeat(claim: Mapping[str, Any], body_hash: bytes) -> Answer:
    if bytes(claim["body_hash"]) != body_hash:
        raise Invalid(_("This Idempotency-Key was used for another request. Make a new key for a new request."))
    return Answer(claim["status"], json.loads(claim["body"]), repeated=True)
