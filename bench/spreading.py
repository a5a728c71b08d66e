"""From a report to everybody who must hear of it: the nudge on a thousand streams, the alarm on its screens."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

from bench import machine, screens, streams
from bench.crowd import tokens_like
from bench.stand import Stand
from bench.table import Figure, share

RATE, SECONDS = 10.0, 20
ROLES = ("shift_leader", "police_desk", "army")
SCREENS = 20
RINGING = 10
"""One report in so many is a riot, which rings on the screens; the others only make them look again."""


def measure(stand: Stand, quiet: machine.Quiet, count: int) -> list[Figure]:
    """Reports at a steady rate while streams and screens are open."""
    listeners = tokens_like(stand.owner_url, stand.stack.token("reporting_officer"), count)
    roles = [ROLES[number % len(ROLES)] for number in range(SCREENS)]
    bodies: list[dict[str, object]] = [{"type": "OTHER" if number else "RIOT"} for number in range(RINGING)]
    quiet.wait("streams and screens")
    own = multiprocessing.get_context("spawn")
    with own.Manager() as manager, ProcessPoolExecutor(1, mp_context=own) as pool:
        stop = manager.Event()
        watching = pool.submit(screens.watch, stand.port, roles, stop)
        time.sleep(4)  # every screen has entered
        with stand.answered_soon():
            heard = streams.measure(
                stand.stack.url, listeners, stand.stack.token("guard"), reports=int(RATE * SECONDS), rate=RATE,
                bodies=bodies,
            )  # fmt: skip
        stop.set()
        seen, questions = watching.result()
    stand.settle()
    riots = dict(list(heard.sent.items())[::RINGING])
    shown = screens.compare(seen, questions, riots)
    return [*_nudges(heard), *_content(shown)]


def _nudges(heard: streams.Heard) -> list[Figure]:
    last = f"last stream p50 {heard.last_p50:.0f}, p99 {heard.last_p99:.0f} ms"
    note = f"{heard.reports} reports at {RATE:g}/s on {heard.streams} streams; {last}; POST p50 {heard.post_p50:.1f} ms"
    return [
        Figure("nudge on each stream, p50", heard.p50, "ms", most=30, note=note),
        Figure("nudge on each stream, p99", heard.p99, "ms", most=100),
        Figure("nudges that did not arrive", heard.missing, "", most=0),
    ]


def _content(shown: screens.Shown) -> list[Figure]:
    p50, p99 = share(shown.milliseconds, 0.5), share(shown.milliseconds, 0.99)
    note = f"{shown.alarms} riots on {shown.screens} screens, p50 {p50:.0f} ms, {shown.questions} questions"
    return [
        Figure("alarm shown on its screens, p99", p99, "ms", most=500, note=note),
        Figure("alarms that were not shown", shown.missing, "", most=0),
    ]
