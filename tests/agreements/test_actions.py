"""Agreements and links: who may bind a unit, and which doors open and close because of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sinergi.agreements import actions, policy, queries
from sinergi.agreements.models import Agreement, Door, Party, ScopeItem, UnitLink
from sinergi.agreements.types import AgreementKind, Scope
from sinergi.core import clock
from sinergi.core.actor import SYSTEM, Actor
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from sinergi.ledger import actions as ledger
from sinergi.ledger.models import Fact
from tests.world import World

Do = Callable[[World, Actor], Any]


def sign(world: World, actor: Actor, **changes: Any) -> Agreement:
    today = clock.now().date()
    paper: dict[str, Any] = {
        "kind": AgreementKind.PKS, "number": "PKS/900/CONTOH", "title": "PKS Contoh", "signed_on": today,
        "valid_from": today, "valid_until": today + timedelta(days=365), "scopes": [Scope.INCIDENT_ALERT, Scope.DRILL],
        "parties": [world.units["lapas"], world.units["polsek"]],
        "links": [(world.units["lapas"], world.units["polsek"])],
    }  # fmt: skip
    return actions.sign_agreement(actor=actor, **(paper | changes))


def propose(world: World, actor: Actor) -> UnitLink:
    upper = _upper(world)
    facility_id, partner_id = world.units["lapas"], world.units["lpka_polres"]
    return actions.propose_link(actor=actor, agreement_id=upper.id, facility_id=facility_id, partner_id=partner_id)


def accept(world: World, actor: Actor) -> None:
    UnitLink.objects.filter(id=world.links["pair"]).update(facility_accepted_at=None)
    actions.accept_link(actor=actor, link_id=world.links["pair"])


def end(world: World, actor: Actor) -> None:
    actions.end_link(actor=actor, link_id=world.links["pair"])


def terminate(world: World, actor: Actor) -> None:
    actions.terminate(actor=actor, agreement_id=world.agreements["pair"])


EVERY: list[Do] = [sign, propose, accept, end, terminate]


@pytest.mark.parametrize("do", EVERY)
def test_the_head_of_the_facility_may(world: World, do: Do) -> None:
    do(world, world.actors["facility_head"])


@pytest.mark.parametrize("do", EVERY)
@pytest.mark.parametrize("who", ["shift_leader", "unit_admin", "regional_office", "security_chief"])
def test_nobody_else_of_the_house_may(world: World, do: Do, who: str) -> None:
    with pytest.raises(NotAllowed):
        do(world, world.actors[who])


@pytest.mark.parametrize("do", [accept, end, terminate])
@pytest.mark.parametrize("who", ["stranger_head", "stranger_chief", "lpka_head", "fire", "polsek_desk"])
def test_others_cannot_even_tell_it_exists(world: World, do: Do, who: str) -> None:
    with pytest.raises(NotFound):
        do(world, world.actors[who])


@pytest.mark.parametrize("do", EVERY)
def test_nothing_changes_when_the_fact_cannot_be_written(world: World, do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    _upper(world)
    UnitLink.objects.filter(id=world.links["pair"]).update(facility_accepted_at=None)
    before = _everything()
    monkeypatch.setattr(ledger, "record", _refuse)
    with pytest.raises(RuntimeError, match="ledger"):
        do(world, world.actors["facility_head"])
    assert _everything() == before


def test_every_verb_has_a_row_and_every_row_a_verb() -> None:
    verbs = {
        name
        for name, thing in vars(actions).items()
        if callable(thing) and getattr(thing, "__module__", "") == actions.__name__
    }
    assert {verb for verb in verbs if not verb.startswith("_")} == {action.value for action, _ in policy.POLICY}


def test_signing_opens_nothing_until_the_other_side_accepts(world: World) -> None:
    agreement = sign(world, world.actors["facility_head"])
    assert _open(agreement.id) == set()
    link = UnitLink.objects.get(agreement=agreement)
    assert link.facility_accepted_at is not None

    UnitLink.objects.filter(id=link.id).update(partner_id=world.units["polres"])
    actions.accept_link(actor=world.actors["police_chief"], link_id=link.id)

    assert _open(agreement.id) == {Scope.INCIDENT_ALERT, Scope.DRILL}


def test_a_fire_service_has_no_head_here_so_its_admin_accepts(world: World) -> None:
    UnitLink.objects.filter(id=world.links["fire"]).update(partner_accepted_at=None)
    with pytest.raises(NotAllowed):
        actions.accept_link(actor=world.actors["fire"], link_id=world.links["fire"])
    actions.accept_link(actor=world.actors["fire_admin"], link_id=world.links["fire"])
    assert _open(world.agreements["fire"])


def test_the_other_sides_yes_is_not_ours_to_say(world: World) -> None:
    UnitLink.objects.filter(id=world.links["pair"]).update(partner_accepted_at=None)
    with pytest.raises(Conflict):
        actions.accept_link(actor=world.actors["facility_head"], link_id=world.links["pair"])


@pytest.mark.parametrize("do", [end, terminate])
def test_ending_closes_every_door_at_once_and_only_its_own(world: World, do: Do) -> None:
    assert len(_open(world.agreements["pair"])) == len(Scope)
    do(world, world.actors["police_chief"])
    assert _open(world.agreements["pair"]) == set()
    assert _open(world.agreements["fire"])
    assert not queries.reach(world.actors["police_desk"], Scope.INCIDENT_ALERT, clock.now()).doors


@pytest.mark.parametrize("do", [end, terminate, accept])
def test_what_has_ended_cannot_be_ended_or_accepted_again(world: World, do: Do) -> None:
    terminate(world, world.actors["facility_head"])
    with pytest.raises(Conflict):
        do(world, world.actors["facility_head"])


def test_a_lapsed_agreement_is_over_by_itself(world: World) -> None:
    assert _open(world.agreements["expired"]) == set()
    with pytest.raises(Conflict):
        actions.terminate(actor=world.actors["facility_head"], agreement_id=world.agreements["expired"])


def test_both_sides_and_their_superiors_are_told(world: World) -> None:
    end(world, world.actors["facility_head"])
    fact = Fact.objects.get(kind="agreement.link_ended")
    told = {"lapas", "kanwil", "ditjenpas", "polres", "polda", "mabes"}
    assert set(fact.units) == {world.units[label] for label in told}


def test_a_link_needs_an_agreement_that_speaks_for_both(world: World) -> None:
    with pytest.raises(Invalid):
        actions.propose_link(
            actor=world.actors["facility_head"], agreement_id=world.agreements["pair"],
            facility_id=world.units["lapas"], partner_id=world.units["lpka_polres"],
        )  # fmt: skip


def test_an_upper_agreement_authorises_and_connects_nobody(world: World) -> None:
    upper = _upper(world)
    assert _open(upper.id) == set()
    link = propose(world, world.actors["facility_head"])
    assert _open(upper.id) == set()
    assert (link.facility_accepted_at is None, link.partner_accepted_at is None) == (False, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": AgreementKind.EMERGENCY_ORDER},
        {"number": "PKS/001/CONTOH"},
        {"scopes": []},
        {"scopes": ["EVERYTHING"]},
        {"valid_until": clock.now().date() - timedelta(days=1)},
    ],
)
def test_a_paper_that_cannot_be_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        sign(world, world.actors["facility_head"], **wrong)


def test_an_agreement_needs_two_agencies_and_a_link_needs_a_facility(world: World) -> None:
    head = world.actors["facility_head"]
    with pytest.raises(Invalid):
        sign(world, head, parties=[world.units["lapas"], world.units["lpka"]], links=[])
    with pytest.raises(Invalid):
        sign(world, head, links=[(world.units["polsek"], world.units["lapas"])])


def test_nobody_signs_for_a_unit_that_is_not_ones_own(world: World) -> None:
    with pytest.raises(NotAllowed):
        sign(world, world.actors["stranger_head"])


def test_what_the_product_writes_down_was_signed_by_both(world: World) -> None:
    agreement = sign(world, SYSTEM)
    assert _open(agreement.id) == {Scope.INCIDENT_ALERT, Scope.DRILL}


def test_a_door_is_open_for_whole_days_of_the_facilitys_zone(world: World) -> None:
    Door._meta.get_field("during")
    from_unit = world.units["lapas"]
    type(UnitLink.objects.get(id=world.links["pair"]).facility).objects.filter(id=from_unit).update(
        zone="Asia/Jayapura"
    )
    today = clock.now().date()
    agreement = sign(world, SYSTEM, valid_from=today + timedelta(days=1), valid_until=today + timedelta(days=1))
    during = Door.objects.filter(agreement=agreement).first().during  # type: ignore[union-attr] # just opened
    assert during.upper - during.lower == timedelta(days=1)
    assert (during.lower.hour, during.lower.minute) == (15, 0)


def _upper(world: World) -> Agreement:
    found = Agreement.objects.filter(number="NK/1/CONTOH").first()
    parties = [world.units["kanwil"], world.units["polda"]]
    kind, number = AgreementKind.MOU, "NK/1/CONTOH"
    return found or sign(world, SYSTEM, kind=kind, number=number, parties=parties, links=[])


def _open(agreement_id: UUID) -> set[Scope]:
    found = Door.objects.filter(agreement_id=agreement_id, during__contains=clock.now())
    return {Scope(scope) for scope in found.values_list("scope", flat=True)}


def _refuse(*_events: object, **_rest: object) -> None:
    raise RuntimeError("the ledger is away")


def _everything() -> list[list[Any]]:
    models = (Agreement, Party, ScopeItem, UnitLink, Fact)
    doors = sorted(str(row) for row in Door.objects.values_list("link_id", "scope", "during"))
    return [*(list(model.objects.order_by("pk").values()) for model in models), doors]
