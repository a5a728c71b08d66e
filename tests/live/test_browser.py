"""The stream in a real browser: it rings, shares, tells the truth about the wire and about sound."""

import re
import time
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from tests.plugin.browser import OpenAs
from tests.plugin.stack import Stack

pytestmark = pytest.mark.stack

PAGE = "/account/"
CRITICAL, HIGH, MEDIUM, DRILL, TEST = 1, 5, 30, 6, 1.5
STREAM = re.compile(r"/live/stream(\?|$)")
RINGS = "document.documentElement.hasAttribute('data-ringing')"


def test_a_page_never_touched_says_across_its_width_that_it_cannot_sound(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    bar = page.locator("s-silent-bar")
    expect(bar).to_be_visible()
    assert bar.bounding_box()["width"] == page.viewport_size["width"]  # type: ignore[index]  # both are there
    page.reload()
    expect(bar).to_be_visible()
    page.locator("h1").click()
    expect(bar).to_be_hidden()


def test_the_sound_is_tried_and_asked_about(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p data-sound-word></p>')")
    bar = page.locator("s-silent-bar")
    bar.locator("[data-unlock]").click()
    expect(bar.locator("[data-ask]")).to_be_visible()
    assert page.evaluate("sounds") == [TEST]
    bar.locator("[data-unheard]").click()
    expect(bar.locator("[data-said]")).to_be_visible()
    bar.locator("[data-unlock]").click()
    bar.locator("[data-heard]").click()
    expect(bar).to_be_hidden()
    expect(page.locator("p[data-sound-word]")).to_contain_text(re.compile(r" \d\d\.\d\d WI"))


def test_two_tabs_share_one_stream_and_the_second_takes_over(open_as: OpenAs) -> None:
    first = _open(open_as("fire"))
    second = first.context.new_page()
    asked: list[str] = []
    second.on("request", lambda request: asked.append(request.url))
    second.goto(first.url)
    expect(second.locator("s-live [data-word]")).to_have_text(_word(second, "on"), timeout=15_000)
    assert not [url for url in asked if STREAM.search(url)]
    with second.expect_request(STREAM):
        first.close()


def test_a_lost_wire_is_said_and_found_again(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    bar, word = page.locator("s-stale-bar"), page.locator("s-live [data-word]")
    page.context.set_offline(True)
    expect(bar).to_be_visible(timeout=8000)
    assert re.search(r"\d\d\.\d\d\.\d\d WI", bar.inner_text())
    expect(word).to_have_text(_word(page, "off"))
    page.context.set_offline(False)
    expect(bar).to_be_hidden(timeout=8000)
    expect(word).to_have_text(_word(page, "on"))


def test_an_alarm_rings_at_the_partners_desk_until_the_desk_answers(open_as: OpenAs, stack: Stack) -> None:
    page = _open(open_as("police_desk"))
    page.locator("h1").click()
    stranger = _open(open_as("stranger_police"))
    _answer_all(stack)
    page.wait_for_function(f"!({RINGS})")
    page.evaluate("sounds.length = 0")
    with stack.client("guard") as guard:
        began = time.monotonic()
        alarm = guard.post("/api/v1/incidents", json={"type": "RIOT", "severity": "CRITICAL"}).json()
    page.wait_for_function("sounds.length", timeout=5000)
    assert time.monotonic() - began < 5
    assert page.evaluate("sounds") == [CRITICAL]
    expect(page).to_have_title(re.compile(r"^\(1\)"))
    with stack.client("police_desk") as desk:
        desk.post(f"/api/v1/alerts/{alarm['alerts'][0]}/acknowledge", json={}).raise_for_status()
    page.wait_for_function(f"!({RINGS})", timeout=5000)
    assert stranger.evaluate("sounds") == []
    assert not stranger.evaluate(RINGS)


def test_one_sound_at_a_time_the_worst_first_and_the_real_before_the_drill(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    page.route("**/alarms/**", lambda route: route.abort())  # or the server's list would end what only this test says
    page.locator("h1").click()
    page.evaluate("sounds.length = 0")
    _nudge(page, "incident:1", 4, exercise=True)
    _nudge(page, "incident:2", 2)
    _nudge(page, "incident:3", 3)
    _nudge(page, "incident:4", 2)
    _nudge(page, "incident:5", 4)
    _nudge(page, "incident:6", 1)
    assert page.evaluate("sounds") == [DRILL, MEDIUM, HIGH, CRITICAL]
    _nudge(page, "incident:5", 4, kind="alert.answered")
    assert page.evaluate("sounds.at(-1)") == HIGH
    for number in (2, 3, 4, 6):
        _nudge(page, f"incident:{number}", 3, kind="alert.answered")
    assert page.evaluate("sounds.at(-1)") == DRILL
    _nudge(page, "incident:1", 4, kind="alert.answered")
    assert not page.evaluate(RINGS)


def test_an_alarm_that_came_before_the_first_touch_sounds_with_it(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    page.route("**/alarms/**", lambda route: route.abort())
    _nudge(page, "incident:1", 4)
    page.wait_for_timeout(300)
    assert page.evaluate("sounds") == []
    page.locator("h1").click()
    page.wait_for_function(f"sounds.includes({CRITICAL})")


def test_nothing_moves_under_the_hand(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend",
           '<s-fresh id="main" src="/account/" kinds="test" every="100"><button id="held">x</button></s-fresh>')"""
    )
    page.locator("#held").focus()
    for number in range(3):
        _nudge(page, f"incident:{number}", 1, kind="test.happened")
    expect(page.locator(".s-held")).to_contain_text("3")
    expect(page.locator("#held")).to_be_visible()
    page.locator(".s-held").click()
    expect(page.locator("#held")).to_be_hidden()


def _open(page: Page) -> Page:
    page.goto(urljoin(page.url, PAGE))
    expect(page.locator("s-live [data-word]")).to_have_text(_word(page, "on"), timeout=15_000)
    page.wait_for_timeout(300)
    return page


def _word(page: Page, state: str) -> str:
    return page.locator("s-live [data-word]").get_attribute(f"data-{state}") or ""


def _nudge(page: Page, subject: str, level: int, *, kind: str = "alert.rung", exercise: bool = False) -> None:
    detail = {"kind": kind, "subject": subject, "level": level, "exercise": exercise}
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('sinergi:nudge', { detail }))", detail)
    page.wait_for_timeout(50)  # the turn to sound is granted in a moment


def _answer_all(stack: Stack) -> None:
    with stack.client("police_desk") as desk:
        for alert in desk.get("/api/v1/alerts").json()["items"]:
            if alert["state"] == "open":
                desk.post(f"/api/v1/alerts/{alert['id']}/acknowledge", json={})
            if any(party["state"] == "exhausted" for party in alert["parties"]):
                desk.post(
                    f"/api/v1/alerts/{alert['id']}/telephone", json={}
                )  # the last call rings until somebody says so
