"""The demo's own door: one click in a demo, nothing at all anywhere else."""

from typing import Any

import pytest

from sinergi.access import queries
from tests.plugin.pages import CheckedClient
from tests.world import World

DOORS = ["/-/demo/", "/-/demo/enter/"]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("host", ["localhost", "guard.localhost"])
@pytest.mark.parametrize("address", DOORS)
def test_outside_a_demo_there_is_no_such_door(page: CheckedClient, world: World, address: str, host: str) -> None:
    answer = page.get(address, headers={"Host": host})
    assert answer.status_code == 404
    assert not answer.cookies.get("sessionid")


@pytest.mark.parametrize("address", DOORS)
@pytest.mark.parametrize(
    "peer",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1, 10.0.0.7"},
    ],
)
def test_another_machine_never_gets_in(
    page: CheckedClient, world: World, demo: None, address: str, peer: dict[str, str]
) -> None:
    assert page.get(address, headers={"Host": "guard.localhost"}, **peer).status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize("address", DOORS)
def test_another_host_name_never_gets_in(
    page: CheckedClient, world: World, demo: None, address: str, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for host in ("guard.localhost.example.org", "example.org", "192.168.1.4:8000"):
        assert page.get(address, headers={"Host": host}).status_code == 404


@pytest.mark.parametrize("host", ["police-desk.localhost:8123", "POLICE-DESK.localhost"])
def test_one_click_makes_you_the_role_of_the_host(page: CheckedClient, world: World, demo: None, host: str) -> None:
    answer = page.get("/-/demo/enter/", headers={"Host": host})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    actor = queries.find_actor(page.session.session_key or "")
    assert actor is not None
    assert actor.posting_id == world.postings["police_desk"]


def test_a_role_with_an_underscore_leads_to_its_host(page: CheckedClient, world: World, demo: None) -> None:
    answer = page.get("/-/demo/enter/?a=1", headers={"Host": "police_desk.localhost:8123"})
    assert answer.headers["Location"] == "http://police-desk.localhost:8123/-/demo/enter/?a=1"


def test_on_bare_localhost_nobody_is_signed_in_but_everybody_is_offered(
    page: CheckedClient, world: World, demo: None
) -> None:
    html = page.get("/-/demo/", headers={"Host": "localhost:8123"}).content.decode()
    assert 'href="http://police-desk.localhost:8123/-/demo/enter/"' in html
    assert page.get("/-/demo/enter/", headers={"Host": "localhost:8123"}).headers["Location"] == "/-/demo/"


def test_a_stranger_on_a_roles_host_is_offered_that_role(page: CheckedClient, world: World, demo: None) -> None:
    first = page.get("/account/", headers={"Host": "guard.localhost:8123"})
    assert first.headers["Location"] == "/-/demo/?next=%2Faccount%2F"
    html = page.get("/-/demo/", headers={"Host": "guard.localhost:8123"}).content.decode()
    assert 'href="/-/demo/enter/"' in html
    assert "police-desk" not in html


def test_a_host_named_after_nobody_offers_everybody(page: CheckedClient, world: World, demo: None) -> None:
    html = page.get("/-/demo/", headers={"Host": "nobody.localhost:8123"}).content.decode()
    assert "guard.localhost:8123" in html


def test_entering_as_another_role_changes_who_you_are(page: CheckedClient, world: World, demo: None) -> None:
    for role in ("guard", "shift_leader"):
        page.get("/-/demo/enter/", headers={"Host": f"{role.replace('_', '-')}.localhost"})
        actor = queries.find_actor(page.session.session_key or "")
        assert actor is not None
        assert actor.posting_id == world.postings[role]


def test_the_same_role_may_be_entered_twice(page: CheckedClient, world: World, demo: None) -> None:
    for _ in range(2):
        assert page.get("/-/demo/enter/", headers={"Host": "guard.localhost"}).status_code == 302
