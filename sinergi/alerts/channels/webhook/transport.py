"""POST a few words, signed, to a unit's own system. Nothing confidential: a code, a level and "open Sinergi"."""

import json
import socket
import ssl
import time
from contextlib import closing
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from django.conf import settings

from sinergi.alerts.channels.webhook import signing
from sinergi.alerts.channels.webhook.addresses import Refused, Target, resolve
from sinergi.alerts.types import ACCEPTED, Level, Outcome, Outgoing
from sinergi.core import clock, hidden

TIMEOUT = 5.0
"""Seconds for the whole exchange, however slowly it trickles."""
MOST_READ = 8192
LONGEST_WAIT = 3600.0
GONE = 410


def send(outgoing: Outgoing) -> Outcome:
    """One try; what went wrong is said by its place: name, address, connection, answer."""
    try:
        target = resolve(outgoing.address)
    except Refused as refused:
        return Outcome(f"refused address: {refused}", is_final=True)
    except OSError:
        return Outcome("name lookup failed")
    until = time.monotonic() + TIMEOUT
    try:
        line = _connect(target)
    except ssl.SSLError as problem:
        return Outcome(f"no secure connection: {problem.reason or type(problem).__name__}")
    except OSError as problem:
        return Outcome(f"no connection: {type(problem).__name__}")
    with closing(line):
        try:
            answer = _exchange(line, _request(target, outgoing), until)
        except OSError as problem:
            return Outcome(f"no answer: {type(problem).__name__}")
    return _judge(answer)


def payload(outgoing: Outgoing) -> bytes:
    """What the unit's system reads."""
    at = clock.now().isoformat()
    if outgoing.is_trial:
        return json.dumps({"type": "ping", "timestamp": at, "data": {}}).encode()
    told = {
        "code": outgoing.code,
        "level": Level(outgoing.level).name,
        "exercise": outgoing.exercise,
        "url": settings.PUBLIC_URL,
    }
    return json.dumps({"type": "alert.rung", "timestamp": at, "data": told}).encode()


def _connect(target: Target) -> socket.socket:
    line = socket.create_connection((target.address, target.port), TIMEOUT)
    if not target.is_tls:
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=target.host)
    except BaseException:
        line.close()
        raise


def _request(target: Target, outgoing: Outgoing) -> bytes:
    body = payload(outgoing)
    secret = hidden.reveal(outgoing.secret, purpose=signing.PURPOSE)
    host = f"[{target.host}]" if ":" in target.host else target.host
    headers = {
        "Host": host if target.port in {80, 443} else f"{host}:{target.port}",
        "User-Agent": "Sinergi",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **signing.headers(secret, key=str(outgoing.id), at=clock.now(), body=body),
    }
    lines = [f"POST {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode() + body


def _exchange(line: socket.socket, request: bytes, until: float) -> bytes:
    """The head of the first answer; whatever follows it is not read."""
    line.settimeout(max(0.01, until - time.monotonic()))
    line.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got and len(got) < MOST_READ:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        piece = line.recv(4096)
        if not piece:
            raise ConnectionResetError
        got += piece
    return got.partition(b"\r\n\r\n")[0]


def _judge(answer: bytes) -> Outcome:
    first, _, rest = answer.partition(b"\r\n")
    words = first.split(b" ", 2)
    if not first.startswith(b"HTTP/1.") or len(words) < 2 or not words[1].isdigit():
        return Outcome("no answer: not HTTP")
    status = int(words[1])
    if 200 <= status < 300:
        return ACCEPTED
    headers = BytesHeaderParser().parsebytes(rest)
    return Outcome(f"status {status}", is_final=status == GONE, wait=_wait(headers.get("Retry-After", "")))


def _wait(asked: str) -> float:
    """Seconds, or a date; at most an hour, since nobody may silence an alarm for longer."""
    try:
        seconds = (
            float(asked) if asked.strip().isdigit() else (parsedate_to_datetime(asked) - clock.now()).total_seconds()
        )
    except (ValueError, TypeError):
        return 0
    return min(max(0.0, seconds), LONGEST_WAIT)
