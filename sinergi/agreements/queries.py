"""What is open to whom, on what ground, until when."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sinergi.agreements.types import Reach, Scope
from sinergi.core import sql
from sinergi.core.actor import Actor

_REACH = """
WITH own AS (SELECT unit_id FROM units_v_unit WHERE tree <@ %(path)s::ltree)
SELECT unit_id, true AS own FROM own
UNION ALL
SELECT DISTINCT facility_id, false FROM agreements_v_door
WHERE partner_id IN (SELECT unit_id FROM own) AND scope = %(scope)s AND during @> %(at)s::timestamptz
"""


def reach(actor: Actor, scope: Scope, at: datetime) -> Reach:
    """The units this actor may look into for this scope at this moment: one indexed query."""
    if actor.is_system:
        return Reach(frozenset(), frozenset())
    found = sql.rows(_REACH, {"path": actor.unit_path, "scope": scope.value, "at": at})
    own: set[UUID] = {row["unit_id"] for row in found if row["own"]}
    return Reach(frozenset(own), frozenset(row["unit_id"] for row in found if not row["own"]))


def closed_since(pairs: Collection[tuple[UUID, UUID]], scope: Scope, at: datetime) -> dict[tuple[UUID, UUID], datetime]:
    """For pairs (facility, partner) without a door in force: when their last one closed."""
    rows = sql.rows(
        """SELECT facility_id, partner_id, max(upper(during)) AS closed_at FROM agreements_v_door
           WHERE (facility_id, partner_id) IN (SELECT * FROM unnest(%s::uuid[], %s::uuid[])) AND scope = %s AND upper(during) <= %s
           GROUP BY 1, 2""",
        [[facility for facility, _ in pairs], [partner for _, partner in pairs], scope.value, at],
    )
    return {(row["facility_id"], row["partner_id"]): row["closed_at"] for row in rows}
