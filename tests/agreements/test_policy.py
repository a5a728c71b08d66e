"""Who binds a unit: the whole table, no database."""

import pytest

from sinergi.access.types import HEADS, Function
from sinergi.agreements.policy import POLICY, Action, among
from sinergi.core.actor import Actor
from sinergi.core.ids import new_id
from sinergi.units.types import Agency

PRISON, FIRE, ELSEWHERE = new_id(), new_id(), new_id()
SIDES = [{"unit_id": PRISON, "agency": Agency.CORRECTIONS}, {"unit_id": FIRE, "agency": Agency.FIRE}]


def actor(function: Function, unit_id: object) -> Actor:
    return Actor(new_id(), new_id(), unit_id, "x", frozenset({function}))  # type: ignore[arg-type] # an id


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("function", list(Function))
def test_heads_bind_their_own_unit_and_an_admin_one_without_a_head(action: Action, function: Function) -> None:
    matter = among(SIDES)
    assert POLICY.can(actor(function, PRISON), action, matter) is (function in HEADS)
    assert POLICY.can(actor(function, FIRE), action, matter) is (function in HEADS | {Function.UNIT_ADMIN})
    assert not POLICY.can(actor(function, ELSEWHERE), action, matter)


@pytest.mark.parametrize("action", [action for action in Action if action != Action.SIGN_AGREEMENT])
def test_nothing_is_done_about_what_is_over(action: Action) -> None:
    assert not POLICY.can(actor(Function.FACILITY_HEAD, PRISON), action, among(SIDES, is_open=False))
