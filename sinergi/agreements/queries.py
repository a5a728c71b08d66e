"""What is open to whom, on what ground, until when."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
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

# Whose agreements concern an actor: those of their unit, of the units below it, and of those above that speak for it.
_LIST = """
WITH near AS (SELECT unit_id FROM units_v_unit WHERE tree <@ %(path)s::ltree OR tree @> %(path)s::ltree),
link AS (
  SELECT l.agreement_id, l.id, l.facility_id, f.short_name AS facility, l.partner_id, p.short_name AS partner,
         p.agency AS partner_agency, l.facility_accepted_at, l.partner_accepted_at, l.ended_at
  FROM agreements_unitlink l
  JOIN units_v_unit f ON f.unit_id = l.facility_id
  JOIN units_v_unit p ON p.unit_id = l.partner_id
  WHERE l.facility_id IN (SELECT unit_id FROM near) OR l.partner_id IN (SELECT unit_id FROM near)),
seen AS (
  SELECT a.*, (%(at)s::timestamptz AT TIME ZONE 'Asia/Jakarta')::date AS today FROM agreements_agreement a
  WHERE (a.id IN (SELECT agreement_id FROM link)
         OR a.id IN (SELECT agreement_id FROM agreements_party WHERE unit_id IN (SELECT unit_id FROM near)))
    AND (%(after)s::uuid IS NULL OR a.id > %(after)s::uuid)
  ORDER BY a.id LIMIT %(limit)s)
SELECT s.id, s.kind, s.number, s.title, s.signed_on, s.valid_from, s.valid_until, s.terminated_at,
       CASE WHEN s.terminated_at <= %(at)s::timestamptz THEN 'TERMINATED' WHEN s.valid_until < s.today THEN 'EXPIRED'
            WHEN s.valid_from > s.today THEN 'SIGNED' WHEN s.valid_until <= s.today + 30 THEN 'EXPIRING'
            ELSE 'ACTIVE' END AS state,
       (SELECT coalesce(array_agg(scope ORDER BY scope), '{}') FROM agreements_scopeitem i
        WHERE i.agreement_id = s.id) AS scopes,
       (SELECT coalesce(jsonb_agg(to_jsonb(link) - 'agreement_id' ORDER BY link.id), '[]') FROM link
        WHERE link.agreement_id = s.id) AS links
FROM seen s ORDER BY s.id
"""


def list_agreements(*, actor: Actor, at: datetime, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """The agreements that concern the actor's unit, those below it and those above it, with the links between them."""
    return sql.rows(_LIST, {"path": actor.unit_path, "at": at, "after": after, "limit": limit})


def reach(actor: Actor, scope: Scope, at: datetime) -> Reach:
    """The units this actor may look into for this scope at this moment: one indexed query."""
    if actor.is_system:
        return Reach(frozenset(), frozenset())
    found = sql.rows(_REACH, {"path": actor.unit_path, "scope": scope.value, "at": at})
    own: set[UUID] = {row["unit_id"] for row in found if row["own"]}
    return Reach(frozenset(own), frozenset(row["unit_id"] for row in found if not row["own"]))


def closed_since(
    pairs: Collection[tuple[UUID, UUID]], scope: Scope, at: datetime
) -> dict[tuple[UUID, UUID], datetime | None]:
    """Those pairs (facility, partner) that have no door in force, and when their last one closed."""
    rows = sql.rows(
        """SELECT p.facility_id, p.partner_id,
                  max(upper(d.during)) FILTER (WHERE upper(d.during) <= %(at)s) AS closed_at
           FROM unnest(%(facilities)s::uuid[], %(partners)s::uuid[]) AS p(facility_id, partner_id)
           LEFT JOIN agreements_v_door d
             ON d.facility_id = p.facility_id AND d.partner_id = p.partner_id AND d.scope = %(scope)s
           GROUP BY 1, 2 HAVING NOT coalesce(bool_or(d.during @> %(at)s::timestamptz), false)""",
        {
            "facilities": [facility for facility, _ in pairs],
            "partners": [partner for _, partner in pairs],
            "scope": scope.value,
            "at": at,
        },
    )
    return {(row["facility_id"], row["partner_id"]): row["closed_at"] for row in rows}
