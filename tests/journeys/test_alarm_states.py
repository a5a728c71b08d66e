"""Accepted by mistake, taken back, declined; and axe on every state of the alarm page."""

from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.accessibility import check_accessible
from tests.journeys.doing import accept, alert_of, report_riot, stand_at
from tests.plugin.browser import OpenAs
from tests.plugin.stack import Stack

pytestmark = pytest.mark.stack

STATES = ("again", "declined", "awaited", "real", "exhausted", "calling", "accepted")


def test_a_slip_is_taken_back_and_then_declined_and_the_sends_unfold(open_as: OpenAs, stack: Stack) -> None:
    guard, desk = open_as("guard"), open_as("police_desk")
    alarm = f"/alarm/{alert_of(stack, report_riot(guard))}/"
    stand_at(desk, alarm)
    accept(desk)
    desk.get_by_role("button", name="Urungkan").click()
    expect(desk.locator(".a-again")).to_contain_text("membatalkan penerimaan")
    desk.get_by_text("Tolak, dengan alasan").click()
    desk.get_by_label("Alasan").fill("Semua regu di lokasi banjir")
    desk.get_by_role("button", name="Tolak", exact=True).click()
    expect(desk.locator("h1")).to_contain_text("olak")
    desk.locator("details.s-sends summary").first.click()
    expect(desk.locator(".s-lives li").first).to_be_visible()


@pytest.mark.parametrize("state", STATES)
def test_no_state_of_the_alarm_shuts_anybody_out(open_as: OpenAs, state: str) -> None:
    desk = open_as("police_desk")
    desk.emulate_media(reduced_motion="reduce")
    check_accessible(desk, urljoin(desk.url, f"/-/ui/screens/alarm-{state}/"))
