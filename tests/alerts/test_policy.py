"""The whole table, no database: every post × answer × state × unit, against domain §14 and issue 2."""

from itertools import product
from types import SimpleNamespace

import pytest

from sinergi.access.types import Function
from sinergi.alerts.models import Alarm, Escalation
from sinergi.alerts.policy import OF_CHANNELS, POLICY, Action
from sinergi.alerts.types import AlertState
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, NotAllowed
from sinergi.core.ids import new_id

UNIT, ELSEWHERE, REPORTER = new_id(), new_id(), new_id()
# Whoever a ladder can wake may answer (domain §2.3, and compliance for what bypasses the facility); nobody else.
ON_A_LADDER = {
    "shift_leader", "security_chief", "facility_head", "police_desk", "police_ops", "police_chief", "support_desk",
    "compliance",
}  # fmt: skip
STATES = {
    "acknowledge": {"open", "exhausted", "declined"},
    "respond": {"open", "exhausted", "acknowledged", "responding", "declined"},
    "decline": {"open", "exhausted", "acknowledged"},
    "arrive": {"acknowledged", "responding"},
    "stand_down": {"acknowledged", "responding", "arrived", "declined"},
}


def alert(state: AlertState, *, is_origin: bool = False) -> Escalation:
    """Where a unit stands; never saved."""
    row = Escalation(unit_id=UNIT, state=state, is_origin=is_origin)
    row._state.fields_cache["alarm"] = Alarm(reporter_id=REPORTER)
    row._state.fields_cache["unit"] = SimpleNamespace(pk=UNIT)
    return row


def actor(function: str, unit: object = UNIT, person: object = None) -> Actor:
    """Somebody in one post."""
    return Actor(person or new_id(), new_id(), unit, unit.hex, frozenset({function}))  # type: ignore[arg-type, attr-defined]  # ids


def answer(who: Actor, action: Action, row: Escalation) -> str:
    """What the product says."""
    try:
        POLICY.require(who, action, row)
    except NotAllowed:
        return "never"
    except Conflict:
        return "late"
    return "yes"


@pytest.mark.parametrize("action", [action for action in Action if action not in OF_CHANNELS])
def test_every_post_in_every_state(action: Action) -> None:
    for function, state, is_origin in product(Function, AlertState, (False, True)):
        may = function in ON_A_LADDER
        right = "never" if not may else ("yes" if state in STATES[action] else "late")
        row = alert(state, is_origin=is_origin)
        assert answer(actor(function), action, row) == right, (function, state)
        assert answer(actor(function, ELSEWHERE), action, row) == "never", (function, state)


@pytest.mark.parametrize("action", [action for action in Action if action not in OF_CHANNELS])
def test_the_reporter_never_speaks_for_the_reporting_side(action: Action) -> None:
    for function, state in product(Function, AlertState):
        who = actor(function, UNIT, REPORTER)
        assert answer(who, action, alert(state, is_origin=True)) == "never"
        assert answer(who, action, alert(state)) == answer(actor(function), action, alert(state))


def test_the_table_covers_every_state_of_domain_14() -> None:
    reachable = set().union(*STATES.values()) | {"stood_down", "superseded"}
    assert reachable == set(AlertState)
