"""``sinergi backup`` and ``sinergi restore`` for the embedded database; an outside one has its operators' own ways."""

import os
import subprocess
from pathlib import Path

import psycopg

from sinergi.project.runtime import binaries, database, demo_mark
from sinergi.project.runtime.home import Home, HomeRefused


def backup(home: Home, file: Path) -> None:
    """One consistent copy of the database, taken while it serves; never a half-written file under the final name."""
    _refuse_outside()
    draft = file.with_name(f".{file.name}.part")
    with database.borrowed(home) as found:
        os.umask(0o077)  # it holds everything
        _run(found, "pg_dump", "--format=custom", f"--file={draft}")
    draft.replace(file)


def restore(home: Home, file: Path, *, demo: bool) -> None:
    """Fill a database that holds nothing yet; a demo's copy only when asked for, and its home is a demo's too."""
    _refuse_outside()
    if demo_mark.is_in_copy(file) is not demo:
        cure = "It is no demo's: leave out --demo." if demo else f"It {demo_mark.REFUSAL} For a demo, add --demo."
        raise HomeRefused(f"{file} was not restored. {cure}")
    with database.borrowed(home) as found:
        with psycopg.connect(found.admin_url) as connection:
            row = connection.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL").fetchone()
        if row and row[0]:
            raise HomeRefused(f"{home.path} already holds data. Restore into an empty SINERGI_HOME, then use that one.")
        _run(found, "pg_restore", "--exit-on-error", "--single-transaction", str(file))
    if demo:
        home.mark_as_demo()


def _run(found: database.Database, program: str, *arguments: str) -> None:
    target = f"--dbname={found.admin_url}"
    done = subprocess.run([binaries.postgres(program), target, *arguments], check=False)
    if done.returncode:
        raise SystemExit(f"{program} failed; nothing was changed.")


def _refuse_outside() -> None:
    if database.given():
        raise HomeRefused("DATABASE_URL names a database of yours: back it up and restore it with its own tools.")
