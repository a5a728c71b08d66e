"""The ``sinergi`` command."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from sinergi.project.runtime import database
from sinergi.project.runtime.home import Home


def main() -> None:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(prog="sinergi", description="A prison and its security partners, in one place.")
    commands = parser.add_subparsers(dest="command", required=True)
    manage = commands.add_parser("manage", help="run a Django command against this installation's database")
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    raise SystemExit(_manage(given.rest))


def home() -> Home:
    """The home of this installation."""
    return Home(Path(os.environ.get("SINERGI_HOME") or "var").resolve())


def _manage(rest: list[str]) -> int:
    with database.borrowed(home()) as borrowed:
        environment = os.environ | borrowed.owner_env() | {"SINERGI_HOME": str(home().path)}
        return subprocess.run(
            [sys.executable, "-m", "sinergi.project", "manage", *rest], env=environment, check=False
        ).returncode
