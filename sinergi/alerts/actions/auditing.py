"""The auditor's verbs: look at everything, keep what is wrong, tell its keepers. None of it needs the engine."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError
from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.alerts import system
from sinergi.alerts.actions.checks import CHECKS, Check
from sinergi.alerts.events import SystemAlertAcknowledged, SystemAlertEnded, SystemAlertRaised
from sinergi.alerts.models import SystemAlert
from sinergi.alerts.policy import ANSWERERS, KEEPERS, POLICY, UNIT_KEEPERS, Action
from sinergi.alerts.types import BREAKS_ALARMING, Audited, Finding, SystemKind, SystemLine, SystemMail
from sinergi.core import clock, sql
from sinergi.core.actor import NOBODY, SYSTEM, Actor
from sinergi.core.errors import Conflict
from sinergi.core.ids import new_id
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience, Event

log = logging.getLogger(__name__)

GONE_AFTER = timedelta(seconds=15)
"""Not seen for longer than one round, so that two auditors, or a moment's relief, do not end and raise it again."""
MACHINE_GONE_AFTER = timedelta(minutes=10)
MAIL_AGAIN_AFTER = timedelta(minutes=30)
RETRY_AFTER = timedelta(minutes=1)

SEE = """
INSERT INTO alerts_systemalert (id, kind, unit_id, key, count, since_at, first_seen_at, last_seen_at, mail_due_at,
                                acknowledged_post)
SELECT f.*, %(at)s, %(at)s, %(at)s, ''
FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(units)s::uuid[], %(keys)s::text[], %(counts)s::int[],
            %(sinces)s::timestamptz[]) AS f
ON CONFLICT (kind, unit_id, key) WHERE ended_at IS NULL
DO UPDATE SET count = excluded.count, last_seen_at = GREATEST(alerts_systemalert.last_seen_at, excluded.last_seen_at)
RETURNING id, kind, unit_id, key, count
"""
# Each machine's auditor speaks of its own engine; a machine that is gone is spoken of by nobody.
END = """
UPDATE alerts_systemalert SET ended_at = %(at)s, mail_due_at = %(at)s
WHERE ended_at IS NULL AND last_seen_at < %(gone)s AND kind = ANY(%(checked)s)
  AND (kind <> 'silent_engine' OR key = %(machine)s OR last_seen_at < %(machine_gone)s)
RETURNING id, kind, unit_id, key, count
"""
CLAIM_MAILS = """
UPDATE alerts_systemalert SET mail_due_at = CASE WHEN ended_at IS NULL THEN %(again)s::timestamptz END
WHERE mail_due_at <= %(at)s RETURNING id, kind, unit_id, key, count, since_at, ended_at
"""
_LIVING = "d.email <> '' AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)"
# A unit without a head or admin is kept by the nearest unit above it that has one.
KEEPERS_OF_UNITS = f"""
SELECT f.unit_id, k.email FROM unnest(%(units)s::uuid[]) AS f(unit_id) CROSS JOIN LATERAL (
  SELECT d.email, rank() OVER (ORDER BY nlevel(o.tree) DESC) AS nearest
  FROM units_v_unit u JOIN units_v_unit o ON o.tree @> u.tree JOIN access_v_duty d ON d.unit_id = o.unit_id
  WHERE u.unit_id = f.unit_id AND d.function = ANY(%(keepers)s) AND {_LIVING}) k
WHERE k.nearest = 1
"""  # noqa: S608 - built of constants
# Where nobody stands at the top, every keeper is told: better too many than nobody.
KEEPERS_OF_ALL = f"""
WITH keeper AS (
  SELECT d.email, d.function = 'directorate' OR u.parent_id IS NULL AS is_top
  FROM access_v_duty d JOIN units_v_unit u ON u.unit_id = d.unit_id WHERE d.function = ANY(%(keepers)s) AND {_LIVING})
SELECT DISTINCT email FROM keeper WHERE is_top OR NOT EXISTS (SELECT FROM keeper WHERE is_top)
"""  # noqa: S608 - built of constants
CONCERNED = """
SELECT DISTINCT unit_id FROM access_v_duty d
WHERE d.function = ANY(%(posts)s) AND d.starts_at <= %(at)s AND (d.ends_at IS NULL OR d.ends_at > %(at)s)
"""


def audit(*, machine: str, engine_silent_since: datetime | None = None, at: datetime | None = None) -> Audited:
    """One round: make every check, raise what is new, refresh what goes on, end what is gone."""
    moment = at or clock.now()
    found, checked = _look(CHECKS, moment)
    if engine_silent_since is not None:
        found.append(Finding(SystemKind.SILENT_ENGINE, since=engine_silent_since, key=machine))
    raised, ended = _keep(found, [*checked, SystemKind.SILENT_ENGINE], machine, moment)
    breaks = any(finding.kind in BREAKS_ALARMING for finding in found)
    return Audited(raised, ended, is_sound=not breaks and len(checked) == len(CHECKS))


@transaction.atomic
def acknowledge_system(*, actor: Actor, alert_id: UUID) -> SystemAlert:
    """Somebody sees to it: no more mails until it ends."""
    at = clock.now()
    alert = system.get_system_alert(actor=actor, alert_id=alert_id, lock=True)
    if alert.acknowledged_at is not None and POLICY.permits(actor, Action.ACKNOWLEDGE_SYSTEM, alert):
        raise Conflict(_("%(post)s already sees to it.") % {"post": alert.acknowledged_post})
    POLICY.require(actor, Action.ACKNOWLEDGE_SYSTEM, alert)
    alert.acknowledged_at, alert.acknowledged_by, alert.mail_due_at = at, actor.person_id, None
    alert.acknowledged_post = access.get_post_title(actor)
    alert.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_post", "mail_due_at"])
    row = {"id": alert.pk, "kind": alert.kind, "unit_id": alert.unit_id, "key": alert.key}
    header = _header(row, _audiences([row], at))
    ledger.record(SystemAlertAcknowledged(**header), actor=actor, at=at)
    return alert


@transaction.atomic
def claim_system_mails() -> list[SystemMail]:
    """Who has to be told what now, one mail each; nobody else gets them."""
    at = clock.now()
    due = sql.rows(CLAIM_MAILS, {"at": at, "again": at + MAIL_AGAIN_AFTER})
    if not due:
        return []
    keepers = _keepers({row["unit_id"] for row in due}, at)
    told: dict[str, list[SystemLine]] = defaultdict(list)
    for row in due:
        unit_id = row.pop("unit_id")
        line = SystemLine(**row | {"kind": SystemKind(row["kind"])})
        for address in keepers[unit_id]:
            told[address].append(line)
    return [SystemMail(address, tuple(lines)) for address, lines in sorted(told.items())]


def settle_system_mails(failed: Iterable[SystemMail]) -> None:
    """What could not be mailed is due again in a minute."""
    ids = {line.id for mail in failed for line in mail.lines}
    SystemAlert.objects.filter(pk__in=ids).update(mail_due_at=clock.now() + RETRY_AFTER)


def _look(checks: Iterable[Check], at: datetime) -> tuple[list[Finding], list[SystemKind]]:
    """What was found, and which checks were made: a check that fails keeps none of the others."""
    found: list[Finding] = []
    checked: list[SystemKind] = []
    for check in checks:
        try:
            with transaction.atomic():
                found += check.look(at)
        except DatabaseError as error:
            log.error("the check %s failed with %s", check.kind, type(error).__name__)  # noqa: TRY400 - errors quote values
        else:
            checked.append(check.kind)
    return found, checked


@transaction.atomic
def _keep(found: Sequence[Finding], checked: Sequence[SystemKind], machine: str, at: datetime) -> tuple[int, int]:
    ids = [new_id() for _finding in found]
    columns = {
        "ids": ids,
        "kinds": [finding.kind.value for finding in found],
        "units": [finding.unit_id for finding in found],
        "keys": [finding.key for finding in found],
        "counts": [finding.count for finding in found],
        "sinces": [finding.since for finding in found],
    }
    seen = sql.rows(SEE, {**columns, "at": at}) if found else []
    raised = [row for row in seen if row["id"] in set(ids)]
    gone = {"gone": at - GONE_AFTER, "machine": machine, "machine_gone": at - MACHINE_GONE_AFTER}
    ended = sql.rows(END, {**gone, "at": at, "checked": [kind.value for kind in checked]})
    audiences = _audiences([*raised, *ended], at)
    events: list[Event] = [SystemAlertRaised(**_header(row, audiences), count=row["count"]) for row in raised]
    events += [SystemAlertEnded(**_header(row, audiences)) for row in ended]
    ledger.record(*events, actor=SYSTEM, at=at)
    return len(raised), len(ended)


def _header(row: dict[str, Any], audiences: dict[UUID | None, Audience]) -> dict[str, Any]:
    return {
        "subject": f"system:{row['id']}",
        "unit_id": row["unit_id"] or NOBODY,
        "audience": audiences[row["unit_id"]],
        "problem": row["kind"],
        "key": row["key"],
    }


def _audiences(rows: Collection[dict[str, Any]], at: datetime) -> dict[UUID | None, Audience]:
    """A unit's people and its superiors; of what concerns everybody, each unit where somebody may be woken."""
    units = [row["unit_id"] for row in rows if row["unit_id"]]
    paths = sql.rows("SELECT unit_id, path FROM units_v_unit WHERE unit_id = ANY(%s)", [units]) if units else []
    told: dict[UUID | None, Audience] = {row["unit_id"]: Audience.of_paths([row["path"]]) for row in paths}
    if len(units) < len(rows):
        concerned = sql.rows(CONCERNED, {"posts": sorted(ANSWERERS | KEEPERS), "at": at})
        told[None] = Audience(units=frozenset(row["unit_id"] for row in concerned))
    return told


def _keepers(unit_ids: Collection[UUID | None], at: datetime) -> dict[UUID | None, set[str]]:
    units = [unit_id for unit_id in unit_ids if unit_id]
    keepers: dict[UUID | None, set[str]] = {unit_id: set() for unit_id in unit_ids}
    if units:
        for row in sql.rows(KEEPERS_OF_UNITS, {"units": units, "keepers": sorted(UNIT_KEEPERS), "at": at}):
            keepers[row["unit_id"]].add(row["email"])
    if None in unit_ids:
        keepers[None] = {row["email"] for row in sql.rows(KEEPERS_OF_ALL, {"keepers": sorted(KEEPERS), "at": at})}
    return keepers
