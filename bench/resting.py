"""What it takes to be there: seconds to ready, memory at rest, bytes of a first page."""

import time

from bench import machine, weight
from bench.stand import Stand
from bench.table import Figure
from sinergi.project.runtime import memory

REST = 10.0  # seconds after the last request
_SCREENS = (("guard", "guard's phone", 390, 844), ("police_desk", "police desk", 1440, 900))


def measure(stand: Stand, quiet: machine.Quiet) -> list[Figure]:
    """On a home that was started before, each page in a browser that has seen nothing."""
    figures = [Figure("ready on an initialised home", stand.seconds, "s", most=5)]
    for role, name, width, height in _SCREENS:
        if found := weight.first_page(stand.port, role, width=width, height=height):
            note = f"{found.answers} answers with their heads, from the door to the page at rest"
            figures.append(Figure(f"first page, {name}", found.bytes / 1000, "kB", most=150, note=note))
    time.sleep(REST)
    quiet.wait("memory")
    return [*figures, _memory(stand, "memory at rest, sum of PSS", 500)]


def after_load(stand: Stand) -> Figure:
    """What stays after everything else was measured; no target."""
    return _memory(stand, "memory after all of this", None)


def _memory(stand: Stand, name: str, most: float | None) -> Figure:
    shares = memory.by_name(stand.process.pid)
    largest = sorted(shares.items(), key=lambda share: -share[1])
    note = ", ".join(f"{program} {mib:.0f}" for program, mib in largest)
    return Figure(name, sum(shares.values()), "MiB", most=most, note=note)
