"""Starts the processes in order, starts again what dies, stops everything, leaves nothing."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sinergi.project.runtime import leftovers, spawn
from sinergi.project.runtime.children import Child
from sinergi.project.runtime.home import Home

_FIRST_PAUSE, _STEADY_AFTER = 0.1, 10.0
_LONGEST_PAUSE = {True: 0.5, False: 5.0}
"""Between starts, of a process that has been ready, and of one that never was: only that one may be beyond help."""
_LOG_LIMIT = 10_000_000


_Stage = dict[str, tuple[Child, asyncio.subprocess.Process]]


class NotReady(Exception):
    """A process does not become ready."""


class Supervisor:
    """Watches the processes of one installation until it is told to stop."""

    def __init__(self, home: Home, *, say: Callable[[str], None]) -> None:
        self._log, self._mark, self._say = home.log, leftovers.mark(home), say
        self._stages: list[_Stage] = []
        self._watches: list[asyncio.Task[None]] = []
        self._ready: set[str] = set()
        self._stopping = False

    async def run(self, start: Callable[["Supervisor"], Awaitable[None]]) -> None:
        """Run ``start``, then watch until SIGINT, SIGTERM or SIGHUP; stop cleanly whatever happens."""
        asked_to_stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, asked_to_stop.set)
        starting = asyncio.ensure_future(start(self))
        waiting = asyncio.ensure_future(asked_to_stop.wait())
        rotating = asyncio.create_task(self._rotate())
        try:
            await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                await waiting
        finally:
            for task in (starting, waiting, rotating):
                task.cancel()
            await self._stop()

    async def start(self, children: list[Child], *, within: float = 120) -> None:
        """Start these together; return when each of them is ready."""
        stage: _Stage = {}
        self._stages.append(stage)
        self._watches += [asyncio.create_task(self._keep(child, stage)) for child in children]
        await asyncio.gather(*(self._await_ready(child, within) for child in children))

    async def once(self, child: Child) -> None:
        """Run one command to its end."""
        stage: _Stage = {}
        self._stages.append(stage)
        process = await self._spawn(child, stage)
        if await process.wait():
            raise NotReady(f"{child.name} failed. Read {self._file(child.name)}:\n{self._last_lines(child.name)}")
        self._stages.remove(stage)

    async def _keep(self, child: Child, stage: _Stage) -> None:
        pause = _FIRST_PAUSE
        while True:
            if child.socket:
                child.socket.unlink(missing_ok=True)
            began = time.monotonic()
            process = await self._spawn(child, stage)
            code = await process.wait()
            if self._stopping:
                return
            # Its own children may have survived it (granian's workers do) and would hold its socket.
            _kill_group(process.pid)
            pause = _FIRST_PAUSE if time.monotonic() - began > _STEADY_AFTER else pause
            pause = min(pause, _LONGEST_PAUSE[child.name in self._ready])
            self._say(f"{child.name} ended with {code}; starting it again in {pause:.1f} s")
            await asyncio.sleep(pause)
            pause *= 2

    async def _spawn(self, child: Child, stage: _Stage) -> asyncio.subprocess.Process:
        with self._file(child.name).open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *child.argv,
                env=child.environment | self._mark,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # the terminal's Ctrl-C reaches us alone, so the order of stopping is ours
                preexec_fn=spawn.prepare(stop_signal=child.stop_signal, as_plain_user=child.as_plain_user),
            )
        stage[child.name] = child, process
        return process

    async def _await_ready(self, child: Child, within: float) -> None:
        deadline = time.monotonic() + within
        while not await child.ready():
            if time.monotonic() > deadline:
                raise NotReady(
                    f"{child.name} is not ready after {within:.0f} s. Read {self._file(child.name)}:\n"
                    + self._last_lines(child.name)
                )
            await asyncio.sleep(0.03)
        self._ready.add(child.name)

    async def _stop(self) -> None:
        self._stopping = True
        for watch in self._watches:
            watch.cancel()
        for stage in reversed(self._stages):
            await asyncio.gather(*(self._end(child, process) for child, process in stage.values()))

    async def _end(self, child: Child, process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            process.send_signal(child.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                self._say(f"{child.name} does not stop; killing it")
        _kill_group(process.pid)
        await process.wait()

    async def _rotate(self) -> None:
        """Keep each log below a limit; its writer appends, so truncating in place is safe."""
        while True:
            for file in self._log.glob("*.log"):
                if file.stat().st_size > _LOG_LIMIT:
                    shutil.copyfile(file, file.with_suffix(".log.1"))
                    os.truncate(file, 0)
            await asyncio.sleep(5)

    def _file(self, name: str) -> Path:
        return self._log / f"{name}.log"

    def _last_lines(self, name: str) -> str:
        return "\n".join(self._file(name).read_text(errors="replace").splitlines()[-15:])


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
