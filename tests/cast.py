"""The cast: ``world`` and its people, for every test that needs somebody to do something."""

import pytest

from sinergi.core.actor import Actor
from tests.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """A fresh world in this test's transaction."""
    return build()


@pytest.fixture
def guard(world: World) -> Actor:
    """A guard of the prison."""
    return world.actors["guard"]


@pytest.fixture
def shift_leader(world: World) -> Actor:
    """The guard team's leader."""
    return world.actors["shift_leader"]


@pytest.fixture
def facility_head(world: World) -> Actor:
    """The head of the prison."""
    return world.actors["facility_head"]


@pytest.fixture
def police_desk(world: World) -> Actor:
    """The 24-hour desk of the partner police unit."""
    return world.actors["police_desk"]


@pytest.fixture
def stranger_police(world: World) -> Actor:
    """A police desk with no agreement with the prison."""
    return world.actors["stranger_police"]
