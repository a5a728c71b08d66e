"""``python -m bench``: how fast the product is, with the floor under it, in one run and one table.

Everything goes through the front door of a demo of its own, in a home that is thrown away. docs/bench.md says what each
figure means.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench import ladders, machine, reporting, reports, resting, sending, spreading
from bench.stand import Stand
from bench.table import Figure, show

MARK = "<!-- what follows is written by python -m bench --record -->"


def main() -> int:
    """Measure, print, and say by the exit code whether every target is kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of product and floor in turn")
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--record", action="store_true", help="write the table into docs/bench.md")
    given = parser.parse_args()
    begin, quiet = time.monotonic(), machine.Quiet()
    where = f"{machine.about()}; at the start {machine.load()}, pace {machine.pace():.0f} ms"
    print(where)
    with tempfile.TemporaryDirectory(prefix="sinergi-bench-") as folder:
        figures, costs = _measure(Path(folder), quiet, given.rounds, given.streams)
    text = "\n".join([where, "", show(figures), "", *_remarks(figures, costs, quiet)])
    print(f"\n{text}")
    if given.record:
        _record(text)
    print(f"Took {time.monotonic() - begin:.0f} s.")
    return 0 if all(figure.is_met for figure in figures) else 1


def _remarks(figures: list[Figure], costs: str, quiet: machine.Quiet) -> list[str]:
    told = [f"- {figure.name}: {figure.note}" for figure in figures if figure.note]
    if quiet.disturbed:
        told.append(f"- the machine did not get quiet before: {', '.join(quiet.disturbed)}")
    return [f"- CPU of each part, ms a report, 32 clients: {costs}", *told]


def _record(text: str) -> None:
    page = Path(__file__).parents[1] / "docs" / "bench.md"
    kept = page.read_text().partition(MARK)[0]
    page.write_text(f"{kept}{MARK}\n\n{text}\n")


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
        quiet.wait("mails")
        figures += sending.to_the_provider(stand)
        figures += spreading.measure(stand, quiet, streams)
        figures.append(resting.after_load(stand))
    finally:
        stand.stop()
    quiet.wait("a crowd")
    figures += sending.to_a_crowd(stand, folder)
    quiet.wait("ladders")
    figures += ladders.measure(stand, folder)
    return figures, costs


if __name__ == "__main__":
    sys.exit(main())
