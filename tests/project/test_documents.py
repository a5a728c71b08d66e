"""What is written about running it is true."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_READ = re.compile(r'(?:env\.(?:text|flag|number|choice|address)\(|environ(?:\.get\(|\[))"([A-Z_]+)"')


def test_the_runbook_names_every_variable_that_the_product_reads() -> None:
    read = {name for path in (ROOT / "sinergi").rglob("*.py") for name in _READ.findall(path.read_text())}
    table = (ROOT / "docs" / "runbook.md").read_text().partition("## Environment")[2]
    named = set(re.findall(r"`([A-Z_]+)`", table))
    assert read - {"SINERGI_SECRET_KEY_FILE", "DJANGO_SETTINGS_MODULE"} == named


def test_make_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (help .*)$", text, re.MULTILINE)
    assert phony
    assert {f"{name}" for name in phony[1].split()} <= set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
