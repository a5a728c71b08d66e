"""The queue of sends: claimed with a lease, settled by result, taken back when its worker died."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from sinergi.alerts.actions import planning
from sinergi.alerts.types import Outgoing
from sinergi.core import clock, sql

LEASE = timedelta(seconds=30)
RETRY_AFTER = (0, 5, 15, 60)
"""Seconds before each further attempt (domain of providers that answer late)."""

# Whether a send is still wanted is looked at as it is taken: nobody is woken after the answer.
CLAIM = f"""
WITH due AS (SELECT id, escalation_id, epoch FROM alerts_delivery WHERE state = 'queued' AND next_at <= %(at)s
             ORDER BY lane, next_at LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
taken AS (SELECT due.id, e.alarm_id, {planning.RINGS} AND e.epoch = due.epoch AS is_wanted
          FROM due JOIN alerts_escalation e ON e.id = due.escalation_id)
UPDATE alerts_delivery d SET state = CASE WHEN t.is_wanted THEN 'sending' ELSE 'superseded' END,
  attempts = d.attempts + t.is_wanted::int, lease_until = CASE WHEN t.is_wanted THEN %(lease)s::timestamptz END,
  next_at = CASE WHEN t.is_wanted THEN d.next_at END
FROM taken t JOIN alerts_alarm a ON a.id = t.alarm_id WHERE d.id = t.id
RETURNING t.is_wanted, d.id, d.channel, d.address, d.attempts, a.code, a.exercise, EXISTS (
  SELECT FROM alerts_screen s
  WHERE s.posting_id = d.posting_id AND s.seen_at > %(at)s::timestamptz - {planning.SCREEN_IS_OPEN_FOR}) AS has_screen
"""  # noqa: S608 - built of constants
RECLAIM = """
UPDATE alerts_delivery SET state = CASE WHEN attempts >= %(most)s THEN 'failed' ELSE 'queued' END, lease_until = NULL,
  next_at = %(at)s, error = 'the sender died' WHERE state = 'sending' AND lease_until < %(at)s
"""
SETTLE = """
UPDATE alerts_delivery d SET state = r.state, error = r.error, lease_until = NULL, next_at = r.next_at,
  sent_at = CASE WHEN r.state = 'sent' THEN %(at)s ELSE d.sent_at END
FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(errors)s::text[], %(nexts)s::timestamptz[])
  AS r(id, state, error, next_at)
WHERE d.id = r.id AND d.state = 'sending'
"""


@transaction.atomic
def claim_due(*, limit: int = 50) -> list[Outgoing]:
    """Take the next sends, worst lane first; nobody else gets them while the lease lasts."""
    at = clock.now()
    while found := sql.rows(CLAIM, {"at": at, "limit": limit, "lease": at + LEASE}):
        if wanted := [Outgoing(**row) for row in found if row.pop("is_wanted")]:
            return wanted
    return []


def settle(results: Sequence[tuple[Outgoing, str]]) -> None:
    """Write what became of claimed sends. No error: accepted by the channel; else tried again, or failed in the end."""
    at = clock.now()
    rows = [(sent.id, *_outcome(sent, error, at)) for sent, error in results]
    ids, states, errors, nexts = ([row[column] for row in rows] for column in range(4))
    sql.run(SETTLE, {"at": at, "ids": ids, "states": states, "errors": errors, "nexts": nexts})


def reclaim_lapsed() -> int:
    """The reaper: sends whose worker died are queued again; returns how many."""
    return sql.run(RECLAIM, {"at": clock.now(), "most": len(RETRY_AFTER)})


def _outcome(sent: Outgoing, error: str, at: datetime) -> tuple[str, str, datetime | None]:
    if not error:
        return "sent", "", None
    if sent.attempts >= len(RETRY_AFTER):
        return "failed", error[:200], None
    return "queued", error[:200], at + timedelta(seconds=RETRY_AFTER[sent.attempts])
