"""What is open to whom, on what ground, until when."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.agreements.policy import POLICY, Action, among, is_alive
from sinergi.agreements.types import Reach, Scope
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import NotFound
from sinergi.units import queries as units
from sinergi.units.types import FACILITY_KINDS, Agency

_REACH = """
WITH own AS (SELECT unit_id FROM units_v_unit WHERE tree <@ %(path)s::ltree)
SELECT unit_id, true AS own FROM own
UNION ALL
SELECT DISTINCT facility_id, false FROM agreements_v_door
WHERE partner_id IN (SELECT unit_id FROM own) AND scope = %(scope)s AND during @> %(at)s::timestamptz
"""

# Seen by the parties, by the units linked, and by everybody above them. A MoU of superiors is seen by those below it
# too: it speaks for them, and their heads may connect under it.
_SEEN = """
WITH near AS (SELECT unit_id FROM units_v_unit WHERE tree <@ %(path)s::ltree),
above AS (SELECT unit_id FROM units_v_unit WHERE tree @> %(path)s::ltree),
link AS (
  SELECT l.agreement_id, l.id, l.facility_id, f.short_name AS facility, f.agency AS facility_agency, l.partner_id,
         p.short_name AS partner, p.agency AS partner_agency, l.facility_accepted_at, l.partner_accepted_at, l.ended_at
  FROM agreements_unitlink l
  JOIN units_v_unit f ON f.unit_id = l.facility_id
  JOIN units_v_unit p ON p.unit_id = l.partner_id
  WHERE %(all)s OR l.facility_id IN (SELECT unit_id FROM near) OR l.partner_id IN (SELECT unit_id FROM near)),
party AS (
  SELECT y.agreement_id, y.unit_id, u.name, u.short_name, u.agency, u.path,
         y.unit_id IN (SELECT unit_id FROM near) AS is_ours
  FROM agreements_party y JOIN units_v_unit u ON u.unit_id = y.unit_id),
seen AS (
  SELECT a.*, (%(at)s::timestamptz AT TIME ZONE 'Asia/Jakarta')::date AS today FROM agreements_agreement a
  WHERE (%(all)s OR a.id IN (SELECT agreement_id FROM link) OR a.id IN (SELECT agreement_id FROM party WHERE is_ours)
         OR (a.kind = 'MOU' AND a.id IN (SELECT agreement_id FROM party WHERE unit_id IN (SELECT unit_id FROM above))))
    AND (%(after)s::uuid IS NULL OR a.id > %(after)s::uuid) AND (%(id)s::uuid IS NULL OR a.id = %(id)s::uuid)
  ORDER BY a.id LIMIT %(limit)s)
SELECT s.id, s.kind, s.number, s.title, s.signed_on, s.valid_from, s.valid_until, s.terminated_at,
       CASE WHEN s.terminated_at <= %(at)s::timestamptz THEN 'TERMINATED' WHEN s.valid_until < s.today THEN 'EXPIRED'
            WHEN s.valid_from > s.today THEN 'SIGNED' WHEN s.valid_until <= s.today + 30 THEN 'EXPIRING'
            ELSE 'ACTIVE' END AS state, s.valid_until - s.today AS days_left,
       (SELECT coalesce(array_agg(scope ORDER BY scope), '{}') FROM agreements_scopeitem i
        WHERE i.agreement_id = s.id) AS scopes,
       (SELECT coalesce(jsonb_agg(to_jsonb(link) - 'agreement_id' ORDER BY link.id), '[]') FROM link
        WHERE link.agreement_id = s.id) AS links,
       (SELECT coalesce(jsonb_agg(to_jsonb(party) - 'agreement_id' ORDER BY party.agency, party.name), '[]') FROM party
        WHERE party.agreement_id = s.id) AS parties
FROM seen s ORDER BY s.id
"""


def list_agreements(*, actor: Actor, at: datetime, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
    """The agreements that concern the actor's unit and those below it, with the links between them."""
    return _seen(actor, at, after=after, limit=limit)


def get_agreement(
    actor: Actor, agreement_id: UUID, at: datetime | None = None, *, lock: bool = False
) -> dict[str, Any]:
    """One agreement with its parties and the links the actor may know of; 404 for everybody else."""
    if lock:
        # Everybody who rewrites this agreement's doors waits here, in the same order.
        sql.run("SELECT 1 FROM agreements_agreement WHERE id = %s FOR NO KEY UPDATE", [agreement_id])
    found = _seen(actor, at or clock.now(), agreement_id=agreement_id)
    if not found:
        raise NotFound(_("There is no such agreement, or it does not concern your unit."))
    return found[0]


def get_link(actor: Actor, link_id: UUID, *, lock: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """A link and its agreement, if the actor may know of them."""
    row = sql.one("SELECT agreement_id FROM agreements_unitlink WHERE id = %s", [link_id])
    agreement = get_agreement(actor, row["agreement_id"], lock=lock) if row else {"links": []}
    for link in agreement["links"]:
        if link["id"] == link_id:
            return agreement, link
    raise NotFound(_("There is no such link, or it does not concern your unit."))


def partners_of(facility_id: UUID, scope: Scope, at: datetime) -> list[dict[str, Any]]:
    """To whom this facility's doors of this scope stand open, and on what ground; for rooms, not for people."""
    return sql.rows(
        """SELECT DISTINCT ON (partner_id) partner_id, partner_agency, partner_path, partner_name, agreement_id,
                  agreement_number, valid_until
           FROM agreements_v_door WHERE facility_id = %s AND scope = %s AND during @> %s::timestamptz
           ORDER BY partner_id, valid_until DESC""",
        [facility_id, scope.value, at],
    )


def count_open_doors(at: datetime, *, agreement_id: UUID | None = None, link_id: UUID | None = None) -> int:
    """How many doors would close with this agreement or link."""
    row = sql.one(
        """SELECT count(*) AS doors FROM agreements_v_door
           WHERE (agreement_id = %s::uuid OR link_id = %s::uuid) AND during @> %s::timestamptz""",
        [agreement_id, link_id, at],
    )
    return int(row["doors"]) if row else 0


def _seen(
    actor: Actor, at: datetime, *, agreement_id: UUID | None = None, after: UUID | None = None, limit: int = 1
) -> list[dict[str, Any]]:
    asked = {
        "path": actor.unit_path,
        "all": actor.is_system,
        "at": at,
        "after": after,
        "id": agreement_id,
        "limit": limit,
    }
    return [_read(row) for row in sql.rows(_SEEN, asked)]


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """JSON knows neither ids nor moments."""
    for part in (*row["links"], *row["parties"]):
        for name, value in part.items():
            if value and (name == "id" or name.endswith("_id")):
                part[name] = UUID(value)
            elif value and name.endswith("_at"):
                part[name] = datetime.fromisoformat(value)
    return row


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


def own_units(actor: Actor) -> frozenset[UUID]:
    """The actor's unit and everything below it."""
    return frozenset(unit["unit_id"] for unit in units.list_below(actor.unit_path))


def may_sign(actor: Actor) -> bool:
    """Does the actor bind the own unit?"""
    return POLICY.can(actor, Action.SIGN_AGREEMENT, among([units.get_unit(actor.unit_id)]))


def require_signatory(actor: Actor) -> None:
    """403 for everybody who does not bind the own unit."""
    POLICY.require(actor, Action.SIGN_AGREEMENT, among([units.get_unit(actor.unit_id)]))


def list_possible_partners(actor: Actor) -> list[dict[str, Any]]:
    """Units of other agencies: for a unit outside corrections, the facilities and offices of corrections."""
    own = units.get_unit(actor.unit_id)
    others = [unit for unit in units.list_units() if unit["agency"] != own["agency"]]
    inside = own["agency"] == Agency.CORRECTIONS
    return [unit for unit in others if inside or unit["agency"] == Agency.CORRECTIONS]


def list_linkable(actor: Actor, agreement: dict[str, Any]) -> list[dict[str, Any]]:
    """With whom the actor's unit may be connected under this agreement; empty when it does not speak for the unit."""
    near = [party for party in agreement["parties"] if f"{actor.unit_path}.".startswith(f"{party['path']}.")]
    if not near or not may_sign(actor) or not is_alive(agreement):
        return []
    own = units.get_unit(actor.unit_id)
    linked = {link[f"{end}_id"] for link in agreement["links"] for end in ("facility", "partner")}
    others = [unit for party in agreement["parties"] if party not in near for unit in units.list_below(party["path"])]
    return [unit for unit in others if unit["unit_id"] not in linked and _are_ends(own, unit)]


def _are_ends(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """A facility on one side, another agency on the other."""
    facility, partner = (one, other) if one["kind"] in FACILITY_KINDS else (other, one)
    return facility["kind"] in FACILITY_KINDS and partner["agency"] != Agency.CORRECTIONS
