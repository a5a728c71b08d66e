"""The whole table of who may do what with people, posts and the ways in; no database."""

from datetime import timedelta
from uuid import UUID

import pytest

from sinergi.access.policy import POLICY, Action, visible
from sinergi.access.types import Desk, Function, functions_of
from sinergi.core import clock
from sinergi.core.actor import SYSTEM, Actor
from sinergi.core.ids import new_id
from sinergi.units.types import Agency

REGION, PRISON, OTHER = new_id(), new_id(), new_id()
PATHS = {REGION: "r", PRISON: "r.p", OTHER: "r.px"}
SOMEBODY, ONESELF, POSTING = new_id(), new_id(), new_id()
ADMINS = {Function.UNIT_ADMIN, Function.FACILITY_HEAD, Function.POLICE_CHIEF}
BY_ADMINS = {
    Action.CREATE_PERSON, Action.INVITE, Action.INVITE_AGAIN, Action.CREATE_POST, Action.POST_PERSON,
    Action.END_POSTING, Action.HAND_OVER,
}  # fmt: skip


def actor(function: Function, unit_id: UUID = PRISON) -> Actor:
    return Actor(ONESELF, POSTING, unit_id, PATHS[unit_id], frozenset({function}))


def desk(unit_id: UUID = PRISON, person_id: UUID = SOMEBODY, **rest: object) -> Desk:
    return Desk(unit_id, PATHS[unit_id], person_id, **rest)  # type: ignore[arg-type] # what the test is about


@pytest.mark.parametrize("action", sorted(BY_ADMINS))
@pytest.mark.parametrize("function", list(Function))
def test_only_admins_and_heads_administer(action: Action, function: Function) -> None:
    assert POLICY.can(actor(function), action, desk()) is (function in ADMINS)


@pytest.mark.parametrize("action", sorted(BY_ADMINS))
def test_below_but_never_above_nor_beside(action: Action) -> None:
    assert POLICY.can(actor(Function.UNIT_ADMIN, REGION), action, desk(PRISON))
    assert not POLICY.can(actor(Function.UNIT_ADMIN, PRISON), action, desk(REGION))
    assert not POLICY.can(actor(Function.UNIT_ADMIN, PRISON), action, desk(OTHER))


@pytest.mark.parametrize("function", list(Function))
def test_everybody_holds_and_ends_the_own_keys(function: Function) -> None:
    mine = desk(person_id=ONESELF, posting_id=POSTING)
    for action in (Action.ISSUE_TOKEN, Action.REVOKE_TOKEN, Action.END_SIGN_IN):
        assert POLICY.can(actor(function), action, mine)


@pytest.mark.parametrize("function", list(Function))
def test_others_keys_are_ended_by_admins_and_made_by_nobody(function: Function) -> None:
    theirs = desk(posting_id=new_id())
    assert POLICY.can(actor(function), Action.REVOKE_TOKEN, theirs) is (function in ADMINS)
    assert POLICY.can(actor(function), Action.END_SIGN_IN, theirs) is (function in ADMINS)
    assert not POLICY.can(actor(function), Action.ISSUE_TOKEN, theirs)
    assert not POLICY.can(actor(function), Action.START_SIGN_IN, theirs)


def test_what_is_over_is_over_for_the_product_too() -> None:
    over = desk(posting_id=POSTING, ended_at=clock.now() - timedelta(seconds=1))
    timed = {action for action, rule in POLICY if rule.when is not None}
    assert timed == {
        Action.INVITE_AGAIN, Action.END_POSTING, Action.HAND_OVER, Action.ISSUE_TOKEN, Action.REVOKE_TOKEN,
        Action.START_SIGN_IN, Action.END_SIGN_IN,
    }  # fmt: skip
    for action in timed:
        assert not POLICY.can(SYSTEM, action, over)


def test_people_are_seen_from_the_same_unit_and_above() -> None:
    assert visible(actor(Function.GUARD), desk())
    assert visible(actor(Function.GUARD, REGION), desk())
    assert not visible(actor(Function.GUARD), desk(OTHER))
    assert visible(actor(Function.GUARD), desk(OTHER, person_id=ONESELF))


@pytest.mark.parametrize("agency", list(Agency))
@pytest.mark.parametrize("is_facility", [True, False])
def test_a_units_posts_are_of_its_own_kind(agency: Agency, is_facility: bool) -> None:  # noqa: FBT001 - a parameter
    allowed = functions_of(agency, is_facility=is_facility)
    assert (Function.POLICE_DESK in allowed) is (agency == Agency.POLICE)
    assert (Function.GUARD in allowed) is (agency == Agency.CORRECTIONS and is_facility)
    assert (Function.COMPLIANCE in allowed) is (agency == Agency.CORRECTIONS and not is_facility)
    assert Function.UNIT_ADMIN in allowed
