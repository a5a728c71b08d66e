"""Subscribers hear every fact of their kinds in order, at least once; each at its own pace."""

import pytest

from sinergi.core import sql
from sinergi.ledger import subscribe
from sinergi.ledger.types import SealedFact
from tests.ledger.test_sealing import UNIT
from tests.live.stage import Happened, PostingEnded, record

NAME = "tests.subscriber"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch, db: None) -> list[int]:
    """What one subscriber of ``test.happened`` was told."""
    told: list[int] = []
    _subscribe(monkeypatch, lambda fact: told.append(fact.seq))
    return told


def test_each_fact_of_its_kinds_in_order_once(heard: list[int]) -> None:
    record(UNIT, times=3)
    record(UNIT, kind=PostingEnded)
    record(UNIT, kind=Happened)
    assert subscribe.deliver([NAME]) == 4
    assert subscribe.deliver([NAME]) == 0
    assert heard == [1, 2, 3, 5]


def test_a_new_subscriber_hears_the_past(heard: list[int]) -> None:
    record(UNIT)
    subscribe.deliver([NAME])
    assert heard == [1]


def test_facts_of_other_kinds_are_passed_over_for_good(heard: list[int]) -> None:
    record(UNIT, kind=PostingEnded, times=3)
    subscribe.deliver([NAME])
    assert sql.one("SELECT last_seq FROM ledger_cursor WHERE name = %s", [NAME]) == {"last_seq": 3}


def test_a_failure_moves_no_cursor_so_it_is_heard_again(monkeypatch: pytest.MonkeyPatch, heard: list[int]) -> None:
    record(UNIT, times=3)
    broken = {2}

    def handle(fact: SealedFact) -> None:
        if fact.seq in broken:
            raise ZeroDivisionError
        heard.append(fact.seq)

    _subscribe(monkeypatch, handle)
    with pytest.raises(ZeroDivisionError):
        subscribe.deliver([NAME])
    broken.clear()
    subscribe.deliver([NAME])
    assert heard == [1, 1, 2, 3], "at least once: the first was heard twice, and that must be harmless"


def test_what_a_failing_subscriber_wrote_is_taken_back(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    record(UNIT)

    def handle(_fact: SealedFact) -> None:
        sql.run("INSERT INTO ledger_cursor (name, last_seq) VALUES ('half.done', 1)")
        raise ZeroDivisionError

    _subscribe(monkeypatch, handle)
    with pytest.raises(ZeroDivisionError):
        subscribe.deliver([NAME])
    assert sql.one("SELECT 1 FROM ledger_cursor WHERE name = 'half.done'") is None


def _subscribe(monkeypatch: pytest.MonkeyPatch, handle: subscribe.Handler) -> None:
    subscription = subscribe.Subscription(NAME, frozenset({Happened.kind}), handle)
    monkeypatch.setitem(subscribe.subscriptions, NAME, subscription)
