"""The house as its own source has it: rooms, modules, functions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sinergi"
ROOMS = ("project", "web", "incidents", "alerts", "agreements", "live", "access", "units", "ledger", "core")
"""Top to bottom (architecture §3)."""
EDGES = ("urls", "views", "api", "jobs", "subscribers", "admin", "management", "forms",
         "roster_views", "roster_api", "roster_forms", "ladder_forms")  # fmt: skip


def modules(*, tests: bool = False) -> list[Path]:
    """Every module of the product, without migrations."""
    folders = [PACKAGE, ROOT / "tests"] if tests else [PACKAGE]
    found = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def room_of(path: Path) -> str:
    """In which room a module stands."""
    return path.relative_to(PACKAGE).parts[0]


def part_of(path: Path) -> str:
    """Which part of its room: ``actions``, ``views`` …"""
    return (*path.relative_to(PACKAGE).with_suffix("").parts, "")[1]


@cache
def tree(path: Path) -> ast.Module:
    """The module as Python reads it."""
    return ast.parse(path.read_text(), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    """How a failure names it."""
    return str(path.relative_to(ROOT))
