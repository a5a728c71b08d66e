"""What a first page weighs over the wire: a real browser, nothing kept, every byte of every answer, heads included."""

import shutil
from dataclasses import dataclass

from playwright.sync_api import CDPSession, sync_playwright

SETTLED = 1500  # milliseconds after the page has loaded, for what its scripts ask for


@dataclass
class Weight:
    """Bytes and answers until the page came to rest."""

    bytes: int = 0
    answers: int = 0


def first_page(port: int, role: str, *, width: int, height: int) -> Weight | None:
    """Enter the demo as a role and land on its first page; None without a browser."""
    program = shutil.which("chromium")
    if program is None:
        return None
    weight = Weight()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda said: _add(weight, said))
        session.on("Network.requestWillBeSent", lambda said: _add_redirect(weight, said))
        page.goto(f"http://{role.replace('_', '-')}.localhost:{port}/-/demo/enter/", wait_until="load")
        page.wait_for_timeout(SETTLED)
        browser.close()
    return weight


def _add(weight: Weight, said: dict[str, float]) -> None:
    weight.bytes += int(said["encodedDataLength"])
    weight.answers += 1


def _add_redirect(weight: Weight, said: dict[str, dict[str, float]]) -> None:
    if "redirectResponse" in said:
        _add(weight, said["redirectResponse"])
