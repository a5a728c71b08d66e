"""What the processes of the product run: ``python -m sinergi.project <name>``, with the environment already set."""

import os
import sys
from importlib import import_module

import django
from django.core.management import execute_from_command_line

# Imported only when asked for: each process carries only what it needs.
_PROCESSES = {
    "auditor": "sinergi.project.auditor",
    "createadmin": "sinergi.project.createadmin",
    "engine": "sinergi.project.engine",
    "mailbox": "sinergi.project.mailbox",
    "prepare": "sinergi.project.prepare",
    "seed-demo": "sinergi.project.seed_demo",
}
_WITHOUT_DJANGO = {"mailbox"}


def main() -> None:
    """Run one of them, or any Django command after ``manage``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.project.settings")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name == "manage":
        execute_from_command_line(["sinergi manage", *sys.argv[2:]])
    elif name in _PROCESSES:
        if name not in _WITHOUT_DJANGO:
            django.setup()
        import_module(_PROCESSES[name]).main()
    else:
        raise SystemExit(f"There is no process {name!r}. Use manage, {', '.join(_PROCESSES)}.")


if __name__ == "__main__":
    main()
