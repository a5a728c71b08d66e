"""Write docs/policy.md from every room's own table, or check that the committed one is still true."""

import argparse
import inspect
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.utils.module_loading import module_has_submodule

from sinergi.access.types import Function
from sinergi.core.policy import Policy, Rule

PLACE = Path(__file__).resolve().parents[2] / "docs" / "policy.md"
_HEAD = """# Who may do what

Written by `python -m sinergi.project.print_policy` from each room's `policy.py`; a check fails when the two differ.
What you may not see answers 404, what you may not do 403, what is no longer possible 409.
`system` (the clock) may do everything a rule's state allows.
"""


def main() -> None:
    """``python -m sinergi.project.print_policy [--check]``."""
    parser = argparse.ArgumentParser(prog="print_policy")
    parser.add_argument("--check", action="store_true", help="fail if the committed page differs")
    check = parser.parse_args().check
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.project.settings")
    django.setup()
    if not check:
        PLACE.write_text(printed())
    elif not PLACE.exists() or PLACE.read_text() != printed():
        raise SystemExit("docs/policy.md is not what the tables say. Run: python -m sinergi.project.print_policy")


def printed() -> str:
    """The whole page."""
    lines = [_HEAD]
    for room, policy in tables():
        lines += [f"## {room}", "", "| action | who | where | when |", "|---|---|---|---|"]
        lines += [_row(str(action), rule) for action, rule in policy]
        lines.append("")
    return "\n".join(lines)


def tables() -> Iterator[tuple[str, Policy[Any]]]:
    """Every room that has a table, by name."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if config.name.startswith("sinergi.") and config.module and module_has_submodule(config.module, "policy"):
            table = getattr(import_module(f"{config.name}.policy"), "POLICY", None)  # the core has only the engine
            if table is not None:
                yield config.label, table


def _row(action: str, rule: Rule[Any]) -> str:
    return f"| `{action}` | {_who(frozenset(rule.who))} | {_says(rule.where)} | {_says(rule.when)} |"


def _who(functions: frozenset[str]) -> str:
    others = frozenset(Function) - functions
    if not functions:
        return "system"
    if len(others) <= 2:
        return " ".join(["everyone", *(["but", ", ".join(sorted(others))] if others else [])])
    return ", ".join(sorted(functions))


def _says(question: object) -> str:
    return (inspect.getdoc(question) or "").split("\n")[0] if question else "always"


if __name__ == "__main__":
    main()
