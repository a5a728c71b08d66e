"""People, posts and the ways in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from sinergi.access import actions, policy, queries
from sinergi.access.models import Person, Post, Posting, SignIn, Token
from sinergi.core import clock
from sinergi.core.actor import SYSTEM
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from sinergi.ledger import actions as ledger
from sinergi.ledger.models import Fact
from tests.world import World

Do = Callable[[World, str], Any]

NEWCOMER: dict[str, Any] = {"email": "Baru@Contoh.invalid", "name": "Pendatang Contoh"}


def invite(world: World, who: str) -> Posting:
    return actions.invite(actor=world.actors[who], post_id=world.posts["guard"], **NEWCOMER)


def invite_again(world: World, who: str) -> None:
    actions.invite_again(actor=world.actors[who], posting_id=world.postings["guard"])


def create_post(world: World, who: str) -> Post:
    unit_id = world.units["lapas"]
    return actions.create_post(actor=world.actors[who], unit_id=unit_id, title="Menara 9", functions=["guard"])


def create_person(world: World, who: str) -> Person:
    return actions.create_person(actor=world.actors[who], unit_id=world.units["lapas"], **NEWCOMER)


def post_person(world: World, who: str) -> Posting:
    person_id = world.persons["guard_2"]
    return actions.post_person(actor=world.actors[who], post_id=world.posts["gate"], person_id=person_id)


def end_posting(world: World, who: str) -> None:
    actions.end_posting(actor=world.actors[who], posting_id=world.postings["guard"])


def hand_over(world: World, who: str) -> Posting:
    posting_id, person_id = world.postings["shift_leader"], world.persons["guard"]
    return actions.hand_over(actor=world.actors[who], posting_id=posting_id, person_id=person_id)


def issue_token(world: World, who: str) -> Any:
    posting_id = world.postings["unit_admin"]
    return actions.issue_token(actor=world.actors[who], posting_id=posting_id, name="kamera", scopes=["read"])


def revoke_token(world: World, who: str) -> None:
    token = Token.objects.get(posting_id=world.postings["guard"])
    actions.revoke_token(actor=world.actors[who], token_id=token.id)


def end_sign_in(world: World, who: str) -> None:
    sign_in = SignIn.objects.filter(posting_id=world.postings["guard"]).first() or _sign_in(world, "guard")
    actions.end_sign_in(actor=world.actors[who], sign_in_id=sign_in.id)


def _sign_in(world: World, role: str, key: str = "a session key") -> SignIn:
    return actions.start_sign_in(
        actor=SYSTEM, posting_id=world.postings[role], session_key=key, device="Chrome, Android"
    )


ADMINISTERING: list[Do] = [
    create_person, invite, invite_again, create_post, post_person, end_posting, hand_over, issue_token, revoke_token,
    end_sign_in,
]  # fmt: skip
ADMINISTERING_OTHERS = [do for do in ADMINISTERING if do is not issue_token]


@pytest.mark.parametrize("do", ADMINISTERING)
def test_the_units_admin_may(world: World, do: Do) -> None:
    do(world, "unit_admin")


@pytest.mark.parametrize("do", ADMINISTERING_OTHERS)
@pytest.mark.parametrize("who", ["facility_head", "regional_admin"])
def test_the_head_and_the_admin_above_may(world: World, do: Do, who: str) -> None:
    do(world, who)


@pytest.mark.parametrize("do", ADMINISTERING)
@pytest.mark.parametrize("who", ["shift_leader", "security_chief", "regional_office", "gate"])
def test_somebody_else_of_the_house_may_not(world: World, do: Do, who: str) -> None:
    with pytest.raises(NotAllowed):
        do(world, who)


@pytest.mark.parametrize("do", ADMINISTERING)
@pytest.mark.parametrize("who", ["police_admin", "police_chief", "stranger_head", "lpka_head", "fire_admin"])
def test_an_admin_elsewhere_cannot_even_tell_it_exists(world: World, do: Do, who: str) -> None:
    with pytest.raises(NotFound):
        do(world, who)


@pytest.mark.parametrize("do", ADMINISTERING)
def test_nothing_changes_when_the_fact_cannot_be_written(world: World, do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    _sign_in(world, "guard")
    before = _everything()
    monkeypatch.setattr(ledger, "record", _refuse)
    with pytest.raises(RuntimeError, match="ledger"):
        do(world, "unit_admin")
    assert _everything() == before


@pytest.mark.parametrize("do", ADMINISTERING)
def test_every_action_leaves_a_fact(world: World, do: Do) -> None:
    before = Fact.objects.count()
    do(world, "unit_admin")
    fact = Fact.objects.order_by("at", "id")[before:][0]
    assert fact.kind.startswith("access.")
    assert fact.person_id in {world.persons["unit_admin"], SYSTEM.person_id}


def test_every_verb_has_a_row_and_every_row_a_verb() -> None:
    verbs = {name for name, thing in vars(actions).items() if callable(thing) and thing.__module__ == actions.__name__}
    assert {verb for verb in verbs if not verb.startswith("_")} == {action.value for action, _ in policy.POLICY}


def test_an_ended_posting_takes_its_tokens_and_sign_ins_with_it(world: World) -> None:
    _sign_in(world, "guard", "key of the guard")
    assert queries.find_actor("key of the guard") is not None
    assert queries.find_actor(world.tokens["guard"]) is not None

    end_posting(world, "unit_admin")

    assert queries.find_actor("key of the guard") is None
    assert queries.find_actor(world.tokens["guard"]) is None
    assert not Token.objects.filter(posting_id=world.postings["guard"], revoked_at=None).exists()
    assert not SignIn.objects.filter(posting_id=world.postings["guard"], ended_at=None).exists()


def test_the_person_whose_posting_ended_is_told_and_nobody_else(world: World) -> None:
    end_posting(world, "unit_admin")
    fact = Fact.objects.get(kind="access.posting_ended")
    assert (fact.people, fact.units) == ([world.persons["guard"]], [])


def test_a_posting_that_ends_later_still_works_until_then(world: World) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    actions.end_posting(actor=world.actors["unit_admin"], posting_id=world.postings["guard"], at=tomorrow)
    assert queries.find_actor(world.tokens["guard"]) is not None


def test_a_posting_does_not_end_in_the_past(world: World) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with pytest.raises(Invalid):
        actions.end_posting(actor=world.actors["unit_admin"], posting_id=world.postings["guard"], at=yesterday)


def test_a_posting_ends_once(world: World) -> None:
    end_posting(world, "unit_admin")
    with pytest.raises(Conflict):
        end_posting(world, "unit_admin")


def test_a_post_handed_over_moves_its_rights_in_one_moment(world: World) -> None:
    heir = hand_over(world, "unit_admin")
    left = Posting.objects.get(id=world.postings["shift_leader"])
    assert left.ends_at == heir.starts_at
    on_duty = queries.list_on_duty(world.units["lapas"], ["shift_leader"], clock.now())
    assert {row["person_id"] for row in on_duty} == {world.persons["guard"], world.persons["shift_leader_2"]}


def test_nobody_gives_a_post_to_himself(world: World) -> None:
    admin, head = world.actors["unit_admin"], world.posts["facility_head"]
    with pytest.raises(NotAllowed):
        actions.post_person(actor=admin, post_id=head, person_id=admin.person_id)
    with pytest.raises(NotAllowed):
        actions.hand_over(actor=admin, posting_id=world.postings["facility_head"], person_id=admin.person_id)


def test_nobody_holds_a_post_twice_at_once(world: World) -> None:
    post_person(world, "unit_admin")
    with pytest.raises(Conflict):
        post_person(world, "unit_admin")


@pytest.mark.parametrize("function", ["police_desk", "compliance", "regional_office", "support_desk", "king"])
def test_a_prison_cannot_make_a_post_of_another_kind_of_unit(world: World, function: str) -> None:
    with pytest.raises(Invalid):
        actions.create_post(
            actor=world.actors["unit_admin"], unit_id=world.units["lapas"], title="Menara 9", functions=[function]
        )


def test_an_address_belongs_to_one_person(world: World) -> None:
    invite(world, "unit_admin")
    with pytest.raises(Invalid) as refused:
        invite(world, "unit_admin")
    assert "email" in refused.value.fields


def test_who_has_signed_in_before_is_not_invited_again(world: World) -> None:
    Person.objects.filter(id=world.persons["guard"]).update(last_login=clock.now())
    with pytest.raises(Conflict):
        invite_again(world, "unit_admin")


def test_the_secret_of_a_token_is_stored_nowhere_and_lets_its_holder_in(world: World) -> None:
    issued = issue_token(world, "unit_admin")
    actor = queries.find_actor(issued.secret)
    assert actor is not None
    assert (actor.posting_id, actor.scopes) == (world.postings["unit_admin"], frozenset({"read"}))
    assert issued.secret.encode() not in bytes(Token.objects.get(id=issued.token_id).secret_hash)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_token_ends_in_the_future_and_within_a_year(world: World, days: int) -> None:
    with pytest.raises(Invalid):
        actions.issue_token(
            actor=world.actors["guard"], posting_id=world.postings["guard"], name="x", scopes=["read"],
            expires_at=clock.now() + timedelta(days=days),
        )  # fmt: skip


def test_an_admin_cannot_make_a_key_to_another_persons_rights(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.issue_token(
            actor=world.actors["unit_admin"], posting_id=world.postings["facility_head"], name="x", scopes=["write"]
        )


def test_only_the_product_itself_starts_a_sign_in(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.start_sign_in(actor=world.actors["guard"], posting_id=world.postings["guard"], session_key="k")


def test_two_tabs_that_enter_at_once_are_one_sign_in(world: World) -> None:
    assert _sign_in(world, "guard") == _sign_in(world, "guard")
    assert Fact.objects.filter(kind="access.sign_in_started").count() == 1


def test_a_sign_in_lives_thirty_days(world: World) -> None:
    sign_in = _sign_in(world, "guard", "old")
    SignIn.objects.filter(id=sign_in.id).update(created_at=clock.now() - timedelta(days=30, seconds=1))
    assert queries.find_actor("old") is None
    assert queries.list_alive([sign_in.id]) == set()


def _refuse(*_events: object, **_rest: object) -> None:
    raise RuntimeError("the ledger is away")


def _everything() -> list[list[Any]]:
    return [list(model.objects.order_by("pk").values()) for model in (Person, Post, Posting, Token, SignIn, Fact)]
