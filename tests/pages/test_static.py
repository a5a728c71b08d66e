"""What the browser gets: what others made is what we say it is, and a first visit stays light."""

import hashlib
import re
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.test import override_settings

from sinergi import core

STATIC = Path(core.__path__[0]) / "static"
FIRST_VISIT = 150_000
PAGE = 20_000
"""What is kept free for the page itself; the largest drawn screen takes about 8,000."""


def test_vendored_files_are_what_the_list_says() -> None:
    listed = re.findall(r"^\| (\S+) \|.*?\b([0-9a-f]{64})\b", (STATIC / "vendor" / "README").read_text(), re.MULTILINE)
    assert len(listed) == 2
    for name, digest in listed:
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest, name


def test_only_the_tokens_name_a_colour() -> None:
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)\(")
    found = [
        path.name
        for path in (STATIC / "css").glob("*.css")
        if path.name not in {"tokens.css", "print.css"} and named.search(path.read_text())
    ]
    assert found == []


def test_every_component_stands_in_the_entry() -> None:
    imported = set(re.findall(r'@import url\("css/([^"]+)"\)', (STATIC / "sinergi.css").read_text()))
    assert imported == {path.name for path in (STATIC / "css").glob("*.css")}


def test_behaviours_stay_small() -> None:
    long = [path.name for path in (STATIC / "js").glob("*.js") if len(path.read_text().splitlines()) > 60]
    assert long == []


def test_every_icon_that_is_asked_for_is_there() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))
    asked: set[str] = set()
    for template in STATIC.parents[1].rglob("templates/**/*.html"):
        asked |= set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    assert asked <= drawn, asked - drawn


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """Static files as production serves them, but for their hashed names."""
    storages = {"staticfiles": {"BACKEND": "sinergi.core.storage.Storage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_a_first_visit_is_light(collected: Path) -> None:
    style = next(collected.glob("sinergi.*.css"))
    assert "@import" not in style.read_text()  # one request brings it all
    scripts = [path for folder in ("js", "live") for path in (collected / folder).glob("*.????????????.js")]
    text = [style, next(collected.glob("icons.*.svg")), *scripts]
    sizes = {path.name: len(brotli.compress(path.read_bytes())) for path in text}
    sizes["inter.woff2"] = (collected / "fonts" / "inter.woff2").stat().st_size
    assert sum(sizes.values()) + PAGE <= FIRST_VISIT, sizes
