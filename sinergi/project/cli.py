"""The ``sinergi`` command."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from sinergi.project import doctor
from sinergi.project.runtime import backup, database, demo_mark, prepared
from sinergi.project.runtime.home import Home, HomeRefused
from sinergi.project.runtime.launch import launch


def main() -> None:
    """Read the command line and do it."""
    ours, rest = _split(sys.argv[1:])
    given = _parser().parse_args(ours)
    home = Home(Path(given.home or os.environ.get("SINERGI_HOME") or _default_home(given.command)).resolve())
    if given.command in {"up", "demo"}:
        launch(home, demo=given.command == "demo", port=given.port)
    elif given.command == "backup":
        backup.backup(home, given.file.resolve())
    elif given.command == "restore":
        backup.restore(home, given.file.resolve(), demo=given.demo)
    elif given.command == "doctor":
        raise SystemExit(doctor.main(home))
    else:
        arguments = ["manage", "migrate"] if given.command == "migrate" else [given.command]
        raise SystemExit(_run(home, [*arguments, *rest]))


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """Our own words, and those that a process behind reads itself."""
    for position, word in enumerate(given, 1):
        if word in {"manage", "migrate", "createadmin"}:
            return given[:position], given[position:]
    return given, []


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
    commands.add_parser("backup", help="copy the whole database into a file").add_argument("file", type=Path)
    restore = commands.add_parser("restore", help="fill an empty home from a file")
    restore.add_argument("file", type=Path)
    restore.add_argument("--demo", action="store_true", help="the file is a demo's, and so will be the home")
    commands.add_parser("doctor", help="look for what could go wrong and say the cure")
    for name, purpose in (
        ("migrate", "bring the tables up to date"),
        ("createadmin", "create the first administrator of a unit"),
        ("manage", "run a Django command against this installation's database"),
    ):
        commands.add_parser(name, help=f"{purpose} (options after it are its own)", add_help=False)
    return parser


def _default_home(command: str) -> str:
    return "var/demo" if command == "demo" else "var"


def _run(home: Home, arguments: list[str]) -> int:
    """Run one of our processes on this installation's database, started for as long as it takes if it does not run."""
    home.open_folders()
    prepared.forget(home)
    environment = os.environ | {"SINERGI_HOME": str(home.path)}
    if database.given() is None:
        home.secret("secret_key")
        environment.setdefault("SINERGI_SECRET_KEY_FILE", str(home.path / "secret_key"))
    with database.borrowed(home) as borrowed:
        if database.given() and demo_mark.is_in(borrowed.admin_url):
            raise HomeRefused(f"DATABASE_URL {demo_mark.REFUSAL}")
        role = borrowed.owner_env() if arguments[0] == "manage" else borrowed.app_env()
        argv = [sys.executable, "-m", "sinergi.project", *arguments]
        return subprocess.run(argv, env=environment | role, check=False).returncode


if __name__ == "__main__":
    main()
