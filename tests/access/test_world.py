"""The world that every test stands on is what it says it is."""

import time

from sinergi.access.queries import find_actor
from sinergi.access.types import Function
from sinergi.agreements.queries import reach
from sinergi.agreements.types import Scope
from tests.world import PEOPLE, World, build


def test_every_role_has_a_token_that_makes_its_actor(world: World) -> None:
    for role, token in world.tokens.items():
        assert find_actor(token) == world.actors[role]


def test_every_function_has_somebody(world: World) -> None:
    assert {function for _, _, functions, _, _ in PEOPLE.values() for function in functions} == set(Function)


def test_partners_reach_the_prison_and_nobody_else_does(world: World) -> None:
    can = {role for role, actor in world.actors.items() if _reaches(world, role)}
    assert {"police_desk", "police_chief", "polda_ops", "fire", "hospital", "army"} <= can
    assert not can & {"stranger_police", "stranger_guard", "lpka_police", "expired_police", "polsek_desk", "narcotics"}


def test_building_it_is_cheap(db: None) -> None:
    started = time.perf_counter()
    build()
    assert time.perf_counter() - started < 1.0  # usually 0.05 s; other work on the machine must not fail it


def _reaches(world: World, role: str) -> bool:
    found = reach(world.actors[role], Scope.INCIDENT_ALERT, world.at)
    return world.units["lapas"] in found.doors
