"""What people do in every journey."""

from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Page, ViewportSize, expect

from tests.plugin.stack import Stack
from tests.plugin.waiting import until

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
PATIENCE: Final = 20_000
"""Milliseconds; the machine may run everything at once."""
expect.set_options(timeout=PATIENCE)


def stand_at(page: Page, path: str) -> None:
    """Open a page of one's own house, and touch it once so that it may sound."""
    page.goto(urljoin(page.url, path))
    page.locator("body").click(position={"x": 2, "y": 2})


def report_riot(guard: Page) -> str:
    """LAPOR, type, place, send: four touches and nothing typed. Returns the incident's address."""
    guard.goto(urljoin(guard.url, "/incidents/report/"))
    guard.get_by_text("Kerusuhan", exact=True).click()
    guard.locator("label.f-opt:visible", has_text="Blok A").first.click()
    guard.get_by_role("button", name="Lanjut").click()
    guard.get_by_role("button", name="KIRIM SEKARANG").click()
    guard.wait_for_url("**/sent/")
    expect(guard.locator("main")).to_contain_text("Diterima server")
    return guard.url.removesuffix("sent/")[guard.url.index("/incidents/") :]


def alert_of(stack: Stack, incident: str, role: str = "police_desk") -> str:
    """The alarm of an incident, as a machine of the desk finds it."""
    subject = f"incident:{incident.split('/')[2]}"

    def find() -> str | None:
        with stack.client(role) as machine:
            alerts = machine.get("/api/v1/alerts").json()["items"]
        return next((alert["id"] for alert in alerts if alert["subject"] == subject), None)

    until(lambda: find() is not None, within=10, what="the alarm")
    return str(find())


def accept(desk: Page) -> None:
    """TERIMA; a touch in the first 400 ms of a page is taken for a slip."""
    desk.wait_for_timeout(500)
    desk.get_by_role("button", name="TERIMA").click()
