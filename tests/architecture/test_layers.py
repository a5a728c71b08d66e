"""The contracts of pyproject.toml hold, and each fails when it is broken on purpose."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.house import ROOMS, ROOT

PUBLIC = {"actions", "queries", "policy", "events", "types"}
OPEN = {
    "core": "knows no domain: everything in it is for everybody",
    "live.bell": "the wire",
    "live.connections": "how a long-running process holds the database",
    "ledger.subscribe": "how an upper room hears of facts",
    "access.middleware": "makes request.actor",
    "access.bearer": "makes request.actor of a token",
    "incidents.cards": "what a side sees: the guarded read that pages, lists and API share",
    "incidents.cases": "cards with what their reader may do: the guarded read of pages",
    "incidents.presenting": "how an incident is shown, for the shell's pages; words and classes, no rules",
    "alerts.presenting": "how an alarm is shown; words and classes, no rules",
    "alerts.system": "what is wrong with the alarm system: the guarded read that pages, bar and API share",
    "alerts.around": "how an alarm stands, for the shell's alarm page: asked once, in the reader's words",
    "alerts.forms": "the answers of the alarm page, which is the shell's",
}
BROKEN = {
    "a room imports one above it": ("core/clock.py", "from sinergi.incidents import types", "Rooms call down"),
    "a room imports one above it, deep inside": (
        "units/queries.py", "from sinergi.agreements import queries", "Rooms call down",
    ),
    "a query calls an action": ("incidents/queries.py", "from sinergi.incidents import actions", "the same shape"),
    "a type knows a table": ("alerts/types.py", "from sinergi.alerts import models", "the same shape"),
    "an edge touches a table": ("alerts/api.py", "from sinergi.alerts.models import Alarm", "never touches tables"),
}  # fmt: skip


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Import-linter on a copy of the house."""
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, env={"PATH": ""}
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house's modules and its contracts."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "sinergi", folder / "sinergi", ignore=lambda at, names: [n for n in names if not _is_code(Path(at) / n)]
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold(copy: Path) -> None:
    told = lint(copy)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize(("file", "line", "contract"), BROKEN.values(), ids=list(BROKEN))
def test_a_contract_broken_on_purpose_fails(copy: Path, file: str, line: str, contract: str) -> None:
    target = copy / "sinergi" / file
    before = target.read_text()
    target.write_text(f"{before}\n{line}\n")
    try:
        told = lint(copy)
    finally:
        target.write_text(before)
    broken = next(each for each in told.stdout.splitlines() if contract in each)
    assert (told.returncode, broken.endswith("BROKEN")) == (1, True), told.stdout


def test_no_room_reaches_into_the_private_part_of_another() -> None:
    graph = grimp.build_graph("sinergi", exclude_type_checking_imports=True, cache_dir=None)
    wrong = []
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            if _room(importer) not in {_room(imported), "project", ""} and not _is_public(imported):
                wrong.append(f"{importer} → {imported}")
    assert sorted(wrong) == []


def test_every_exception_is_still_used() -> None:
    graph = grimp.build_graph("sinergi", exclude_type_checking_imports=True, cache_dir=None)
    imported = {name for module in graph.modules for name in graph.find_modules_directly_imported_by(module)}
    for exception in OPEN:
        assert any(f"{name}.".startswith(f"sinergi.{exception}.") for name in imported), exception


def test_the_rooms_of_these_tests_are_the_rooms_of_the_house() -> None:
    found = {path.name for path in (ROOT / "sinergi").iterdir() if (path / "__init__.py").exists()}
    assert found == set(ROOMS)


def _is_public(module: str) -> bool:
    inside = module.removeprefix("sinergi.")
    is_open = any(f"{inside}.".startswith(f"{exception}.") for exception in OPEN)
    room, *rest = inside.split(".")
    return is_open or not rest or (len(rest) == 1 and rest[0] in PUBLIC) or room not in ROOMS


def _room(module: str) -> str:
    return ".".join(module.split(".")[1:2])


def _is_code(path: Path) -> bool:
    return path.suffix == ".py" or (path.is_dir() and path.name not in {"__pycache__", "static", "templates", "locale"})
