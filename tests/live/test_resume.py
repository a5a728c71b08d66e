"""Whoever was away hears what was missed, in order, each once; or is told to ask for everything."""

from collections.abc import Callable

import pytest

from sinergi.ledger import queries as ledger
from tests.live.stage import Live, happen, record
from tests.plugin.waiting import until
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def test_missed_facts_are_told_in_order_then_the_present_goes_on(live: Live, committed: World) -> None:
    seq = ledger.last_seq()
    record(committed.units["lapas"], subject="test:missed", times=3)
    record(committed.units["stranger_lapas"], subject="test:strange", times=2)
    happen(committed.units["lapas"], subject="test:last")
    reader = live.open(committed.tokens["guard"], last=str(seq))
    missed = [reader.next() for _ in range(4)]
    assert [nudge.id - seq for nudge in missed] == [1, 2, 3, 6]
    assert reader.next().name == "beat", "a sign of life, so that the page knows that it is up to date"
    happen(committed.units["lapas"], subject="test:now")
    assert reader.next().data["subject"] == "test:now"


def test_more_than_a_page_is_told_completely(live: Live, committed: World) -> None:
    seq = ledger.last_seq()
    happen(committed.units["lapas"], times=1700)
    reader = live.open(committed.tokens["guard"], last=str(seq))
    assert [reader.until("nudge").id - seq for _ in range(1700)] == list(range(1, 1701))


def test_nobody_misses_what_happens_while_catching_up(live: Live, committed: World) -> None:
    seq = ledger.last_seq()
    happen(committed.units["lapas"], times=900)
    readers = [live.open(committed.tokens[role], last=str(seq)) for role in ("guard", "guard_2", "shift_leader")]
    for _ in range(20):
        happen(committed.units["lapas"])
    for reader in readers:
        assert [reader.until("nudge").id - seq for _ in range(920)] == list(range(1, 921))


def test_a_page_that_opens_a_new_stream_says_in_the_address_what_it_knows(live: Live, committed: World) -> None:
    seq = ledger.last_seq()
    happen(committed.units["lapas"])
    reader = live.open(committed.tokens["guard"], path=f"/api/v1/stream?after={seq}")
    assert reader.next().id == seq + 1


@pytest.mark.parametrize("last", ["999999999", "abc", "-1", "9" * 30, "1; DROP TABLE"])
def test_a_place_that_is_not_known_gets_one_resync(live: Live, committed: World, last: str) -> None:
    reader = live.open(committed.tokens["guard"], last=last)
    resync = reader.next()
    assert (resync.name, resync.data["seq"]) == ("resync", ledger.last_seq())
    happen(committed.units["lapas"])
    assert reader.next().name == "nudge"


def test_too_far_behind_gets_one_resync(live: Live, committed: World) -> None:
    seq = ledger.last_seq()
    happen(committed.units["lapas"], times=2001)
    until(lambda: live.health()["seq"] == seq + 2001)
    reader = live.open(committed.tokens["guard"], last=str(seq))
    assert reader.next().name == "resync"
    assert reader.is_silent(0.3)


def test_older_than_a_day_gets_one_resync(live: Live, committed: World, as_owner: Callable[[str], None]) -> None:
    seq = ledger.last_seq()
    record(committed.units["lapas"])
    as_owner("UPDATE ledger_fact SET at = at - interval '25 hours'")
    happen(committed.units["lapas"])
    reader = live.open(committed.tokens["guard"], last=str(seq))
    assert reader.next().name == "resync"
    assert reader.is_silent(0.3)


def test_a_restarted_process_goes_on_where_the_browser_was(
    live: Live, committed: World, start_live: Callable[[str], Live]
) -> None:
    reader = live.open(committed.tokens["guard"])
    seq = reader.next().id
    live.process.kill()
    happen(committed.units["lapas"])
    again = start_live("").open(committed.tokens["guard"], last=str(seq))
    assert again.next().id == seq + 1
