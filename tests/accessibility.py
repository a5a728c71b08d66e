"""axe on a page in both themes, on a desk and in the hand."""

from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = ((1440, 900), (360, 740))
THEMES = ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}


def check_accessible(page: Page, address: str) -> None:
    """Open the address four times; raise with every violation."""
    faults = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            _choose(page, address, theme)
            page.goto(address)
            where = f"{address} · {width} px · {theme}"
            faults += [f"{where}: {fault}" for fault in violations(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append(f"{where}: scrolls sideways")
    assert not faults, "\n".join(faults)


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['help']} at {_places(each)}" for each in found]


def _places(violation: dict[str, Any]) -> str:
    return ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])


def _choose(page: Page, address: str, theme: str) -> None:
    parts = urlsplit(address if "://" in address else page.url)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": f"{parts.scheme}://{parts.netloc}"}])
