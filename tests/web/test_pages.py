"""Home, board and alarm, as each post opens them."""

import pytest

from sinergi.incidents import actions
from sinergi.incidents.actions import Flash, Reported
from tests.cast import BrowserOf
from tests.world import World

EVERYONE = (
    "guard",
    "shift_leader",
    "security_chief",
    "facility_head",
    "reporting_officer",
    "police_desk",
    "police_chief",
    "fire",
    "regional_office",
    "directorate",
    "compliance",
    "auditor",
    "stranger_guard",
    "stranger_police",
    "expired_police",
    "unit_admin",
)


@pytest.fixture
def riot(world: World) -> Reported:
    return actions.report(actor=world.actors["guard"], flash=Flash("RIOT", place_id=world.places["block_c"]))


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("address", ["/", "/board/", "/alarm/", "/incidents/", "/menu/"])
def test_every_page_opens_in_a_quiet_night(browser_of: BrowserOf, role: str, address: str) -> None:
    assert browser_of(role).get(address).status_code in {200, 302}


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("address", ["/", "/board/", "/alarm/", "/incidents/", "/menu/"])
def test_every_page_opens_in_a_riot(browser_of: BrowserOf, riot: Reported, role: str, address: str) -> None:
    assert browser_of(role).get(address).status_code in {200, 302}
