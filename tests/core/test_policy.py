"""The one judge: 403 before 409, nothing without a row, the clock bound by states only."""

from enum import StrEnum

import pytest

from sinergi.core.actor import SYSTEM, Actor
from sinergi.core.errors import Conflict, NotAllowed
from sinergi.core.ids import new_id
from sinergi.core.policy import Policy, Rule


class Action(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    BURN = "burn"


def at_home(actor: Actor, gate: dict[str, object]) -> bool:
    """Where the gate is."""
    return gate["home"] == actor.unit_id


def is_closed(gate: dict[str, object]) -> bool:
    """State: closed."""
    return bool(gate["closed"])


POLICY: Policy[dict[str, object]] = Policy(
    {Action.OPEN: Rule({"guard"}, at_home, is_closed), Action.SHUT: Rule({"guard"}, at_home)}
)
HOME = new_id()


def somebody(function: str = "guard", unit: object = HOME) -> Actor:
    return Actor(new_id(), new_id(), unit, "", frozenset({function}))  # type: ignore[arg-type]  # an id


CLOSED, OPEN = {"home": HOME, "closed": True}, {"home": HOME, "closed": False}


def test_the_right_post_in_the_right_place_and_state_may() -> None:
    POLICY.require(somebody(), Action.OPEN, CLOSED)
    assert POLICY.can(somebody(), Action.OPEN, CLOSED)
    assert POLICY.may(somebody(), CLOSED) == {"open": True, "shut": True}


@pytest.mark.parametrize("who", [somebody("visitor"), somebody(unit=new_id())], ids=["post", "place"])
def test_who_may_never_is_told_so_even_when_it_is_too_late(who: Actor) -> None:
    for gate in (CLOSED, OPEN):
        with pytest.raises(NotAllowed):
            POLICY.require(who, Action.OPEN, gate)
        assert not POLICY.can(who, Action.OPEN, gate)


def test_who_may_but_comes_too_late_is_told_that() -> None:
    with pytest.raises(Conflict):
        POLICY.require(somebody(), Action.OPEN, OPEN)
    assert POLICY.permits(somebody(), Action.OPEN, OPEN)
    assert not POLICY.can(somebody(), Action.OPEN, OPEN)


def test_what_has_no_row_can_be_done_by_nobody() -> None:
    for who in (somebody(), SYSTEM):
        with pytest.raises(KeyError):
            POLICY.require(who, Action.BURN, CLOSED)


def test_the_clock_is_bound_by_states_only() -> None:
    POLICY.require(SYSTEM, Action.OPEN, CLOSED)
    with pytest.raises(Conflict):
        POLICY.require(SYSTEM, Action.OPEN, OPEN)


def test_a_refusal_names_the_verb_for_machines() -> None:
    with pytest.raises(NotAllowed) as refusal:
        POLICY.require(somebody("visitor"), Action.SHUT, OPEN)
    assert refusal.value.extra == {"action": "shut"}
