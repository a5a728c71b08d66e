"""Write docs/openapi.json from the API itself, or check that the committed one is still true."""

import argparse
import os
from importlib import import_module
from pathlib import Path

import django

PLACE = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"


def main() -> None:
    """``python -m sinergi.project.print_openapi [--check]``."""
    parser = argparse.ArgumentParser(prog="print_openapi")
    parser.add_argument("--check", action="store_true", help="fail if the committed document differs")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.project.settings")
    django.setup()
    printed: str = import_module("sinergi.project.api").printed()  # only now: the rooms need the settings
    if not check:
        PLACE.write_text(printed)
    elif not PLACE.exists() or PLACE.read_text() != printed:
        raise SystemExit("docs/openapi.json is not what the API says. Run: python -m sinergi.project.print_openapi")


if __name__ == "__main__":
    main()
