"""One verb, one function, one row: actions and policy tables name the same things, and each row is asked."""

import ast
import inspect
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.module_loading import module_has_submodule

from tests.architecture.house import PACKAGE, modules, part_of, room_of, tree

WITHOUT_A_ROW = {
    "alerts.raise_alert": "part of the report that raises it, which was judged",
    "alerts.answer_if_waiting": "part of taking command; asks the row of acknowledge itself",
    "alerts.arm_screen": "a screen speaks for the posting that is signed in at it, and for no other",
    "alerts.confirm_receipt": "touches only what was sent to the actor's own posting",
    "alerts.try_screen": "told to the actor's own screens, and to nobody else's",
    "alerts.try_mail": "a mail to the actor's own address, and to no other",
    "ledger.record": "part of every action",
}


def rooms_with(part: str) -> list[str]:
    """The rooms that have such a part."""
    found = [config for config in apps.get_app_configs() if config.name.startswith("sinergi.")]
    return sorted(config.label for config in found if module_has_submodule(config.module, part))


@pytest.mark.parametrize("room", rooms_with("actions"))
def test_verbs_with_an_actor_are_the_rows_of_the_table(room: str) -> None:
    actions = import_module(f"sinergi.{room}.actions")
    verbs = {
        name
        for name, thing in inspect.getmembers(actions, inspect.isfunction)
        if not name.startswith("_") and thing.__module__.startswith(actions.__name__) and _takes_an_actor(thing)
    }
    exempt = {name.partition(".")[2] for name in WITHOUT_A_ROW if name.startswith(f"{room}.")}
    assert exempt <= verbs, "an exemption for a verb that is gone"
    rows = {str(action) for action, _ in import_module(f"sinergi.{room}.policy").POLICY} if verbs - exempt else set()
    assert verbs - exempt == rows


@pytest.mark.parametrize("room", rooms_with("policy"))
def test_every_row_is_asked_by_the_verb_of_its_name(room: str) -> None:
    if room == "core":
        return
    asked = {
        _required(node)
        for path in modules() if room_of(path) == room and part_of(path) == "actions"
        for function in ast.walk(tree(path)) if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function) if isinstance(node, ast.Call)
    }  # fmt: skip
    table = import_module(f"sinergi.{room}.policy")
    assert {action.name for action, _ in table.POLICY} <= asked


@pytest.mark.parametrize("room", rooms_with("actions"))
def test_a_verb_takes_its_actor_by_name(room: str) -> None:
    for name, verb in inspect.getmembers(import_module(f"sinergi.{room}.actions"), inspect.isfunction):
        actor = inspect.signature(verb).parameters.get("actor")
        assert actor is None or name.startswith("_") or actor.kind is inspect.Parameter.KEYWORD_ONLY, name


def test_every_row_has_a_sentence() -> None:
    for room in rooms_with("policy"):
        table = getattr(import_module(f"sinergi.{room}.policy"), "POLICY", ())
        for action, rule in table:
            assert rule.where.__doc__, f"{room}.{action}: where"
            assert rule.when is None or rule.when.__doc__, f"{room}.{action}: when"


def _takes_an_actor(function: object) -> bool:
    return "actor" in inspect.signature(function).parameters  # type: ignore[arg-type]  # a function


def _required(call: ast.Call) -> str:
    """``POLICY.require(actor, Action.CONFIRM, incident)`` → CONFIRM."""
    is_require = isinstance(call.func, ast.Attribute) and call.func.attr == "require"
    if is_require and len(call.args) > 1 and isinstance(call.args[1], ast.Attribute):
        return call.args[1].attr
    return ""


def test_these_tests_look_at_the_house() -> None:
    assert {"access", "alerts", "incidents"} <= set(rooms_with("policy"))
    assert (PACKAGE / "incidents" / "policy.py").exists()
