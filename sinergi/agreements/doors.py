"""Which doors stand open, worked out anew whenever an agreement or a link changes, in the same transaction.

A door is open while the agreement is valid (whole days, in the facility's zone), both ends have accepted, and neither
the link nor the agreement was ended. A scope that was never open leaves no row.
"""

from collections.abc import Collection
from uuid import UUID

from sinergi.core import sql

_CLOSE = "DELETE FROM agreements_door WHERE agreement_id = ANY(%(ids)s)"
# Nobody refers to a door by its id, so the database makes it: one statement, whatever the number of links and scopes.
_OPEN = """
INSERT INTO agreements_door (id, link_id, agreement_id, facility_id, partner_id, scope, during)
SELECT gen_random_uuid(), link_id, agreement_id, facility_id, partner_id, scope, tstzrange(opens_at, closes_at)
FROM (SELECT l.id AS link_id, a.id AS agreement_id, l.facility_id, l.partner_id, s.scope,
             greatest(a.valid_from::timestamp AT TIME ZONE u.zone,
                      l.facility_accepted_at, l.partner_accepted_at) AS opens_at,
             least((a.valid_until + 1)::timestamp AT TIME ZONE u.zone, a.terminated_at, l.ended_at) AS closes_at
      FROM agreements_unitlink l
      JOIN agreements_agreement a ON a.id = l.agreement_id
      JOIN agreements_scopeitem s ON s.agreement_id = a.id
      JOIN units_v_unit u ON u.unit_id = l.facility_id
      WHERE a.id = ANY(%(ids)s) AND l.facility_accepted_at IS NOT NULL AND l.partner_accepted_at IS NOT NULL) AS link
WHERE opens_at < closes_at
"""


def rewrite(agreement_ids: Collection[UUID]) -> None:
    """Make the doors of these agreements what the agreements and their links now say."""
    ids = {"ids": list(agreement_ids)}
    sql.run(_CLOSE, ids)
    sql.run(_OPEN, ids)
