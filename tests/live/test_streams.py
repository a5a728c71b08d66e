"""Whoever is in the audience hears, nobody else, whatever the crowd: random questions against a naive second answer."""

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sinergi.core.actor import Actor
from sinergi.ledger.types import SealedFact
from sinergi.live.streams import Stream, Streams

UNITS = [UUID(int=number) for number in range(1, 6)]
PEOPLE = [UUID(int=number) for number in range(101, 106)]


class Line:
    """The other end of a stream, in memory."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.is_closed = False

    def write(self, content: bytes) -> None:
        self.letters.append(content)

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    @property
    def seqs(self) -> list[int]:
        """Which nudges arrived, in order."""
        lines = b"".join(self.letters).decode().split("\n")
        return [json.loads(line.removeprefix("data: "))["seq"] for line in lines if line.startswith('data: {"seq"')]


members = st.tuples(st.sampled_from(UNITS), st.sampled_from(PEOPLE))
audiences = st.tuples(st.frozensets(st.sampled_from(UNITS)), st.frozensets(st.sampled_from(PEOPLE)))


@given(st.lists(members, max_size=12), st.lists(audiences, max_size=12), st.data())
def test_everyone_hears_exactly_what_names_them(
    crowd: list[tuple[UUID, UUID]], told: list[tuple[frozenset[UUID], frozenset[UUID]]], data: st.DataObject
) -> None:
    streams = Streams()
    opened = [(_open(streams, number, unit, person), unit, person) for number, (unit, person) in enumerate(crowd)]
    gone = data.draw(st.sets(st.sampled_from(range(len(crowd))))) if crowd else set()
    for number in gone:
        streams.close(opened[number][0])
    facts = [_fact(seq, units, people) for seq, (units, people) in enumerate(told, start=1)]
    streams.publish(facts)
    for number, (stream, unit, person) in enumerate(opened):
        expected = [seq for seq, (units, people) in enumerate(told, start=1) if unit in units or person in people]
        assert _line(stream).seqs == ([] if number in gone else expected)
        assert [fact.seq for fact in facts if stream.hears(fact)] == expected, "catching up hears the same"


def test_a_stream_that_has_not_joined_hears_nothing_yet() -> None:
    streams = Streams()
    stream = _open(streams, 1, UNITS[0], PEOPLE[0], join=False)
    streams.publish([_fact(1, frozenset(UNITS), frozenset())])
    assert _line(stream).seqs == []
    streams.join(stream)
    streams.publish([_fact(2, frozenset(UNITS), frozenset())])
    assert _line(stream).seqs == [2]


def test_one_batch_is_one_write() -> None:
    streams = Streams()
    stream = _open(streams, 1, UNITS[0], PEOPLE[0])
    streams.publish([_fact(seq, frozenset(UNITS), frozenset(PEOPLE)) for seq in range(1, 50)])
    assert len(_line(stream).letters) == 1
    assert Counter(_line(stream).seqs) == Counter(range(1, 50))


def test_only_the_sessions_asked_about_and_not_alive_are_ended() -> None:
    streams = Streams()
    dead, alive, new = (_open(streams, number, UNITS[0], PEOPLE[0]) for number in range(3))
    asked = [UUID(dead.actor.session_id), UUID(alive.actor.session_id)]
    streams.end_all_but({asked[1]}, asked)
    assert [_line(stream).is_closed for stream in (dead, alive, new)] == [True, False, False]


def test_nothing_is_kept_of_who_left() -> None:
    streams = Streams()
    for stream in [_open(streams, number, unit, PEOPLE[0]) for number, unit in enumerate(UNITS)]:
        streams.close(stream)
        streams.close(stream)
    assert (len(streams), streams.session_ids) == (0, [])


def _open(streams: Streams, number: int, unit: UUID, person: UUID, *, join: bool = True) -> Stream:
    actor = Actor(person, person, unit, unit.hex, frozenset(), str(UUID(int=number)))
    stream = Stream(actor, cast("asyncio.Transport", Line()))
    streams.open(stream)
    if join:
        streams.join(stream)
    return stream


def _line(stream: Stream) -> Line:
    return cast("Line", stream.transport)


def _fact(seq: int, units: frozenset[UUID], people: frozenset[UUID]) -> SealedFact:
    return SealedFact(
        seq=seq, id=UUID(int=seq), kind="test.happened", at=datetime(2026, 11, 22, tzinfo=UTC), subject="test:1",
        unit_id=UNITS[0], person_id=PEOPLE[0], level=1, exercise=False, units=units, people=people,
    )  # fmt: skip
