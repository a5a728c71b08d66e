"""Tables: foreign keys point down, personal data has an end, SQL stays in its room."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.house import PACKAGE, ROOMS, modules, name, room_of, tree

OF_A_PERSON = re.compile(r"person|author|reporter|posting|_by$|email|phone|device$|address$|commander")
TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(?:ONLY\s+)?\"?([a-z]+_[a-z_]+)\"?", re.IGNORECASE)

STATEMENT = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE)\b")
READS_A_TABLE = {"sinergi/project/demo/handout.py: agreements_agreement"}
"""The demo's handout names every agreement, whether it opens a door or not; nothing else needs that."""


def tables() -> list[type[models.Model]]:
    """Every table of the house's own rooms."""
    return [model for model in apps.get_models() if model.__module__.startswith("sinergi.")]


def test_foreign_keys_point_down() -> None:
    wrong = [
        f"{model.__name__}.{field.name} → {target}"
        for model in tables() for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and (target := _room(field.related_model)) in ROOMS
        and ROOMS.index(target) < ROOMS.index(_room(model))
    ]  # fmt: skip
    assert wrong == []


def test_history_is_never_deleted_with_what_it_belongs_to() -> None:
    cascades = {
        f"{model._meta.label}.{field.name}"
        for model in tables() for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    }  # fmt: skip
    assert cascades == {"alerts.Screen.unit", "agreements.Door.link"}, "an open screen and a derived row are no history"


@pytest.mark.parametrize("model", tables(), ids=lambda model: model._meta.label)
def test_a_table_about_people_says_when_it_ends(model: type[models.Model]) -> None:
    about = [
        field.name for field in model._meta.get_fields() if OF_A_PERSON.search(field.name) and not field.auto_created
    ]
    assert not about or "Retention:" in (model.__doc__ or ""), f"{model._meta.label} holds {about}"


@pytest.mark.parametrize("room", ROOMS)
def test_sql_names_its_own_tables_and_published_views_below(room: str) -> None:
    wrong = []
    for path in modules():
        if room_of(path) != room:
            continue
        for text in _texts(path):
            wrong += [f"{name(path)}: {table}" for table in TABLE.findall(text) if not _may_name(room, table)]
    assert set(wrong) <= READS_A_TABLE


def _may_name(room: str, table: str) -> bool:
    owner, _, rest = table.partition("_")
    if owner not in ROOMS or owner == room:
        return True
    return rest.startswith("v_") and ROOMS.index(owner) > ROOMS.index(room)


def _texts(path: Path) -> list[str]:
    constants = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    return [text for text in constants if isinstance(text, str) and STATEMENT.search(text)]


def _room(model: type[models.Model] | str) -> str:
    assert not isinstance(model, str)
    return model.__module__.split(".")[1] if model.__module__.startswith("sinergi.") else ""


def test_these_tests_look_at_the_house() -> None:
    assert len(tables()) > 20
    assert (PACKAGE / "incidents" / "statements.py").exists()
