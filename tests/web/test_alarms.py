"""What every page shows of the alarms that wait for its reader."""

from sinergi.incidents import actions
from sinergi.incidents.actions import Flash
from tests.cast import BrowserOf
from tests.world import World


def test_a_flood_is_merged_on_the_screen_never_in_the_record(world: World, browser_of: BrowserOf) -> None:
    for _ in range(7):
        actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))
    html = browser_of("police_desk").get("/").content.decode()
    assert html.count("data-rings=") == 4
    assert "dan 3 lagi" in html


def test_a_screen_that_no_ladder_reaches_need_not_be_heard(browser_of: BrowserOf) -> None:
    assert "<s-silent-bar" in browser_of("police_desk").get("/").content.decode()
    assert "<s-silent-bar" not in browser_of("guard").get("/").content.decode()
