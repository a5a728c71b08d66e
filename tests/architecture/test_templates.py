"""Every template compiles, is used by something, and holds no logic, style or script of its own."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.architecture.house import PACKAGE, modules

LONGEST = 120
TEMPLATES = sorted(path for path in PACKAGE.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"})
GIVEN_BY_A_LIBRARY = ("account/", "mfa/", "allauth/")
"""allauth asks for these by name."""
OF_A_STATUS = re.compile(r"\d{3}(_csrf)?\.html")
"""Found by Django or by our error pages, by number."""
MADE_BY_US = {"mfa/totp/activate_form.html"}
"""Shows the square to scan, which our own adapter draws."""
QUERY = re.compile(r"\.objects\b|\.filter\(|_set\b|\.all\b")


def name(path: Path) -> str:
    """As a view or another template calls it."""
    return str(path).rpartition("/templates/")[2]


def mentions() -> str:
    """All source that may name a template."""
    return "\n".join(path.read_text() for path in [*modules(tests=False), *TEMPLATES])


EVERYTHING = mentions()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_it_compiles_is_short_and_plain(path: Path) -> None:
    get_template(name(path))
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=", text), "CSP allows none of it"
    assert "|safe" not in text or name(path) in MADE_BY_US
    assert "autoescape off" not in text or path.suffix == ".txt", "only a mail's plain text is not escaped"
    assert not QUERY.search(text), "a page asks no questions"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_something_uses_it(path: Path) -> None:
    called = name(path)
    if called.startswith(GIVEN_BY_A_LIBRARY) or OF_A_STATUS.fullmatch(called):
        return
    folder, _, file = called.rpartition("/")
    stem = file.rpartition(".")[0]
    is_named = re.search(rf'["\']{re.escape(called)}["\'#]', EVERYTHING)
    is_built = re.search(rf'["\']{re.escape(folder)}/\{{', EVERYTHING) and re.search(
        rf'["\']{re.escape(stem)}["\']', EVERYTHING
    )
    assert is_named or is_built, f"{called} is an orphan"
