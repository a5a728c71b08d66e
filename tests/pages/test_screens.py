"""Every component and every drawn screen is a good page, in both languages."""

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation

from sinergi.web.samples.screens import SCREENS
from tests.cast import BrowserOf
from tests.page_checker import check_page
from tests.plugin.pages import CheckedClient

REFUSALS = (400, 403, 404, 409, 413, 500, 503)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_gallery_shows_every_component(browser_of: BrowserOf, language: str) -> None:
    browser = browser_of("guard")
    browser.cookies["django_language"] = language
    page = browser.get("/-/ui/").content.decode()
    assert f'lang="{language}"' in page
    assert all(f"/-/ui/screens/{name}/" in page for name in SCREENS)


@pytest.mark.parametrize("name", sorted(SCREENS))
def test_every_screen_is_a_good_page(browser_of: BrowserOf, name: str) -> None:
    assert browser_of("guard").get(f"/-/ui/screens/{name}/").status_code == 200


def test_the_gallery_is_not_there_in_production(browser_of: BrowserOf) -> None:
    browser = browser_of("guard")
    with override_settings(TEST=False, DEMO=False, DEBUG=False):
        assert browser.get("/-/ui/").status_code == 404
        assert browser.get("/-/ui/screens/alarm/").status_code == 404


@pytest.mark.parametrize("status", REFUSALS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_refusal_needs_neither_database_nor_reader(status: int, language: str) -> None:
    with translation.override(language):
        page = check_page(render_to_string(f"{status}.html", {"demo": True}), f"{status}.html", demo=True)
    assert page.all("h1")[0].text()


def test_the_page_of_a_repair_asks_by_itself() -> None:
    page = check_page(render_to_string("503.html"), "503.html")
    assert any(script.attributes["src"].endswith("health.js") for script in page.all("script"))


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_the_theme_is_remembered(browser_of: BrowserOf, theme: str) -> None:
    browser = browser_of("guard")
    answer = browser.post("/-/theme/", {"theme": theme, "next": "/menu/"})
    assert answer.headers["Location"] == "/menu/"
    assert f'data-theme="{theme}"' in browser.get("/menu/").content.decode()


def test_the_language_is_remembered(browser_of: BrowserOf) -> None:
    browser = browser_of("guard")
    browser.post("/-/language/", {"language": "en", "next": "/menu/"})
    assert 'lang="en"' in browser.get("/menu/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
@pytest.mark.django_db
def test_nobody_is_led_elsewhere(page: CheckedClient, elsewhere: str) -> None:
    assert page.post("/-/theme/", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


@pytest.mark.django_db
def test_a_borrowed_phone_speaks_indonesian_until_asked(page: CheckedClient) -> None:
    asked = page.get("/sign-in/", headers={"accept-language": "en-US,en"}, follow=True)
    assert 'lang="id"' in asked.content.decode()
