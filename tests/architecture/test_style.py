"""What house-style.md asks of every file, where a machine can see it."""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import EDGES, functions, modules, name, part_of, tree

LONGEST_FILE, LONGEST_FUNCTION = 400, 50
BANNED = {"utils.py", "helpers.py", "managers.py", "misc.py", "common.py"}
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "objects"}


def edges() -> list[Path]:
    """The modules that only translate."""
    return [path for path in modules() if part_of(path) in EDGES]


@pytest.mark.parametrize("path", modules(tests=True), ids=name)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    assert path.name not in BANNED


@pytest.mark.parametrize("path", modules(tests=True), ids=name)
def test_a_function_fits_the_screen(path: Path) -> None:
    long = [node.name for node in functions(path) if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("path", modules(), ids=name)
def test_imports_stand_at_the_top(path: Path) -> None:
    local = [
        f"{function.name}:{node.lineno}"
        for function in functions(path) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]  # fmt: skip
    assert local == []


@pytest.mark.parametrize("path", edges(), ids=name)
def test_an_edge_writes_nothing(path: Path) -> None:
    touched = [
        f"{node.attr}:{node.lineno}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in WRITES
    ]
    assert touched == []


def test_every_module_class_and_public_function_says_what_it_is() -> None:
    silent = []
    for path in modules():
        if path.name == "__init__.py" and not path.read_text().strip():
            continue
        if part_of(path) in {"apps"} or path.name == "apps.py":
            continue
        silent += [] if ast.get_docstring(tree(path)) else [name(path)]
        for node in tree(path).body:
            is_said = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            silent += [f"{name(path)}: {node.name}"] if is_said and not ast.get_docstring(node) else []  # type: ignore[attr-defined, arg-type]  # said
    assert silent == []


def test_no_sentence_of_a_page_stands_in_the_session_of_the_database() -> None:
    for path in modules():
        assert "set_config" not in path.read_text() or "true)" in path.read_text(), f"{name(path)}: local, or it leaks"
