"""How soon a report is heard: N open streams through the front door, reports at a steady rate, from POST to receive.

One epoll loop in one process, so that the client costs little of the two cores it shares with the product.
"""

import argparse
import json
import re
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from bench.crowd import tokens_like

SUBJECT = re.compile(rb'"kind":"incident\.reported","subject":"incident:([0-9a-f-]{36})"')


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a measurement; times in milliseconds from before the POST."""

    streams: int
    reports: int
    missing: int
    p50: float
    p99: float
    last_p50: float
    """Until the last stream had heard, half of the reports."""
    last_p99: float
    post_p50: float
    post_p99: float
    sent: Mapping[str, tuple[float, float]] = field(default_factory=dict, repr=False)
    """Each report: when it was sent, and when it was answered."""

    def __str__(self) -> str:
        return (
            f"{self.streams} streams, {self.reports} reports: each p50 {self.p50:.1f} p99 {self.p99:.1f} ms, "
            f"last p50 {self.last_p50:.1f} p99 {self.last_p99:.1f} ms, "
            f"POST p50 {self.post_p50:.1f} p99 {self.post_p99:.1f} ms, {self.missing} missing"
        )


@dataclass
class Crowd:
    """The open streams, and when each heard of what."""

    url: str
    tokens: Sequence[str]
    heard: dict[str, list[float]] = field(default_factory=dict)
    closed: int = 0

    def open(self) -> None:
        """All of them, each past its first words."""
        self._selector = selectors.DefaultSelector()
        self._stopped = threading.Event()
        for start in range(0, len(self.tokens), 100):
            batch = [self._connect(token) for token in self.tokens[start : start + 100]]
            for connection in batch:
                _await_open(connection)
                connection.settimeout(0)
                self._selector.register(connection, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Go away."""
        self._stopped.set()
        self._thread.join(5)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # each is a socket

    def _connect(self, token: str) -> socket.socket:
        parts = urlsplit(self.url)
        connection = socket.create_connection((parts.hostname or "localhost", parts.port or 80), timeout=30)
        request = f"GET /api/v1/stream HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {token}\r\n\r\n"
        connection.sendall(request.encode())
        return connection

    def _listen(self) -> None:
        while not self._stopped.is_set():
            for key, _ in self._selector.select(0.2):
                self._take(key.fileobj)  # type: ignore[arg-type]  # a socket

    def _take(self, connection: socket.socket) -> None:
        # A nudge is one write of the server; one cut in two by the network counts as missing, never as fast.
        piece = connection.recv(65536)
        at = time.perf_counter()
        if not piece:
            self.closed += 1
            self._selector.unregister(connection)
            connection.close()
        for subject in SUBJECT.findall(piece):
            self.heard.setdefault(subject.decode(), []).append(at)


def measure(
    url: str, listeners: Sequence[str], reporter: str, *, reports: int, rate: float, bodies: Sequence[dict[str, object]]
) -> Heard:
    """Open the streams, post the bodies in turn at the rate, wait for the last, count."""
    crowd = Crowd(url, listeners)
    crowd.open()
    sent = _post(url, reporter, reports, rate, bodies)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(len(crowd.heard.get(key, ())) < len(listeners) for key in sent):
        time.sleep(0.1)
    crowd.close()
    return _counted(crowd, sent)


def _post(
    url: str, token: str, reports: int, rate: float, bodies: Sequence[dict[str, object]]
) -> dict[str, tuple[float, float]]:
    sent: dict[str, tuple[float, float]] = {}
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=30) as client:
        begin = time.perf_counter()
        for number in range(reports):
            time.sleep(max(0.0, begin + number / rate - time.perf_counter()))
            before = time.perf_counter()
            body, key = bodies[number % len(bodies)], {"Idempotency-Key": str(uuid4())}
            answer = client.post("/api/v1/incidents", json=body, headers=key).raise_for_status()
            sent[answer.json()["id"]] = (before, time.perf_counter())
    return sent


def _counted(crowd: Crowd, sent: dict[str, tuple[float, float]]) -> Heard:
    each: list[float] = []
    last: list[float] = []
    for subject, (before, _) in sent.items():
        times = [1000 * (at - before) for at in crowd.heard.get(subject, ())]
        each += times
        last += [max(times)] if times else []
    posts = [1000 * (after - before) for before, after in sent.values()]
    missing = len(sent) * len(crowd.tokens) - len(each)
    (p50, p99), (last_p50, last_p99), (post_p50, post_p99) = (_points(sample) for sample in (each, last, posts))
    return Heard(
        len(crowd.tokens), len(sent), missing, p50, p99, last_p50, last_p99, post_p50, post_p99, sent=sent
    )  # fmt: skip


def _points(sample: list[float]) -> tuple[float, float]:
    if len(sample) < 2:
        return (float("nan"), float("nan"))
    cuts = statistics.quantiles(sample, n=100)
    return cuts[49], cuts[98]


def _await_open(connection: socket.socket) -> None:
    seen = b""
    while b"event: hello" not in seen:
        piece = connection.recv(4096)
        if not piece or b" 200 " not in (seen + piece)[:20]:
            raise ConnectionError((seen + piece)[:200])
        seen += piece


def main() -> None:
    """Measure a running demo: its file says address and tokens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo_file")
    parser.add_argument("database_url", help="any role that may insert tokens")
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--type", default="OTHER")
    given = parser.parse_args()
    with open(given.demo_file) as file:  # noqa: PTH123 - one line
        demo = json.load(file)
    reporter = demo["tokens"]["guard"]
    listeners = tokens_like(given.database_url, demo["tokens"]["reporting_officer"], given.streams)
    bodies: list[dict[str, object]] = [{"type": given.type}]
    found = measure(demo["url"], listeners, reporter, reports=given.reports, rate=given.rate, bodies=bodies)
    print(found)


if __name__ == "__main__":
    main()
