"""A real Chromium, one profile per role, for tests that need a page to live."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.plugin.stack import Stack

OpenAs = Callable[[str], Page]

# Every sound that starts is written down by the length of its piece, which names it.
_LISTEN = """
window.sounds = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (...given) {
  window.sounds.push(this.buffer.duration);
  return start.apply(this, given);
};
"""


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """The browser, closed after the test: its driver may not share a thread with Django's tests for longer."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("The journeys need a browser. Run: sudo apt-get install -y chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_as(stack: Stack, chromium: Browser) -> Iterator[OpenAs]:
    """Enter the demo as a role, in a profile of its own, at the role's own address."""
    with ExitStack() as profiles:

        def open_page(role: str) -> Page:
            context: BrowserContext = chromium.new_context()
            profiles.callback(context.close)
            context.add_init_script(_LISTEN)
            page = context.new_page()
            page.goto(f"http://{role.replace('_', '-')}.localhost:{stack.port}/-/demo/enter/")
            return page

        yield open_page
