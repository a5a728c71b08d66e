"""How soon an alarm is on the screens it is addressed to: from before the POST until the strip names it.

Each screen is a browser's session with its own stream, and asks again for the strip above every page by the rules of
``live/fresh.js``: at once when something rings, else at most twice a second, never two questions at a time.
"""

import asyncio
import json
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

import httpx
import uvloop

from bench.wire import Wire

EVERY = 0.5
KINDS = ("alert.", "incident.")
RINGS = "alert.rung"
STRIP = "/-/alarms/"
_FRAGMENT = "HX-Request: true\r\nX-Fragment: alarms\r\n"
_NAMED = re.compile(rb'data-rings="incident:([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of it; milliseconds from before the POST."""

    alarms: int
    screens: int
    milliseconds: Sequence[float]
    missing: int
    questions: int


def enter(port: int, role: str) -> tuple[str, str]:
    """Pick a role as a visitor of the demo does: its address and the browser's cookie."""
    host = f"http://{role.replace('_', '-')}.localhost:{port}"
    with httpx.Client(headers={"Host": host.removeprefix("http://")}, follow_redirects=False) as browser:
        answer = browser.get(f"http://127.0.0.1:{port}/-/demo/enter/")
        return host, f"sessionid={answer.cookies['sessionid']}"


def watch(port: int, roles: Sequence[str], stop: Event) -> tuple[list[dict[str, float]], int]:
    """Open a screen for each role, and see which incident stood there first when. Runs in a process of its own."""
    return uvloop.run(_watch([Screen(*enter(port, role)) for role in roles], stop))


def compare(seen: Sequence[Mapping[str, float]], questions: int, sent: Mapping[str, tuple[float, float]]) -> Shown:
    """Set what the screens saw against when it was sent. ``sent`` holds only what rings on these screens."""
    took = [1000 * (screen[key] - before) for key, (before, _) in sent.items() for screen in seen if key in screen]
    return Shown(len(sent), len(seen), sorted(took), len(sent) * len(seen) - len(took), questions)


async def _watch(screens: Sequence["Screen"], stop: Event) -> tuple[list[dict[str, float]], int]:
    work = [asyncio.create_task(screen.live()) for screen in screens]
    told = asyncio.create_task(asyncio.to_thread(stop.wait))
    done, left = await asyncio.wait([*work, told], return_when=asyncio.FIRST_COMPLETED)
    for task in left:
        task.cancel()
    for task in done:
        task.result()
    return [screen.seen for screen in screens], sum(screen.questions for screen in screens)


@dataclass
class Screen:
    """One browser on an alarm desk."""

    host: str
    cookie: str
    seen: dict[str, float] = field(default_factory=dict)
    questions: int = 0
    _rung: bool = False
    _wanted: bool = False
    _last: float = 0.0

    async def live(self) -> None:
        """Hear and ask until stopped."""
        said = {"Cookie": self.cookie}
        self._heard = asyncio.Event()
        self._line, self._wire = Wire(self.host, said), Wire(self.host, said)
        await self._line.open()
        await self._wire.open()
        await asyncio.gather(self._listen(), self._keep_asking())

    async def _listen(self) -> None:
        stream = await self._line.stream("/live/stream")
        while line := await stream.readline():
            if line.startswith(b'data: {"seq"'):
                kind = json.loads(line[6:]).get("kind", "")
                self._rung = self._rung or kind == RINGS
                self._wanted = self._wanted or kind.startswith(KINDS)
                self._heard.set()
        raise ConnectionError("a screen's stream ended")

    async def _keep_asking(self) -> None:
        while True:
            await self._heard.wait()
            self._heard.clear()
            if not self._rung and self._wanted:
                rest = max(0.0, self._last + EVERY - time.perf_counter()) + random.random() * EVERY / 4
                await self._rest(rest)
            if self._rung or self._wanted:
                self._rung = self._wanted = False
                await self._ask()

    async def _rest(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while not self._rung and (left := end - time.perf_counter()) > 0:
            try:
                await asyncio.wait_for(self._heard.wait(), left)
                self._heard.clear()
            except TimeoutError:
                return

    async def _ask(self) -> None:
        self._last = time.perf_counter()
        self.questions += 1
        status, page = await self._wire.get(STRIP, _FRAGMENT)
        at = time.perf_counter()
        # As in fresh.js: what rang while a question was under way waits its turn like any other news.
        self._rung, self._wanted = False, self._rung or self._wanted
        if status != 200:
            raise ConnectionError(f"{status}: {page[:200]!r}")
        for name in _NAMED.findall(page):
            self.seen.setdefault(name.decode(), at)
