"""A post changes hands while its alarm rings."""

from typing import Any
from uuid import UUID

from django.db import transaction

from sinergi.alerts.actions import planning
from sinergi.alerts.events import AlertRung
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.live import bell

# What rings in the unit of this posting, whose holder was not sent anything about it yet.
RINGING = f"""
SELECT DISTINCT e.id, e.unit_id, e.ladder, e.step, e.epoch, a.id AS alert_id, a.subject, a.level, a.exercise,
       a.reporter_id
FROM access_v_duty d JOIN alerts_escalation e ON e.unit_id = d.unit_id JOIN alerts_alarm a ON a.id = e.alarm_id
WHERE d.posting_id = %(posting)s AND {planning.RINGS} AND e.ladder <> '[]' AND a.closed_at IS NULL
  AND NOT EXISTS (SELECT FROM alerts_delivery s
                  WHERE s.escalation_id = e.id AND s.epoch = e.epoch AND s.person_id = d.person_id)
"""  # noqa: S608 - built of constants


@transaction.atomic
def wake_successor(*, posting_id: UUID) -> int:
    """Wake whoever took over a post on a rung that was woken already; returns how many alarms. Twice is harmless."""
    at = clock.now()
    ringing = sql.rows(RINGING, {"posting": posting_id})
    woken = planning.wake([rung_of(row, posting_id) for row in ringing], at) if ringing else {}
    rung = [rung_fact(row, woken[row["id"]]["people"]) for row in ringing if woken[row["id"]]["people"]]
    ledger.record(*rung, actor=SYSTEM, at=at)
    transaction.on_commit(lambda: bell.ring(bell.ALERTS))
    return len(rung)


def rung_of(row: dict[str, Any], posting_id: UUID) -> planning.Rung:
    """Every post that was woken so far, for this posting alone."""
    return planning.rung_of(row, row["ladder"][: row["step"] + 1], row["step"], posting_id=posting_id)


def rung_fact(row: dict[str, Any], people: list[UUID]) -> AlertRung:
    """What their screens are told."""
    return AlertRung(
        subject=row["subject"], unit_id=row["unit_id"], level=row["level"], exercise=row["exercise"],
        audience=Audience(people=frozenset(people)), alert_id=row["alert_id"], step=row["step"],
    )  # fmt: skip
