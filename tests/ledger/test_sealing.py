"""Every fact gets its place: dense, once, in a tree that anyone can recompute; and none is ever changed."""

import json
import threading
from collections.abc import Callable
from datetime import UTC
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from sinergi.core import sql
from sinergi.core.actor import SYSTEM
from sinergi.core.ids import new_id
from sinergi.ledger import actions, canonical, queries, tree
from sinergi.ledger.types import Audience
from tests.ledger.test_tree import naive_root
from tests.live.stage import Happened

UNIT = UUID(int=7)
FACT = Happened(subject="test:1", unit_id=UNIT)


@pytest.mark.django_db
def test_a_fact_that_is_rolled_back_never_happened() -> None:
    @transaction.atomic
    def act() -> None:
        _record()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert actions.seal() == 0


@pytest.mark.django_db
def test_many_facts_cost_one_statement(django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]  # a context manager of pytest-django
        actions.record(*[FACT] * 50, actor=SYSTEM)
    assert actions.seal() == 50


@pytest.mark.django_db(transaction=True)
def test_places_are_dense_under_concurrent_writers_and_sealers() -> None:
    writers, each = 6, 25
    stop = threading.Event()
    failures: list[BaseException] = []
    threads = [_thread(lambda: _record_each(each), failures) for _ in range(writers)]
    sealers = [_thread(lambda: _seal_until(stop), failures) for _ in range(3)]
    for thread in threads:
        thread.join(60)
    stop.set()
    for thread in sealers:
        thread.join(60)
    while actions.seal():
        pass
    assert failures == []
    assert [fact.seq for fact in queries.list_after(0)] == list(range(1, writers * each + 1))
    assert sql.one("SELECT count(*) AS left FROM ledger_inbox") == {"left": 0}
    _assert_tree_is_true()


@pytest.mark.django_db
def test_each_batch_leaves_a_head_that_proves_it() -> None:
    for size in (1, 2, 3, 1, 8):
        _record(size)
        assert actions.seal() == size
    heads = sql.rows("SELECT size FROM ledger_treehead ORDER BY size")
    assert [head["size"] for head in heads] == [1, 3, 6, 7, 15]
    _assert_tree_is_true()


@pytest.mark.django_db
def test_a_leaf_binds_everything_that_was_said() -> None:
    audience = Audience(frozenset({UNIT}))
    actions.record(Happened(subject="test:1", unit_id=UNIT, audience=audience, level=3, exercise=True), actor=SYSTEM)
    actions.seal()
    fact = _facts()[0]
    leaf = actions.leaf_of(fact)
    changes = {
        "subject": "test:2",
        "kind": "test.other",
        "level": 1,
        "exercise": False,
        "person_id": new_id(),
        "digest": bytes(32),
        "unit_id": new_id(),
    }
    for name, value in changes.items():
        assert actions.leaf_of(fact | {name: value}) != leaf, name
    assert bytes(fact["digest"]) == canonical.payload_digest(bytes(fact["salt"]), fact["payload"])


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledger_fact", "ledger_seal", "ledger_treehead"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"])
def test_the_product_itself_cannot_change_what_was_recorded(table: str, statement: str) -> None:
    column = {"ledger_fact": "kind", "ledger_seal": "leaf", "ledger_treehead": "root"}[table]
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


def _record(times: int = 1) -> None:
    with transaction.atomic():
        actions.record(*[FACT] * times, actor=SYSTEM)


def _record_each(times: int) -> None:
    for _ in range(times):
        _record()


def _seal_until(stop: threading.Event) -> None:
    while not stop.is_set():
        actions.seal()


def _facts() -> list[dict[str, Any]]:
    return sql.rows(
        "SELECT f.*, s.leaf, s.seq FROM ledger_seal s JOIN ledger_fact f ON f.id = s.fact_id ORDER BY s.seq"
    )


def _assert_tree_is_true() -> None:
    """Recompute every leaf from its fact and every head from its leaves."""
    facts = _facts()
    entries = [_entry(fact) for fact in facts]
    assert [bytes(fact["leaf"]) for fact in facts] == [tree.leaf_hash(entry) for entry in entries]
    for head in sql.rows("SELECT size, root FROM ledger_treehead"):
        assert bytes(head["root"]) == naive_root(entries[: head["size"]])


def _entry(fact: dict[str, Any]) -> bytes:
    """What a leaf commits to, written down a second time from the description of a fact."""
    who = [str(fact[name]) for name in ("person_id", "posting_id", "actor_unit_id")]
    at = fact["at"].astimezone(UTC).isoformat(timespec="microseconds")
    said = [
        str(fact["id"]),
        fact["kind"],
        at,
        who,
        fact["subject"],
        str(fact["unit_id"]),
        fact["level"],
        fact["exercise"],
    ]
    return json.dumps([*said, bytes(fact["digest"]).hex()], separators=(",", ":"), ensure_ascii=False).encode()


def _thread(work: Callable[[], object], failures: list[BaseException]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
