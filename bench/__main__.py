"""``python -m bench``: how fast the product is, with the floor under it, in one run and one table.

Everything goes through the front door of a demo of its own, in a home that is thrown away. docs/bench.md says what each
figure means.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from bench import machine, reporting, reports, resting, spreading
from bench.stand import Stand
from bench.table import Figure, show


def main() -> int:
    """Measure, print, and say by the exit code whether every target is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of product and floor in turn")
    parser.add_argument("--streams", type=int, default=1000)
    given = parser.parse_args()
    begin, quiet = time.monotonic(), machine.Quiet()
    print(f"{machine.about()}; load {' '.join(f'{value:.2f}' for value in os.getloadavg())}")
    with tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder:
        figures, costs = _measure(Path(folder), quiet, given.rounds, given.streams)
    print(f"\n{show(figures)}\n")
    print(f"CPU of each part, ms a report, 32 clients: {costs}")
    for figure in figures:
        if figure.note:
            print(f"{figure.name}: {figure.note}")
    if quiet.disturbed:
        print(f"The machine did not get quiet before: {', '.join(quiet.disturbed)}.")
    print(f"Took {time.monotonic() - begin:.0f} s.")
    return 0 if all(figure.is_met for figure in figures) else 1


def _measure(folder: Path, quiet: machine.Quiet, rounds: int, streams: int) -> tuple[list[Figure], str]:
    first = Stand.start(folder)
    print(f"  first start, with the demo's world: {first.seconds:.1f} s")
    first.stop()
    quiet.wait("ready")
    stand = Stand.start(folder, first.port)
    try:
        figures = resting.measure(stand, quiet)
        stand.set_the_posts()
        clients = stand.reporters(32)
        reports.send(stand.stack.url, clients, seconds=4)  # every connection has prepared its statements
        stand.settle()
        found, costs = reporting.measure(stand, quiet, clients, rounds, folder / "floor.sql")
        figures += found
        figures += spreading.measure(stand, quiet, streams)
        figures.append(resting.after_load(stand))
    finally:
        stand.stop()
    return figures, costs


if __name__ == "__main__":
    sys.exit(main())
