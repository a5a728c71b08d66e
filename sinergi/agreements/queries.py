"""What is open to whom, on what ground, until when."""

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
