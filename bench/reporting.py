"""``POST /incidents`` through the front door, and pgbench writing the same rows, in turn."""

from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import floor, machine, reports, trips
from bench.floor import Floor
from bench.reports import Burst
from bench.stand import SENDS, Stand
from bench.table import Figure, share

ALONE, SECONDS = 300, 10


@dataclass
class Rounds:
    """What each round gave."""

    alone: list[Burst] = field(default_factory=list)
    together: list[Burst] = field(default_factory=list)
    floor_alone: list[Floor] = field(default_factory=list)
    floor_together: list[Floor] = field(default_factory=list)
    cpu: dict[str, float] = field(default_factory=dict)


def measure(
    stand: Stand, quiet: machine.Quiet, clients: list[str], rounds: int, file: Path
) -> tuple[list[Figure], str]:
    """Product and floor take turns, so that what happens to the machine happens to both."""
    trip = trips.count(stand, clients[0])
    note = f"and {trip.looks:.1f} by which the pool makes sure that the connection still stands"
    asked = Figure("round trips of a report", trip.asked, "", most=trips.MOST, note=note)
    rows = _write_floor(stand, clients[0], file)
    found = Rounds()
    for number in range(1, rounds + 1):
        quiet.wait(f"one client, round {number}")
        found.alone.append(reports.send(stand.stack.url, clients[:1], count=ALONE))
        stand.settle()
        found.floor_alone.append(floor.run(stand.socket_folder, file, clients=1, seconds=2))
        stand.settle()
        quiet.wait(f"32 clients, round {number}")
        _together(stand, clients, found)
        stand.settle()
        quiet.wait(f"floor, round {number}")
        found.floor_together.append(floor.run(stand.socket_folder, file, clients=32, seconds=SECONDS))
        stand.settle()
    return [asked, *_figures(found, rows)], _costs(found)


def _write_floor(stand: Stand, token: str, file: Path) -> dict[str, int]:
    told = reports.send(stand.stack.url, [token], count=1).last
    text, rows = floor.script(stand.owner_url, told["id"], told["alerts"][0])
    if rows["alerts_delivery"] != SENDS:
        raise RuntimeError(f"the measured report plans {rows['alerts_delivery']} sends, not {SENDS}")
    file.write_text(text)
    return rows


def _together(stand: Stand, clients: list[str], found: Rounds) -> None:
    before = machine.cpu_by_part(stand.process.pid)
    found.together.append(reports.send(stand.stack.url, clients, seconds=SECONDS))
    after = machine.cpu_by_part(stand.process.pid)
    for part, seconds in after.items():
        found.cpu[part] = found.cpu.get(part, 0) + seconds - before.get(part, 0)


def _figures(found: Rounds, rows: dict[str, int]) -> list[Figure]:
    alone = [value for burst in found.alone for value in burst.milliseconds]
    together = [value for burst in found.together for value in burst.milliseconds]
    rate, bottom = median(b.rate for b in found.together), median(f.rate for f in found.floor_together)
    one = median(f.milliseconds for f in found.floor_alone)
    parts = ", ".join(f"{table} {count}" for table, count in rows.items())
    in_turn = " ".join(f"{b.rate:.0f}/{f.rate:.0f}" for b, f in zip(found.together, found.floor_together, strict=True))
    p50 = share(alone, 0.5)
    return [
        Figure("report, 1 client, p50", p50, "ms", most=6, floor=f"{one:.1f} ms", ratio=f"{100 * one / p50:.0f} %"),
        Figure("report, 1 client, p99", share(alone, 0.99), "ms", most=20, note=f"{len(alone)} reports"),
        Figure(
            "reports a second, 32 clients", rate, "/s", least=400,
            floor=f"{bottom:.0f} /s", ratio=f"{100 * rate / bottom:.0f} %", note=f"product/floor by round: {in_turn}",
        ),
        Figure("part of the floor (goal 40)", 100 * rate / bottom, "%", least=15, note=f"rows: {parts}"),
        Figure("report, 32 clients, p99", share(together, 0.99), "ms", most=200, note=f"{len(together)} reports"),
    ]  # fmt: skip


def _costs(found: Rounds) -> str:
    made = sum(len(burst.milliseconds) for burst in found.together)
    spent = sorted(found.cpu.items(), key=lambda part: -part[1])
    return ", ".join(f"{part} {1000 * seconds / made:.2f}" for part, seconds in spent)
