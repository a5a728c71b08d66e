"""The queue of sends: claimed with a lease, settled by result, passed on to the next way when one has failed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import planning
from sinergi.alerts.types import Outcome, Outgoing
from sinergi.core import clock, sql

LEASE = timedelta(seconds=30)
RETRY_AFTER = (0, 5, 15, 60)
"""Seconds before each further attempt (domain of providers that answer late)."""
PATIENCE = 15
"""A provider that asks us to wait longer (seconds) is waited for, but the person's next way is tried at once."""

# Whether a send is still wanted is looked at as it is taken, and it is taken only when it can start: nobody is woken
# after the answer. A unit's system is never told of a confidential alarm.
CLAIM = f"""
WITH room AS (SELECT * FROM unnest(%(channels)s::text[], %(free)s::int[]) AS r(channel, free)),
due AS (SELECT d.* FROM room CROSS JOIN LATERAL (
          SELECT id, escalation_id, epoch, endpoint_id, replayed_at, acknowledged_at FROM alerts_delivery
          WHERE state = 'queued' AND lane = %(lane)s AND channel = room.channel AND next_at <= %(at)s
          ORDER BY next_at LIMIT room.free FOR UPDATE SKIP LOCKED) d),
taken AS (SELECT due.id, e.alarm_id, h.secret,
                 (({planning.RINGS} AND e.epoch = due.epoch AND due.acknowledged_at IS NULL)
                  OR due.replayed_at IS NOT NULL)
                 AND (due.endpoint_id IS NULL OR (h.ended_at IS NULL AND NOT a.confidential)) AS is_wanted
          FROM due JOIN alerts_escalation e ON e.id = due.escalation_id JOIN alerts_alarm a ON a.id = e.alarm_id
          LEFT JOIN alerts_endpoint h ON h.id = due.endpoint_id)
UPDATE alerts_delivery d SET state = CASE WHEN t.is_wanted THEN 'sending' ELSE 'superseded' END,
  attempts = d.attempts + t.is_wanted::int, lease_until = CASE WHEN t.is_wanted THEN %(lease)s::timestamptz END,
  next_at = CASE WHEN t.is_wanted THEN d.next_at END
FROM taken t JOIN alerts_alarm a ON a.id = t.alarm_id WHERE d.id = t.id
RETURNING t.is_wanted, d.id, d.channel, d.address, d.attempts, a.code, a.exercise, a.level,
  coalesce(t.secret, '') AS secret, EXISTS (
  SELECT FROM alerts_screen s
  WHERE s.posting_id = d.posting_id AND s.seen_at > %(at)s::timestamptz - {planning.SCREEN_IS_OPEN_FOR}) AS has_screen
"""  # noqa: S608 - built of constants
# A state never goes back: a receipt may come before the provider's answer is written. Only the try that holds the lease
# is settled; the late word of one that was taken over changes nothing.
# Whoever could not be reached is sent to by the next way that this rung has not tried yet, in this same statement.
SETTLE = f"""
WITH r AS (SELECT d.id, d.escalation_id, d.epoch, d.step, d.person_id, d.posting_id, d.endpoint_id, d.post_title,
                  d.lane, d.channel, d.address, t.state, t.error, t.next_at, t.is_given_up, t.at
           FROM unnest(%(ids)s::uuid[], %(attempts)s::int[], %(states)s::text[], %(errors)s::text[],
                       %(nexts)s::timestamptz[], %(given_up)s::bool[], %(ats)s::timestamptz[])
                AS t(id, attempts, state, error, next_at, is_given_up, at)
           JOIN alerts_delivery d ON d.id = t.id AND d.attempts = t.attempts AND d.lease_until IS NOT NULL),
turn AS (SELECT DISTINCT ON (r.escalation_id, r.epoch, r.step, r.person_id) r.id, c.channel, c.address
         FROM r JOIN alerts_contact c ON c.person_id = r.person_id AND c.verified_at IS NOT NULL
         JOIN alerts_escalation e ON e.id = r.escalation_id AND e.epoch = r.epoch AND {planning.RINGS}
         WHERE r.is_given_up
           AND NOT EXISTS (SELECT FROM alerts_delivery o WHERE o.escalation_id = r.escalation_id AND o.epoch = r.epoch
                           AND o.step = r.step AND o.person_id = r.person_id AND o.channel = c.channel)
         ORDER BY r.escalation_id, r.epoch, r.step, r.person_id, c.position),
sends AS (
  INSERT INTO alerts_delivery (id, escalation_id, epoch, step, person_id, posting_id, post_title, channel, address,
                               lane, state, attempts, next_at, created_at, error)
  SELECT gen_random_uuid(), r.escalation_id, r.epoch, r.step, r.person_id, r.posting_id, r.post_title, turn.channel,
         turn.address, r.lane, 'queued', 0, %(at)s, %(at)s, ''
  FROM turn JOIN r USING (id)
  ON CONFLICT DO NOTHING),
contacts AS (
  UPDATE alerts_contact c SET failing_since = CASE WHEN r.error = '' THEN NULL ELSE coalesce(failing_since, %(at)s) END,
    last_delivered_at = CASE WHEN r.error = '' THEN %(at)s ELSE last_delivered_at END
  FROM r WHERE c.person_id = r.person_id AND c.channel = r.channel AND c.address = r.address),
endpoints AS (
  UPDATE alerts_endpoint h SET failing_since = CASE WHEN w.is_heard THEN NULL ELSE coalesce(failing_since, %(at)s) END
  FROM (SELECT endpoint_id, bool_or(error = '') AS is_heard FROM r WHERE endpoint_id IS NOT NULL GROUP BY 1) w
  WHERE h.id = w.endpoint_id AND (h.failing_since IS NULL) <> w.is_heard)
UPDATE alerts_delivery d SET lease_until = NULL,
  state = CASE WHEN d.state = 'sending' THEN r.state ELSE d.state END,
  next_at = CASE WHEN d.state = 'sending' THEN r.next_at END,
  sent_at = CASE WHEN r.state = 'sent' THEN coalesce(d.sent_at, r.at) ELSE d.sent_at END,
  error = left(r.error || coalesce(' → ' || turn.channel, ''), 200)
FROM r LEFT JOIN turn USING (id) WHERE d.id = r.id
"""  # noqa: S608 - built of constants
LAPSED = """
SELECT id, attempts FROM alerts_delivery WHERE state = 'sending' AND lease_until < %s FOR UPDATE SKIP LOCKED
"""


@transaction.atomic
def claim_due(*, lane: int, free: Mapping[str, int]) -> list[Outgoing]:
    """Take the next sends of a lane, of each channel at most so many; nobody else gets them while the lease lasts."""
    at = clock.now()
    asked = {"at": at, "lease": at + LEASE, "lane": lane, "channels": list(free), "free": list(free.values())}
    while found := sql.rows(CLAIM, asked):
        if wanted := [Outgoing(**row) for row in found if row.pop("is_wanted")]:
            return wanted
    return []


def settle(results: Sequence[tuple[Outgoing, Outcome]]) -> None:
    """Write what became of claimed sends. Accepted; or tried again later; or failed, and the next way has its turn."""
    at = clock.now()
    _write(
        [
            (sent.id, sent.attempts, *_fate(sent.attempts, outcome, outcome.at or at), outcome.at or at)
            for sent, outcome in results
        ],
        at,
    )


@transaction.atomic
def reclaim_lapsed() -> int:
    """The reaper: sends whose worker died are queued again, or have failed for good; returns how many."""
    at = clock.now()
    lapsed = sql.rows(LAPSED, [at])
    if lapsed:
        died = "the sender died"
        fates = [
            ("failed", None, True) if row["attempts"] >= len(RETRY_AFTER) else ("queued", at, False) for row in lapsed
        ]
        pairs = zip(lapsed, fates, strict=True)
        _write([(row["id"], row["attempts"], state, died, due, up, at) for row, (state, due, up) in pairs], at)
    return len(lapsed)


Fate = tuple[UUID, int, str, str, datetime | None, bool, datetime]


def _write(fates: Sequence[Fate], at: datetime) -> None:
    names = ("ids", "attempts", "states", "errors", "nexts", "given_up", "ats")
    if fates:
        columns = zip(*fates, strict=True)
        sql.run(SETTLE, {"at": at, **{name: list(column) for name, column in zip(names, columns, strict=True)}})


def _fate(attempts: int, outcome: Outcome, at: datetime) -> tuple[str, str, datetime | None, bool]:
    if not outcome.error:
        return "sent", "", None, False
    error = outcome.error[:180]
    if outcome.is_final or attempts >= len(RETRY_AFTER):
        return "failed", error, None, True
    wait = max(RETRY_AFTER[attempts], outcome.wait)
    return "queued", error, at + timedelta(seconds=wait), outcome.wait > PATIENCE
