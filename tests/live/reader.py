"""A browser's end of a stream, in blocking sockets: no product code, so that bytes on the wire are what is tested."""

import json
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of the stream."""

    name: str
    id: int
    data: dict[str, Any]


class Reader:
    """Opens a stream and reads its events."""

    def __init__(self, socket_path: Path, **request: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(10)
        self._rest = b""
        try:
            self._socket.connect(str(socket_path))
            self._socket.sendall(_request(**request))
            self.status, self.headers = self._head()
        except OSError:
            self._socket.close()
            raise

    @staticmethod
    def is_healthy(path: Path) -> bool:
        """Does the process say it is well?"""
        try:
            reader = Reader(path, path="/health")
        except OSError:
            return False
        reader.close()
        return reader.status == 200

    def body(self) -> dict[str, Any]:
        """The whole answer of a refusal."""
        while piece := self._socket.recv(65536):
            self._rest += piece
        return dict(json.loads(self._rest))

    def next(self, seconds: float = 10) -> Heard:
        """The next event; TimeoutError if none comes."""
        deadline = time.monotonic() + seconds
        while True:
            block = self._block(deadline)
            if block and not block.startswith(b"retry:"):
                return _parsed(block)

    def until(self, name: str, seconds: float = 15) -> Heard:
        """The next event of this name."""
        deadline = time.monotonic() + seconds
        while True:
            heard = self.next(max(0.01, deadline - time.monotonic()))
            if heard.name == name:
                return heard

    def is_silent(self, seconds: float) -> bool:
        """Nothing but beats for so long."""
        try:
            while True:
                if self.next(seconds).name != "beat":
                    return False
        except TimeoutError:
            return True

    def ends(self, seconds: float) -> bool:
        """The other end closes within the time."""
        self._socket.settimeout(seconds)
        try:
            while self._socket.recv(65536):
                pass
        except TimeoutError:
            return False
        except ConnectionError:
            return True
        return True

    def close(self) -> None:
        """Go away."""
        self._socket.close()

    def _head(self) -> tuple[int, dict[str, str]]:
        while b"\r\n\r\n" not in self._rest:
            piece = self._socket.recv(65536)
            if not piece:
                raise ConnectionError(self._rest)
            self._rest += piece
        head, self._rest = self._rest.split(b"\r\n\r\n", 1)
        first, *lines = head.decode().split("\r\n")
        return int(first.split()[1]), dict(line.lower().split(": ", 1) for line in lines)

    def _block(self, deadline: float) -> bytes:
        while b"\n\n" not in self._rest:
            self._socket.settimeout(max(0.01, deadline - time.monotonic()))
            piece = self._socket.recv(65536)
            if not piece:
                raise ConnectionError("the stream ended")
            self._rest += piece
        block, self._rest = self._rest.split(b"\n\n", 1)
        return block


def _request(*, path: str, token: str = "", cookie: str = "", last: str = "", method: str = "GET") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"Cookie: a=b; sessionid={cookie}"] if cookie else []
    lines += [f"Last-Event-ID: {last}"] if last else []
    return "\r\n".join([*lines, "", ""]).encode()


def _parsed(block: bytes) -> Heard:
    found = dict(line.split(": ", 1) for line in block.decode().split("\n"))
    return Heard(found["event"], int(found.get("id", -1)), json.loads(found["data"]))
