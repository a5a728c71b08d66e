"""The bytes of the stream (text/event-stream) and of its refusals (RFC 9457). A nudge says where to look."""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from sinergi.core.api.usual import MEDIA_TYPE, document
from sinergi.ledger.types import SealedFact

OPEN = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"Connection: close\r\n\r\n"
    b"retry: 2000\n\n"
)
DATABASE_GONE = b'event: state\ndata: {"database":"gone"}\n\n'
DATABASE_BACK = b'event: state\ndata: {"database":"back"}\n\n'
END = b"event: end\ndata: {}\n\n"
"""The session is over: asking again is useless until somebody signs in."""


def nudge(fact: SealedFact) -> bytes:
    """Something happened to a subject; whoever shows it asks for it again and is judged again."""
    what = {"seq": fact.seq, "kind": fact.kind, "subject": fact.subject, "level": fact.level, "exercise": fact.exercise}
    return _event("nudge", what, fact.seq)


def hello(seq: int, at: datetime) -> bytes:
    """A stream begins at the present."""
    return _event("hello", {"seq": seq, "at": at.isoformat()}, seq)


def resync(seq: int, at: datetime) -> bytes:
    """Too much was missed to be told one by one: ask for everything again."""
    return _event("resync", {"seq": seq, "at": at.isoformat()}, seq)


def beat(seq: int, at: datetime) -> bytes:
    """Still here. The id moves even those who heard nothing, so that they can resume later."""
    return _event("beat", {"at": at.isoformat()}, seq)


def refusal(status: HTTPStatus, detail: str = "", **headers: str) -> bytes:
    """A whole answer that is no stream; the connection closes after it."""
    return answer(status, document(status.value, detail), MEDIA_TYPE, **headers)


def answer(status: HTTPStatus, body: Mapping[str, object], kind: str = "application/json", **headers: str) -> bytes:
    """A whole small answer."""
    content = json.dumps(body, ensure_ascii=False).encode()
    lines = {
        "Content-Type": kind,
        "Content-Length": str(len(content)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in (lines | named).items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{head}\r\n".encode() + content


def _event(name: str, data: Mapping[str, object], seq: int) -> bytes:
    return f"id: {seq}\nevent: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
