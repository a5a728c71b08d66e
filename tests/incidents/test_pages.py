"""The pages of an incident, as each post sees them."""

import pytest
from django.http import HttpResponse

from sinergi.incidents import actions, queries
from sinergi.incidents.actions import Flash, Reported
from sinergi.incidents.types import Severity, Status, Visibility
from tests.cast import BrowserOf
from tests.world import World

INSIDERS = ("guard", "shift_leader", "security_chief", "facility_head", "reporting_officer")
OUTSIDERS = ("police_desk", "fire", "regional_office", "directorate")


@pytest.fixture
def riot(world: World) -> Reported:
    return actions.report(
        actor=world.actors["guard"], flash=Flash("RIOT", place_id=world.places["block_c"], summary="kenari-ringkasan")
    )


@pytest.fixture
def fire(world: World) -> Reported:
    return actions.report(actor=world.actors["guard"], flash=Flash("FIRE"))


def html(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("role", [*INSIDERS, "police_desk", "regional_office", "directorate", "compliance"])
def test_everyone_concerned_opens_it(browser_of: BrowserOf, riot: Reported, role: str) -> None:
    answer = browser_of(role).get(f"/incidents/{riot.id}/")
    assert answer.status_code == 200
    assert riot.reference in html(answer)
    assert "Blok C" in html(answer)


@pytest.mark.parametrize("role", ["stranger_guard", "stranger_police", "auditor", "expired_police", "lpka_police"])
def test_everyone_else_gets_the_page_of_something_that_is_not_there(
    browser_of: BrowserOf, riot: Reported, role: str
) -> None:
    assert browser_of(role).get(f"/incidents/{riot.id}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "button"),
    [("shift_leader", "confirm/"), ("security_chief", "confirm/"), ("facility_head", "confirm/"), ("police_desk", "acknowledge/")],
)
def test_there_is_exactly_one_big_button(browser_of: BrowserOf, riot: Reported, role: str, button: str) -> None:
    page = html(browser_of(role).get(f"/incidents/{riot.id}/"))
    assert button in page
