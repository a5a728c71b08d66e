"""Every kind of page of the running product: axe finds nothing, in both themes, on a desk and in the hand."""

import pytest

from tests.accessibility import check_accessible
from tests.plugin.browser import OpenAs
from tests.plugin.stack import Stack

pytestmark = pytest.mark.stack
PAGES = {
    "guard": ["/", "/incidents/report/", "/account/", "/menu/"],
    "police_desk": ["/", "/alarm/", "/board/", "/incidents/?state=all"],
    "facility_head": [
        "/",
        "/agreements/",
        "/people/",
        "/duty/",
        "/duty/rosters/new/",
        "/alerts/ways/",
        "/alerts/webhooks/",
    ],
    "city_head": ["/", "/duty/"],
    "regional_office": ["/board/", "/-/ui/"],
}


@pytest.mark.parametrize("role", sorted(PAGES))
def test_axe_finds_nothing(open_as: OpenAs, role: str) -> None:
    page = open_as(role)
    home = page.url.rstrip("/")
    for path in PAGES[role]:
        check_accessible(page, home + path)


def test_axe_finds_nothing_in_an_incident(open_as: OpenAs) -> None:
    page = open_as("security_chief")
    page.goto(f"{page.url.rstrip('/')}/incidents/?state=all")
    page.locator("tbody a").first.click()
    check_accessible(page, page.url)


def test_axe_finds_nothing_at_the_door(open_as: OpenAs, stack: Stack) -> None:
    page = open_as("guard")
    for path in ("/-/demo/", "/sign-in/", "/no-such-page/"):
        check_accessible(page, f"{stack.url}{path}")


def test_axe_finds_nothing_at_a_system_of_the_unit(open_as: OpenAs) -> None:
    page = open_as("facility_head")
    page.goto(f"{page.url.rstrip('/')}/alerts/webhooks/")
    page.fill(
        "input[name=url]", "https://pusat-komando.invalid/alamat/yang/panjang/sekali/untuk/sebuah/layar/kecil/alarm"
    )
    page.locator("form.s-form button").click()
    assert "whsec_" in page.content()
    page.locator("main a.btn").click()
    check_accessible(page, page.url)
