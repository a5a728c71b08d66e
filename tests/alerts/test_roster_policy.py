"""Who draws up rosters: every post, for its own unit, a unit below and a unit elsewhere, before and after the end."""

from datetime import timedelta
from uuid import UUID

import pytest

from sinergi.access.types import Desk, Function
from sinergi.alerts.policy import POLICY, Action
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, NotAllowed
from sinergi.core.ids import new_id

KEEPERS = {"unit_admin", "facility_head", "security_chief", "police_chief", "police_ops"}
VERBS = (
    Action.CREATE_ROSTER,
    Action.END_ROSTER,
    Action.ADD_SHIFT,
    Action.END_SHIFT,
    Action.ADD_OVERRIDE,
    Action.WITHDRAW_OVERRIDE,
)
OWN, BELOW, ABOVE, ELSEWHERE = new_id(), new_id(), new_id(), new_id()
PATHS = {OWN: f"{ABOVE.hex}.{OWN.hex}", BELOW: f"{ABOVE.hex}.{OWN.hex}.{BELOW.hex}"}
PATHS |= {ABOVE: ABOVE.hex, ELSEWHERE: ELSEWHERE.hex}


def actor(function: str) -> Actor:
    """Somebody in one post of the own unit."""
    return Actor(new_id(), new_id(), OWN, PATHS[OWN], frozenset({function}))


def desk(unit: UUID, *, ended: bool = False) -> Desk:
    """A unit's roster."""
    return Desk(unit, PATHS[unit], ended_at=clock.now() - timedelta(seconds=1) if ended else None)


def answer(who: Actor, verb: Action, thing: Desk) -> str:
    """What the product says."""
    try:
        POLICY.require(who, verb, thing)
    except NotAllowed:
        return "never"
    except Conflict:
        return "late"
    return "yes"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("function", list(Function))
def test_every_post_for_every_unit(verb: Action, function: Function) -> None:
    right = "yes" if function in KEEPERS else "never"
    assert answer(actor(function), verb, desk(OWN)) == right
    assert answer(actor(function), verb, desk(BELOW)) == ("yes" if function == "unit_admin" else "never")
    assert answer(actor(function), verb, desk(ABOVE)) == "never"
    assert answer(actor(function), verb, desk(ELSEWHERE)) == "never"


@pytest.mark.parametrize("verb", VERBS[1:])
def test_what_has_ended_is_not_changed(verb: Action) -> None:
    assert answer(actor("unit_admin"), verb, desk(OWN, ended=True)) == "late"
    assert answer(actor("guard"), verb, desk(OWN, ended=True)) == "never"
