"""A real HTTP server that can be told to misbehave as providers do."""

import socketserver
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser


@dataclass(frozen=True)
class Request:
    """One POST as it came in."""

    path: str
    headers: Message
    body: bytes


Manner = Callable[["Line"], None]


@dataclass
class WebProvider:
    """Keeps what it was sent; ``manners`` answer in turn, then every request is accepted."""

    manners: deque[Manner] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    always: Manner | None = None
    closing: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def ids(self) -> list[str]:
        """The webhook-id of each request."""
        return [request.headers["webhook-id"] for request in self.requests]


class Line(socketserver.StreamRequestHandler):
    """One connection."""

    provider: WebProvider
    request_: Request

    def handle(self) -> None:
        """Read it whole, then answer in the manner that is due."""
        first = self.rfile.readline().decode().split(" ")
        head = b"".join(iter(self.rfile.readline, b"\r\n"))
        headers = BytesParser().parsebytes(head)
        provider = self.server.provider  # type: ignore[attr-defined]  # set by ``opened``
        self.provider = provider
        self.request_ = Request(first[1], headers, self.rfile.read(int(headers["Content-Length"])))
        provider.requests.append(self.request_)
        manner = provider.manners.popleft() if provider.manners else provider.always or accepts
        manner(self)

    def say(self, status: str, *headers: str) -> None:
        """One whole answer."""
        self.wfile.write("\r\n".join([f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "", ""]).encode())


def accepts(line: Line) -> None:
    """204."""
    line.say("204 No Content")


def is_silent(line: Line) -> None:
    """Never answers."""
    line.provider.closing.wait(30)


def drips(line: Line) -> None:
    """A header line at a time, for ever."""
    line.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not line.provider.closing.wait(0.02):
        line.wfile.write(b"X-More: yes\r\n")


def hangs_up(_line: Line) -> None:
    """The line goes dead."""


def loses(line: Line) -> None:
    """Says 200, and nobody ever reads it."""
    line.say("200 OK")


def answers_twice(line: Line) -> None:
    """Yes, and then no."""
    line.say("200 OK")
    line.say("500 Internal Server Error")


def babbles(line: Line) -> None:
    """Speaks something else."""
    line.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")


def says(status: str, *headers: str) -> Manner:
    """This status."""
    return lambda line: line.say(status, *headers)


def waits(seconds: float) -> Manner:
    """Accepts, but not at once."""

    def manner(line: Line) -> None:
        line.provider.closing.wait(seconds)
        line.say("204 No Content")

    return manner


class _Server(socketserver.ThreadingTCPServer):
    request_queue_size = 256
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that hung up is no news."""


@contextmanager
def opened() -> Iterator[WebProvider]:
    """The server on a free port."""
    provider = WebProvider()
    with _Server(("127.0.0.1", 0), Line) as server:
        server.provider = provider  # type: ignore[attr-defined]
        provider.url = f"http://127.0.0.1:{server.server_address[1]}/alarm"
        thread = threading.Thread(target=lambda: server.serve_forever(0.02))
        thread.start()
        try:
            yield provider
        finally:
            provider.closing.set()
            server.shutdown()
            thread.join()
