"""Who plays each role: the first holder of its post, for as long as the demo lives."""

from typing import Any

from sinergi.access import actions as access
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.project.demo.people import DOMAIN
from sinergi.project.demo.posts import ROLES
from sinergi.project.demo.units import units

_POSTINGS = """
SELECT DISTINCT p.email, u.name AS unit, p.title, p.posting_id, p.person_id, p.post_id, p.starts_at,
       p.ends_at IS NULL OR p.ends_at > %(at)s AS is_held
FROM access_v_duty p JOIN units_v_unit u ON u.unit_id = p.unit_id
WHERE p.email = ANY(%(emails)s) ORDER BY is_held, p.starts_at DESC
"""


def cast_roles() -> dict[str, dict[str, Any]]:
    """Each role's posting and person. A visitor may end any posting: whose role is gone gets it back, on record."""
    names = {spec.key: spec.name for spec in units()}
    emails = [f"{role}@{DOMAIN}" for role in ROLES]
    rows = sql.rows(_POSTINGS, {"emails": emails, "at": clock.now()})
    # Held ones come last, the earliest of them at the very end, and so win.
    found = {(row["email"], row["unit"], row["title"]): row for row in rows}
    places = {role: (f"{role}@{DOMAIN}", names[unit], title) for role, (unit, title) in ROLES.items()}
    # A world built by an older version has no such person for a newer role.
    return {role: _held(found[place]) for role, place in places.items() if place in found}


def _held(last: dict[str, Any]) -> dict[str, Any]:
    if last["is_held"]:
        return last
    posting = access.post_person(actor=SYSTEM, post_id=last["post_id"], person_id=last["person_id"])
    return last | {"posting_id": posting.id}
