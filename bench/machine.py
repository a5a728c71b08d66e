"""The machine under a figure: how busy it is, what it is, and what each part of the product costs it."""

import os
import platform
import time
from dataclasses import dataclass, field
from pathlib import Path

from sinergi.project.runtime import memory

QUIET = 0.7  # cores busy with anything
PATIENCE = 60.0
_TICK = os.sysconf("SC_CLK_TCK")
_SIGNS = {
    "postgres": "postgres",
    "nats-server": "nats",
    "granian": "web",
    "sinergi.live.server": "live",
    "sinergi.project engine": "engine",
    "sinergi.project mailbox": "mailbox",
    "sinergi.project auditor": "auditor",
    "caddy": "caddy",
}


@dataclass
class Quiet:
    """Waits until nothing else keeps the machine busy; its patience is for the whole run."""

    left: float = PATIENCE
    disturbed: list[str] = field(default_factory=list)
    """The figures that were measured on a machine that did not get quiet."""

    def wait(self, figure: str) -> None:
        """Say the load, and wait for less of it as long as patience lasts."""
        begin = time.monotonic()
        busy = _busy_cores()
        while busy > QUIET and time.monotonic() - begin < min(PATIENCE, self.left):
            busy = _busy_cores()
        waited = time.monotonic() - begin
        self.left -= waited
        if busy > QUIET:
            self.disturbed.append(figure)
        state = "quiet" if busy <= QUIET else "NOT QUIET"
        told = f"{state}, {busy:.1f} cores busy, {load()}, pace {pace():.0f} ms"
        print(f"  {figure}: {told}, waited {waited:.0f} s", flush=True)


def load() -> str:
    """The load averages."""
    return f"load {' '.join(f'{value:.2f}' for value in os.getloadavg())}"


def pace() -> float:
    """Milliseconds of CPU that a fixed piece of work costs now: a crowded core does less in each of them."""
    begin, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number
    return 1000 * (time.process_time() - begin)


def about() -> str:
    """One line on what it was measured on."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = f"Linux {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores ({model}), {gib:.0f} GiB, {system}"


def cpu_by_part(supervisor: int) -> dict[str, float]:
    """Seconds of CPU that each part has used since it started, with what its ended children used."""
    found: dict[str, float] = {"supervisor": cpu_seconds(supervisor)}
    for child in memory.children(supervisor):
        part = _part(child)
        found[part] = found.get(part, 0) + sum(cpu_seconds(pid) for pid in memory.tree(child))
    return found


def _part(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return "gone"
    return next((part for sign, part in _SIGNS.items() if sign in command), "other")


def cpu_seconds(pid: int) -> float:
    """What this process has used, with its ended children; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(ticks) for ticks in fields[11:15]) / _TICK


def _busy_cores(over: float = 2.0) -> float:
    # The load average remembers our own last round for a minute; this asks about now.
    before, begin = _idle_ticks(), time.monotonic()
    time.sleep(over)
    idle = (_idle_ticks() - before) / _TICK / (time.monotonic() - begin)
    return max(0.0, (os.cpu_count() or 1) - idle)


def _idle_ticks() -> int:
    idle, waiting = _lines("/proc/stat")[0].split()[4:6]
    return int(idle) + int(waiting)


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()
