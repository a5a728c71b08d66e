"""The cast: ``world`` and its people, for every test that needs somebody to do something."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from sinergi.access import actions as access
from sinergi.access.middleware import ENTERED
from sinergi.core.actor import SYSTEM, Actor
from tests.plugin.pages import CheckedClient
from tests.world import World, build

BrowserOf = Callable[[str], CheckedClient]


@pytest.fixture
def world(db: None) -> World:
    """A fresh world in this test's transaction."""
    return build()


@pytest.fixture
def browser_of(world: World) -> BrowserOf:
    """``browser_of("guard")``: a browser signed in as that role; every page it opens is checked."""
    return lambda role: sign_in(CheckedClient(), world, role)


def sign_in(client: CheckedClient, world: World, role: str) -> CheckedClient:
    """Make this browser the role's, as if password and second factor had been given."""
    client.force_login(get_user_model().objects.get(id=world.persons[role]), settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[ENTERED] = True
    session.save()
    key = session.session_key or ""
    access.start_sign_in(actor=SYSTEM, posting_id=world.postings[role], session_key=key, device="Test")
    return client


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
