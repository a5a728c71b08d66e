"""The sound test says where it failed; a chime is heard until it is seen; each level sounds as it was drawn."""

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accessibility import violations
from tests.plugin.browser import OpenAs

pytestmark = pytest.mark.stack

MEDIUM, TEST = 30, 1.5
RINGS = "document.documentElement.hasAttribute('data-ringing')"
STEPS = ("device", "permission", "server", "stream")


def test_each_step_is_good_and_the_ear_decides(open_as: OpenAs) -> None:
    page = _begin(open_as("fire"))
    for step in STEPS:
        expect(_step(page, step)).to_have_attribute("data-state", "ok", timeout=15_000)
    expect(_step(page, "stream")).to_contain_text(re.compile(r"setelah \d+ md"))
    assert TEST in page.evaluate("sounds")
    assert violations(page) == []
    page.locator("[data-sound-dialog] [data-unheard]").click()
    expect(_step(page, "heard")).to_contain_text("pengeras suara")
    expect(page.locator("s-silent-bar")).to_be_visible()
    page.locator("[data-sound-dialog] [data-again]").click()
    page.locator("[data-sound-dialog] [data-heard]").click()
    expect(_step(page, "heard")).to_have_attribute("data-state", "ok")
    expect(page.locator("s-silent-bar")).to_be_hidden()


def test_a_server_that_does_not_answer_is_named(open_as: OpenAs) -> None:
    page = open_as("fire")
    page.route("**/alerts/screens/", lambda route: route.abort())
    page.route("**/alerts/sound-test/", lambda route: route.fulfill(status=503))
    _begin(page)
    for step, state in (("device", "ok"), ("server", "failed"), ("stream", "failed")):
        expect(_step(page, step)).to_have_attribute("data-state", state, timeout=15_000)
    expect(_step(page, "server")).to_contain_text("Periksa jaringan")


def test_a_stream_that_brings_nothing_is_named(open_as: OpenAs) -> None:
    page = open_as("fire")
    page.route("**/alerts/sound-test/", lambda route: route.fulfill(status=204))  # accepted, and never told
    _begin(page)
    expect(_step(page, "stream")).to_have_attribute("data-state", "failed", timeout=15_000)
    expect(_step(page, "stream")).to_contain_text("Muat ulang halaman")
    expect(_step(page, "server")).to_have_attribute("data-state", "ok")


def test_a_browser_that_holds_the_sound_back_is_named(open_as: OpenAs) -> None:
    page = open_as("fire")
    page.add_init_script(
        "AudioContext.prototype.resume = () => new Promise(() => {});"
        "Object.defineProperty(AudioContext.prototype, 'state', { get: () => 'suspended' });"
    )
    _begin(page)
    expect(_step(page, "permission")).to_have_attribute("data-state", "failed", timeout=15_000)
    expect(_step(page, "permission")).to_contain_text("Izinkan suara")
    expect(page.locator("[data-sound-dialog] [data-heard]")).to_be_hidden()


def test_a_chime_stops_when_it_was_seen_and_a_siren_does_not(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    page.route("**/-/alarms/**", lambda route: route.abort())
    page.locator("h1").click()
    page.evaluate("Object.defineProperty(document, 'hasFocus', { value: () => window.looks === true })")
    page.evaluate("sounds.length = 0")
    _nudge(page, "incident:1", 2)
    assert page.evaluate("sounds") == [MEDIUM]
    page.evaluate("window.looks = true; window.dispatchEvent(new Event('focus'))")
    page.wait_for_function(f"!({RINGS})")
    _nudge(page, "incident:2", 3)
    page.wait_for_timeout(700)  # longer than a look
    assert page.evaluate(RINGS)


def test_each_level_sounds_as_it_was_drawn(open_as: OpenAs) -> None:
    page = _open(open_as("fire"))
    source = page.evaluate(
        "[...document.scripts].map(({ src }) => src).find((src) => /live\\/main/.test(src))"
        ".replace(/live\\/main.*$/, 'live/sound.js')"
    )
    sounds = page.evaluate("async (source) => (await import(source)).SOUNDS", source)
    critical, high, medium, drill = (sounds[name] for name in ("critical", "high", "medium", "drill"))
    assert (critical["notes"], critical["seconds"], critical["rise"]) == ([[0, 0.5, 660], [0.5, 0.5, 880]], 1, 15)
    assert ([note[2] for note in high["notes"]], high["seconds"], high["times"]) == ([780, 780, 780], 5, 0)
    assert (len(medium["notes"]), medium["seconds"], medium["times"]) == (1, 30, 3)
    tones = [note[2] for note in drill["notes"]]
    assert tones == sorted(tones, reverse=True)
    assert len(tones) == 3
    assert not {660, 880} & set(tones)
    assert drill["loud"] < high["loud"] < critical["loud"]


def _open(page: Page) -> Page:
    page.goto(urljoin(page.url, "/account/"))
    word = page.locator("s-live [data-word]")
    expect(word).to_have_text(word.get_attribute("data-on") or "", timeout=15_000)
    page.wait_for_timeout(300)
    return page


def _begin(page: Page) -> Page:
    _open(page)
    page.locator("details.s-menu summary").first.click()
    page.get_by_role("button", name="Uji suara").click()
    return page


def _step(page: Page, name: str) -> Locator:
    return page.locator(f"[data-step={name}]")


def _nudge(page: Page, subject: str, level: int) -> None:
    detail = {"kind": "alert.rung", "subject": subject, "level": level, "exercise": False}
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('sinergi:nudge', { detail }))", detail)
    page.wait_for_timeout(50)
