"""Reports in a closed loop: so many machines, each with its own token, each sends the next when it has its answer."""

import asyncio
import itertools
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import uvloop

from bench.wire import Wire

PATH = "/api/v1/incidents"
FLASH = {
    "type": "RIOT",
    "summary": "Keributan di blok hunian, warga binaan menolak masuk kamar",
    "under_control": False,
    "help_needed": True,
}


@dataclass
class Burst:
    """What came of a round."""

    seconds: float
    milliseconds: list[float] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Reports a second."""
        return len(self.milliseconds) / self.seconds


class NotCreated(RuntimeError):
    """An answer other than 201: a figure with refusals in it is no figure."""


def send(url: str, tokens: Sequence[str], *, seconds: float = 600, count: int = 1_000_000) -> Burst:
    """As many reports as the clock or the count allows."""
    return uvloop.run(_send(url, tokens, seconds, count))


async def _send(url: str, tokens: Sequence[str], seconds: float, count: int) -> Burst:
    wires = [Wire(url, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}) for token in tokens]
    for wire in wires:
        await wire.open()
    numbers = itertools.count()
    begin = time.perf_counter()
    burst = Burst(0)
    await asyncio.gather(*(_report(wire, burst, numbers, count, begin + seconds) for wire in wires))
    burst.seconds = time.perf_counter() - begin
    for wire in wires:
        await wire.close()
    return burst


async def _report(wire: Wire, burst: Burst, numbers: "itertools.count[int]", count: int, end: float) -> None:
    content = json.dumps(FLASH).encode()
    while (before := time.perf_counter()) < end and next(numbers) < count:
        status, body = await wire.post(PATH, content, f"Idempotency-Key: {uuid4()}\r\n")
        burst.milliseconds.append(1000 * (time.perf_counter() - before))
        if status != 201:
            raise NotCreated(f"{status}: {body[:300]!r}")
    burst.last = burst.last or json.loads(body)
