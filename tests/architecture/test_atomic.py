"""Every verb is one with its facts: without them nothing changes, in any table; with them exactly these are told."""

import inspect
from importlib import import_module

import pytest
from django.db import connection

from sinergi.core import sql
from sinergi.ledger import actions as ledger
from sinergi.ledger.models import Fact
from tests.architecture.deeds import DEEDS, Deed
from tests.world import World

SAYS_NOTHING = {
    "alerts.raise_alert": "its facts are recorded by the report that raises it",
    "alerts.call_off": "its facts are recorded by the verb that ends the incident",
    "alerts.answer_if_waiting": "part of taking command; acknowledge records",
    "alerts.next_due_at": "a question",
    "alerts.claim_due": "the queue's own bookkeeping: that somebody was woken was told when it was planned",
    "alerts.settle": "the queue's own bookkeeping",
    "alerts.reclaim_lapsed": "the queue's own bookkeeping",
    "alerts.forget_posting": "follows from the fact that the posting ended",
    "alerts.inherit_shifts": "follows from the fact that the post was handed over",
    "alerts.arm_screen": "every few seconds of every open page",
    "alerts.confirm_receipt": "kept on the send itself",
    "alerts.claim_system_mails": "the auditor's own queue; what is wrong was told when it was found",
    "alerts.settle_system_mails": "the auditor's own queue",
    "alerts.note_receipt": "kept on the send itself",
    "alerts.try_mail": "a test; nobody is woken",
    "alerts.try_endpoint": "a test; nobody is woken",
    "alerts.take_trial": "the queue's own bookkeeping",
    "alerts.settle_trial": "the queue's own bookkeeping",
}


def state() -> dict[str, str]:
    """Every table of the house, as one digest each."""
    names = [name for name in connection.introspection.table_names() if not name.startswith("django_")]
    parts = [
        f"SELECT '{name}' AS name, md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM {name} t"
        for name in names
    ]
    return {row["name"]: row["digest"] for row in sql.rows(" UNION ALL ".join(parts))}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_without_its_facts_nothing_happens(world: World, deed: Deed, monkeypatch: pytest.MonkeyPatch) -> None:
    act, asked = deed.prepare(world), []
    before = state()

    def lost(*events: object, **_: object) -> None:
        asked.append(events)
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr(ledger, "record", lost)
    with pytest.raises(RuntimeError, match="the ledger is full"):
        act()  # the verb takes back what it did by itself: no transaction is put around it here
    assert asked
    assert state() == before


@pytest.mark.parametrize("deed", DEEDS.values(), ids=list(DEEDS))
def test_it_leaves_exactly_its_facts(world: World, deed: Deed) -> None:
    act = deed.prepare(world)
    known = set(Fact.objects.values_list("pk", flat=True))
    act()
    told = Fact.objects.exclude(pk__in=known)
    assert tuple(sorted(told.values_list("kind", flat=True))) == deed.facts
    assert all(fact.salt and fact.digest for fact in told)


def test_every_verb_of_every_room_is_here() -> None:
    verbs = set()
    for room in ("access", "agreements", "alerts", "incidents"):
        actions = import_module(f"sinergi.{room}.actions")
        for name, thing in inspect.getmembers(actions, inspect.isfunction):
            if thing.__module__.startswith(actions.__name__) and not name.startswith("_"):
                verbs.add(f"{room}.{name}")
    assert verbs - set(SAYS_NOTHING) == {name.partition(",")[0] for name in DEEDS}
    assert set(SAYS_NOTHING) <= verbs
