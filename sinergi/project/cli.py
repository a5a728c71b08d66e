"""The ``sinergi`` command."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from sinergi.project.runtime import database
from sinergi.project.runtime.home import Home
from sinergi.project.runtime.launch import launch


def main() -> None:
    """Read the command line and do it."""
    given = _parser().parse_args()
    home = Home(Path(given.home or os.environ.get("SINERGI_HOME") or _default_home(given.command)).resolve())
    if given.command in {"up", "demo"}:
        launch(home, demo=given.command == "demo", port=given.port)
    elif given.command == "doctor":
        raise SystemExit(
            subprocess.run([sys.executable, "-m", "sinergi.project.doctor", str(home.path)], check=False).returncode
        )
    else:
        command = {"manage": [], "migrate": ["migrate"], "createadmin": ["createadmin"]}[given.command]
        raise SystemExit(_manage(home, [*command, *given.rest]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sinergi", description="A prison and its security partners keep it safe together."
    )
    parser.add_argument("--home", help="the folder with all data of this installation (SINERGI_HOME; ./var)")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("up", "start everything"),
        ("demo", "start an invented prison–police pair, on this machine only"),
    ):
        start = commands.add_parser(name, help=purpose)
        start.add_argument("--port", type=int, help="the port people open (PORT; 8000)")
    commands.add_parser("doctor", help="look for what could go wrong and say the cure")
    for name, purpose in (
        ("migrate", "bring the tables up to date"),
        ("createadmin", "create the first administrator of a unit"),
        ("manage", "run a Django command against this installation's database"),
    ):
        commands.add_parser(name, help=purpose).add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def _default_home(command: str) -> str:
    return "var/demo" if command == "demo" else "var"


def _manage(home: Home, command: list[str]) -> int:
    home.open()
    environment = os.environ | {"SINERGI_HOME": str(home.path)}
    if database.given() is None:
        home.secret("secret_key")
        environment.setdefault("SINERGI_SECRET_KEY_FILE", str(home.path / "secret_key"))
    with database.borrowed(home) as borrowed:
        argv = [sys.executable, "-m", "sinergi.project", "manage", *command]
        return subprocess.run(argv, env=environment | borrowed.owner_env(), check=False).returncode


if __name__ == "__main__":
    main()
