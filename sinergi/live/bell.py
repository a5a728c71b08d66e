"""The wire that only rings: "look in the database", never what is there. Without it everyone looks by themselves."""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from functools import partial

from django.conf import settings
from nats.aio.client import Client
from nats.errors import Error as NatsError

FACTS = "facts"
"""Something was recorded: seal it."""
SEALED = "sealed"
"""New places in the order: subscribers and streams read on."""
ALERTS = "alerts"
"""A delivery or a step of a ladder is due."""
ROUTINE = "routine"
"""Something is due that may wait a moment: a test, a routine send."""

Hear = Callable[[], object]
Work = Callable[[], Coroutine[None, None, None]]
_GAP = 0.005  # a burst of commits is one ring: whoever hears it reads everything there is


def ring(name: str) -> None:
    """Wake whoever listens, here and in other processes. Never waits, never fails: a dead wire costs only time."""
    _wire().ring(name)


def listen(name: str, hear: Hear) -> None:
    """Call ``hear`` (from any thread; it must not block) at each ring, and whenever the wire is back."""
    _wire().listen(name, hear)


class Bell:
    """For a loop in a thread: sleeps until rung, at most so long."""

    def __init__(self, *names: str) -> None:
        self._rung = threading.Event()
        for name in names:
            listen(name, self._rung.set)

    def wait(self, seconds: float) -> None:
        """Return when rung since the last return, or when the time is over."""
        self._rung.wait(seconds)
        self._rung.clear()

    def wake(self) -> None:
        """End the wait from this process."""
        self._rung.set()


class Ears:
    """Who listens in this process. All there is when no wire is configured."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._ears: dict[str, list[Hear]] = {}

    @property
    def is_connected(self) -> bool:
        """Whether rings reach other processes now."""
        return False

    def ring(self, name: str) -> None:
        """Tell them."""
        for hear in self._ears.get(name, ()):
            hear()

    def listen(self, name: str, hear: Hear) -> None:
        """One more."""
        self._ears.setdefault(name, []).append(hear)


class Wire(Ears):
    """This process's connection: one daemon thread with its own event loop, so that WSGI threads only leave a word."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._waiting: set[str] = set()
        self._sent_at: dict[str, float] = {}
        self._subscribed: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = Client()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
        self._thread.start()

    @property
    def is_connected(self) -> bool:
        """While the wire stands."""
        return bool(self._client.is_connected)

    def ring(self, name: str) -> None:
        """Here at once; elsewhere as soon as the wire allows."""
        super().ring(name)
        if name not in self._waiting:
            self._waiting.add(name)
            self._loop.call_soon_threadsafe(self._send_soon, name)

    def listen(self, name: str, hear: Hear) -> None:
        """To this process and to others."""
        super().listen(name, hear)
        self._loop.call_soon_threadsafe(self._spawn, self._subscribe)

    def hang_up(self) -> None:
        """For good: this wire dials, hears and sends nothing any more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._spawn(self._connect)
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        await self._client.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _spawn(self, work: Work) -> None:
        task = self._loop.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self) -> None:
        await self._client.connect(
            self._url,
            no_echo=True,  # this process's own ears were told directly
            max_reconnect_attempts=-1,
            reconnect_time_wait=0.25,  # type: ignore[arg-type]  # typed int, slept on as it is
            ping_interval=5,
            connect_timeout=2,
            error_cb=_say_nothing,
            reconnected_cb=self._back,
        )
        await self._back()

    async def _back(self) -> None:
        # What others rang meanwhile is unknown: everyone looks once.
        await self._subscribe()
        for hear in [hear for ears in self._ears.values() for hear in ears]:
            hear()
        for name in list(self._waiting):
            await self._send(name)

    async def _subscribe(self) -> None:
        for name in set(self._ears) - self._subscribed if self._client.is_connected else ():
            self._subscribed.add(name)
            await self._client.subscribe(_subject(name), cb=partial(self._heard, name))

    async def _heard(self, name: str, _message: object) -> None:
        for hear in self._ears[name]:
            hear()

    def _send_soon(self, name: str) -> None:
        wait = self._sent_at.get(name, 0.0) + _GAP - self._loop.time()
        self._loop.call_later(max(0.0, wait), self._spawn, partial(self._send, name))

    async def _send(self, name: str) -> None:
        if not self._client.is_connected:
            return  # stays waiting: sent when the wire is back
        self._waiting.discard(name)
        self._sent_at[name] = self._loop.time()
        try:
            await self._client.publish(_subject(name), b"")
        except (NatsError, OSError):
            self._waiting.add(name)


def _subject(name: str) -> str:
    return f"sinergi.bell.{name}"


async def _say_nothing(_error: Exception) -> None:
    """The wire may be away for hours: everyone asks the database meanwhile, and /health names it."""


_wires: list[Ears] = []
_making = threading.Lock()


def _wire() -> Ears:
    # Made at first use and again after a fork: threads do not survive one.
    if not _wires or _wires[0].pid != os.getpid():
        with _making:
            if not _wires or _wires[0].pid != os.getpid():
                _wires[:] = [Wire(settings.NATS_URL) if settings.NATS_URL else Ears()]
    return _wires[0]
