"""The whole table, no database: every post × answer × state × unit, against domain §14 and issue 2."""

from datetime import UTC, datetime
from itertools import product
from types import SimpleNamespace

import pytest

from sinergi.access.types import Function
from sinergi.alerts.models import Alarm, Delivery, Escalation, SystemAlert
from sinergi.alerts.policy import POLICY, Action
from sinergi.alerts.types import TELEPHONE, AlertState
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
ANSWERS = [Action(name) for name in STATES]

ANSWERS = [Action(name) for name in STATES]


def alert(state: AlertState, *, is_origin: bool = False) -> Escalation:
    """Where a unit stands; never saved."""
    row = Escalation(unit_id=UNIT, state=state, is_origin=is_origin)
    row._state.fields_cache["alarm"] = Alarm(reporter_id=REPORTER)
    row._state.fields_cache["unit"] = SimpleNamespace(pk=UNIT)
    return row


def actor(function: str, unit: object = UNIT, person: object = None) -> Actor:
    """Somebody in one post."""
    return Actor(person or new_id(), new_id(), unit, unit.hex, frozenset({function}))  # type: ignore[arg-type, attr-defined]  # ids


def answer(who: Actor, action: Action, row: Escalation | SystemAlert) -> str:
    """What the product says."""
    try:
        POLICY.require(who, action, row)
    except NotAllowed:
        return "never"
    except Conflict:
        return "late"
    return "yes"


@pytest.mark.parametrize("action", ANSWERS)
def test_every_post_in_every_state(action: Action) -> None:
    for function, state, is_origin in product(Function, AlertState, (False, True)):
        may = function in ON_A_LADDER
        right = "never" if not may else ("yes" if state in STATES[action] else "late")
        row = alert(state, is_origin=is_origin)
        assert answer(actor(function), action, row) == right, (function, state)
        assert answer(actor(function, ELSEWHERE), action, row) == "never", (function, state)


@pytest.mark.parametrize("action", ANSWERS)
def test_the_reporter_never_speaks_for_the_reporting_side(action: Action) -> None:
    for function, state in product(Function, AlertState):
        who = actor(function, UNIT, REPORTER)
        assert answer(who, action, alert(state, is_origin=True)) == "never"
        assert answer(who, action, alert(state)) == answer(actor(function), action, alert(state))


def test_the_table_covers_every_state_of_domain_14() -> None:
    reachable = set().union(*STATES.values()) | {"stood_down", "superseded"}
    assert reachable == set(AlertState)


KEEP = {"facility_head", "police_chief", "regional_office", "unit_admin", "directorate"}


@pytest.mark.parametrize("is_installation", [False, True])
@pytest.mark.parametrize("where", ["own", "above", "elsewhere", "below_a_top"])
def test_what_is_wrong_with_the_alarm_system_is_kept_by_its_own(where: str, *, is_installation: bool) -> None:
    paths = {"own": UNIT.hex, "above": "top", "elsewhere": "other", "below_a_top": "top.other"}
    row = SystemAlert(kind="silent_engine", unit_id=None if is_installation else UNIT)
    unit = None if is_installation else SimpleNamespace(path=UNIT.hex if where == "own" else f"top.{UNIT.hex}")
    row._state.fields_cache["unit"] = unit
    for function in Function:
        who = Actor(new_id(), new_id(), UNIT, paths[where], frozenset({function}))
        is_top = where != "below_a_top" or function == "directorate"
        is_kept = is_top if is_installation else where in {"own", "above"}
        assert answer(who, Action.ACKNOWLEDGE_SYSTEM, row) == ("yes" if function in KEEP and is_kept else "never")


def test_what_is_over_or_somebody_sees_to_is_no_longer_taken_on() -> None:
    who = Actor(new_id(), new_id(), UNIT, "top", frozenset({"directorate"}))
    for stamp in ("ended_at", "acknowledged_at"):
        row = SystemAlert(kind="silent_engine", unit_id=None, **{stamp: datetime.now(UTC)})
        row._state.fields_cache["unit"] = None
        assert answer(who, Action.ACKNOWLEDGE_SYSTEM, row) == "late"


@pytest.mark.parametrize("function", list(Function))
def test_only_whom_the_last_call_reached_says_that_they_telephone(function: Function) -> None:
    who = actor(function)
    row = alert(AlertState.EXHAUSTED)
    mine = Delivery(step=TELEPHONE, posting_id=who.posting_id, escalation=row)
    others = Delivery(step=TELEPHONE, posting_id=new_id(), escalation=row)
    earlier = Delivery(step=0, posting_id=who.posting_id, escalation=row)
    said = [_asks(who, call) for call in (mine, others, earlier)]
    may = function in ON_A_LADDER | {"regional_office"}
    assert said == (["yes", "never", "never"] if may else ["never"] * 3)
    row.state = AlertState.RESPONDING
    assert _asks(who, mine) == ("late" if may else "never")


def _asks(who: Actor, call: Delivery) -> str:
    try:
        POLICY.require(who, Action.TELEPHONE, call)
    except NotAllowed:
        return "never"
    except Conflict:
        return "late"
    return "yes"
