"""Reads the order of facts once for all streams, lets late ones catch up, and ends the streams of ended sessions."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

from django.db import Error as DatabaseError
from django.db import OperationalError, connection

from sinergi.access import queries as access
from sinergi.core import clock
from sinergi.ledger import queries as ledger
from sinergi.ledger.types import SealedFact
from sinergi.live import sse
from sinergi.live.streams import Stream, Streams

T = TypeVar("T")
log = logging.getLogger(__name__)

PAGE = 500
FARTHEST = 2000
OLDEST = timedelta(hours=24)
PATIENCE = 3.0
"""A database that hangs refuses nothing: whoever has waited this long for an answer counts it as gone."""
POLL = 1.0  # how late the truth is when the wire is dead
RETRY = 0.5
BEAT = 10.0
CHECK = 1.0  # a session's end is heard within twice this


class Feed:
    """One reader of the database for this process. ``head`` is the last place that was published."""

    def __init__(self, streams: Streams) -> None:
        self.streams = streams
        self.head = -1
        self.is_database_gone = False
        self._rung = asyncio.Event()
        self._check_now = asyncio.Event()
        # Threads with their own connection each: the loop itself never waits for the database.
        self._reading = ThreadPoolExecutor(1, "feed")
        self._asking = ThreadPoolExecutor(2, "ask")

    def ring(self) -> None:
        """New places in the order; called on the loop."""
        self._rung.set()

    async def ask(self, question: Callable[..., T], *args: object) -> T:
        """A question besides the feed's own."""
        try:
            return await asyncio.wait_for(_in(self._asking, question, *args), PATIENCE)
        except TimeoutError:
            raise OperationalError from None

    async def read(self) -> None:
        """Publish what is sealed, at each ring or at least every second; survive the database."""
        while True:
            try:
                pause = 0.0 if await self._read_on_or_tell() else POLL
            except DatabaseError:
                self._gone()
                pause = RETRY
            await _wait(self._rung, pause)

    async def beat(self) -> None:
        """Tell every stream the time."""
        while True:
            await asyncio.sleep(BEAT)
            # A beat promises that what is shown is true: without the database nobody can promise that.
            if self.is_database_gone:
                self.streams.tell_all(sse.DATABASE_GONE)
            elif self.head >= 0:
                self.streams.tell_all(sse.beat(self.head, clock.now()))

    async def check(self) -> None:
        """End the streams of sessions that ended: one question for all, every second and after each fact of access."""
        while True:
            await _wait(self._check_now, CHECK)
            asked = self.streams.session_ids
            if asked:
                try:
                    self.streams.end_all_but(await self.ask(access.list_alive, asked), asked)
                except DatabaseError:
                    await asyncio.sleep(RETRY)  # the reader tells; nobody is sent away because we cannot ask

    async def admit(self, stream: Stream, last: int | None) -> None:
        """Let a stream hear: from now on, or after it has caught up from the place it knows."""
        if last is None:
            word = sse.hello
        else:
            is_near = 0 <= self.head - last <= FARTHEST
            word = sse.beat if is_near and await self._catch_up(stream, last) else sse.resync
        stream.write(word(self.head, clock.now()))
        self.streams.join(stream)

    async def _catch_up(self, stream: Stream, last: int) -> bool:
        # The head moves while we read; between the last comparison and ``join`` nothing else runs.
        while last < self.head:
            facts = await self.ask(_list_after, last)
            if facts[0].at < clock.now() - OLDEST:
                return False
            missed = [fact for fact in facts if fact.seq <= self.head]
            stream.write(b"".join(sse.nudge(fact) for fact in missed if stream.hears(fact)))
            last = missed[-1].seq
        return True

    async def _read_on_or_tell(self) -> bool:
        reading = asyncio.ensure_future(self._read_on())
        if not (await asyncio.wait({reading}, timeout=PATIENCE))[0]:
            self._gone()
        return await reading

    async def _read_on(self) -> bool:
        if self.head < 0:
            self.head = await _in(self._reading, ledger.last_seq)
        facts = await _in(self._reading, _list_after, self.head)
        if self.is_database_gone:
            self.is_database_gone = False
            log.warning("the database is back")
            self.streams.tell_all(sse.DATABASE_BACK)
        if facts:
            self.head = facts[-1].seq
            self.streams.publish(facts)
        if any(fact.kind.startswith("access.") for fact in facts):
            self._check_now.set()
        return len(facts) == PAGE

    def _gone(self) -> None:
        if not self.is_database_gone:
            self.is_database_gone = True
            log.warning("the database is gone; streams stay open")
            self.streams.tell_all(sse.DATABASE_GONE)


def _list_after(seq: int) -> Sequence[SealedFact]:
    return ledger.list_after(seq, limit=PAGE)


async def _in(pool: ThreadPoolExecutor, question: Callable[..., T], *args: object) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, _asked, question, args)


def _asked(question: Callable[..., T], args: tuple[object, ...]) -> T:
    try:
        return question(*args)
    except DatabaseError:
        connection.close()  # the next question opens a new one
        raise


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
    finally:
        event.clear()
