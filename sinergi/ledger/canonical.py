"""The exact bytes that are hashed: of a payload, and of a fact's header."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID


def payload_digest(salt: bytes, payload: dict[str, Any]) -> bytes:
    """SHA-256(salt ‖ canonical JSON): erasing salt and payload leaves only this."""
    return hashlib.sha256(salt + _canonical(payload)).digest()


def header(
    *,
    fact_id: UUID,
    kind: str,
    at: datetime,
    actor: tuple[UUID, UUID, UUID],
    subject: str,
    unit_id: UUID,
    level: int,
    exercise: bool,
    digest: bytes,
) -> bytes:
    """What a leaf commits to: everything about a fact but its payload, which is there by its digest."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    who = [str(part) for part in actor]
    return _canonical([str(fact_id), kind, moment, who, subject, str(unit_id), level, exercise, digest.hex()])


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
