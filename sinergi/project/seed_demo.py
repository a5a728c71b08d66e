"""Builds the demo's world, and writes the file that says how to enter it."""

from pathlib import Path

from django.conf import settings

from sinergi.project import env
from sinergi.project.demo import seed


def main() -> None:
    """Only ever in a demo's home."""
    if not settings.DEMO:
        raise SystemExit("The invented world is built by `sinergi demo`, never in a real installation.")
    seed.build(url=settings.PUBLIC_URL, path=Path(env.text("SINERGI_DEMO_FILE")))
