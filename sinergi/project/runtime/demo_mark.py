"""Whether a database holds the demo's invented world: asked before anything of it is served."""

import subprocess
from pathlib import Path

import psycopg

from sinergi.project.runtime import binaries
from sinergi.project.runtime.installation import Installation

REFUSAL = "holds the demo's invented world and can never become a real installation. Use another."
_COPIED = ["--data-only", "--schema=public", "--table=core_demomark", "--file=-"]


def is_in(url: str) -> bool:
    """Whether this database is marked; one without our tables is not."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('public.core_v_demo') IS NOT NULL").fetchone()
        if not (found and found[0]):
            return False
        return connection.execute("SELECT 1 FROM core_v_demo LIMIT 1").fetchone() is not None


def is_in_copy(file: Path) -> bool:
    """Whether a backup is one of a marked database."""
    done = subprocess.run(
        [binaries.postgres("pg_restore"), *_COPIED, str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{file} cannot be read: {done.stderr.strip()}")
    _, is_there, rows = done.stdout.partition(" FROM stdin;\n")
    return bool(is_there) and not rows.startswith("\\.")


def refusal(found: Installation) -> str:
    """Why this installation may not start on its database; empty when it may. A demo's home gets its file back."""
    is_demo = is_in(found.database.admin_url)
    if is_demo and found.embeds_database:
        found.home.mark_as_demo()
    if is_demo and not found.demo:
        return f"The database {REFUSAL}"
    if found.demo and not found.home.marker.exists():
        return f"{found.home.path} holds data that is not a demo's. Give the demo its own SINERGI_HOME."
    return ""
