"""How one sees that a process is ready, from outside."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sinergi.project.runtime.postgres import Cluster

Probe = Callable[[], Awaitable[bool]]


async def always() -> bool:
    """For a process that nobody waits for."""
    return True


def postgres(cluster: Cluster) -> Probe:
    """It answers a login."""
    return lambda: asyncio.to_thread(cluster.is_ready)


def port(number: int) -> Probe:
    """It accepts a connection on this port of the loopback."""
    return lambda: _opens(asyncio.open_connection("127.0.0.1", number))


def unix(path: Path) -> Probe:
    """It accepts a connection on this socket."""
    return lambda: _opens(asyncio.open_unix_connection(path))


def http(path: Path) -> Probe:
    """It answers HTTP on this socket, whatever it answers."""
    return lambda: _answers(path)


def fresh(beat: Path, *, seconds: float = 5) -> Probe:
    """It touched its heartbeat file lately."""

    async def probe() -> bool:
        return is_fresh(beat, seconds=seconds)

    return probe


def is_fresh(beat: Path, *, seconds: float = 5) -> bool:
    """Whether a heartbeat file was touched lately."""
    return beat.exists() and time.time() - beat.stat().st_mtime < seconds


async def get(path: Path, address: str) -> tuple[int, str]:
    """A tiny HTTP GET over a unix socket: status and body."""
    reader, writer = await asyncio.open_unix_connection(path)
    # Without a Host header Django answers 400.
    writer.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    answer = (await reader.read()).decode(errors="replace")
    writer.close()
    head, _, body = answer.partition("\r\n\r\n")
    return (int(head.split(" ", 2)[1]) if head else 0), body


async def _answers(path: Path) -> bool:
    try:
        status, _ = await asyncio.wait_for(get(path, "/health"), 5)
    except (OSError, TimeoutError):
        return False
    return status > 0


async def _opens(connecting: Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]) -> bool:
    try:
        _, writer = await connecting
    except OSError:
        return False
    writer.close()
    return True
