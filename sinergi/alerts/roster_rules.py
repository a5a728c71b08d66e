"""Who draws up a unit's rosters: rules of the table in ``policy.py``."""

from sinergi.access.policy import is_not_over, own_unit_or_below
from sinergi.access.types import Desk, Function
from sinergi.core.actor import Actor
from sinergi.core.policy import Rule

ROSTER_KEEPERS = frozenset(
    {
        Function.UNIT_ADMIN,
        Function.FACILITY_HEAD,
        Function.SECURITY_CHIEF,
        Function.POLICE_CHIEF,
        Function.POLICE_OPS,
    }
)


def own_unit_or_administered(actor: Actor, desk: Desk) -> bool:
    """The actor's own unit; an admin also in the units below it."""
    is_admin = Function.UNIT_ADMIN in actor.functions
    return desk.unit_id == actor.unit_id or (is_admin and own_unit_or_below(actor, desk))


KEEP = Rule(ROSTER_KEEPERS, own_unit_or_administered)
KEEP_WHILE_IT_LASTS = Rule(ROSTER_KEEPERS, own_unit_or_administered, is_not_over)
