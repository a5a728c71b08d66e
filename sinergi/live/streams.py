"""The open streams of this process, and who hears what."""

from asyncio import Transport
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sinergi.core.actor import Actor
from sinergi.ledger.types import SealedFact
from sinergi.live import sse

PER_SESSION = 8
"""A browser needs one (its tabs share it); a few more serve old browsers and machines."""


@dataclass(eq=False, slots=True)
class Stream:
    """One open connection of one session."""

    actor: Actor
    transport: Transport

    def hears(self, fact: SealedFact) -> bool:
        """The audience was decided when the fact was recorded, superiors included."""
        return self.actor.unit_id in fact.units or self.actor.person_id in fact.people

    def write(self, content: bytes) -> None:
        """Send, unless it is closing already."""
        if not self.transport.is_closing():
            self.transport.write(content)


class Streams:
    """All of them, found by unit, by person and by session."""

    def __init__(self) -> None:
        self._sessions: dict[str, set[Stream]] = defaultdict(set)
        self._listening: dict[UUID, set[Stream]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(map(len, self._sessions.values()))

    @property
    def session_ids(self) -> list[UUID]:
        """Every session that has a stream."""
        return [UUID(session_id) for session_id in self._sessions]

    def has_room(self, actor: Actor) -> bool:
        """Whether this session may open one more."""
        return len(self._sessions.get(actor.session_id, ())) < PER_SESSION

    def open(self, stream: Stream) -> None:
        """Count it; it hears nothing before ``join``."""
        self._sessions[stream.actor.session_id].add(stream)

    def join(self, stream: Stream) -> None:
        """From now on it hears what is published, unless it left meanwhile."""
        if stream.transport.is_closing():
            return
        for key in (stream.actor.unit_id, stream.actor.person_id):
            self._listening[key].add(stream)

    def close(self, stream: Stream) -> None:
        """Forget it."""
        _drop(self._sessions, stream.actor.session_id, stream)
        for key in (stream.actor.unit_id, stream.actor.person_id):
            _drop(self._listening, key, stream)

    def publish(self, facts: Sequence[SealedFact]) -> None:
        """Each audience gets its nudges, in order, one write per stream."""
        letters: dict[Stream, list[bytes]] = defaultdict(list)
        for fact in facts:
            hearers = self._hearers(fact)
            content = sse.nudge(fact) if hearers else b""
            for stream in hearers:
                letters[stream].append(content)
        for stream, parts in letters.items():
            stream.write(parts[0] if len(parts) == 1 else b"".join(parts))

    def tell_all(self, content: bytes) -> None:
        """The same to every stream."""
        for stream in self._all():
            stream.write(content)

    def end_all_but(self, alive: Collection[UUID], asked: Iterable[UUID]) -> None:
        """Close the streams of those sessions asked about that no longer let their holder in."""
        for session_id in asked:
            if session_id not in alive:
                for stream in list(self._sessions.get(str(session_id), ())):
                    stream.write(sse.END)
                    stream.transport.close()

    def abort_all(self) -> None:
        """The process stops: browsers come back by themselves."""
        for stream in self._all():
            stream.transport.abort()

    def _all(self) -> list[Stream]:
        return [stream for streams in self._sessions.values() for stream in streams]

    def _hearers(self, fact: SealedFact) -> set[Stream]:
        empty: set[Stream] = set()
        by_unit = (self._listening.get(unit_id, empty) for unit_id in fact.units)
        by_person = (self._listening.get(person_id, empty) for person_id in fact.people)
        return empty.union(*by_unit, *by_person)


def _drop(index: dict[UUID, set[Stream]] | dict[str, set[Stream]], key: UUID | str, stream: Stream) -> None:
    found = index.get(key)  # type: ignore[arg-type]  # the key belongs to the index it is given with
    if found:
        found.discard(stream)
        if not found:
            del index[key]  # type: ignore[arg-type]  # the same
