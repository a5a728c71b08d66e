"""Just enough HTTP/1.1 behind Caddy to let somebody in and keep the line open: one object per connection."""

import asyncio
from http import HTTPStatus
from typing import TypeGuard, cast
from urllib.parse import parse_qsl

import httptools
from django.conf import settings
from django.db import Error as DatabaseError
from django.http import parse_cookie
from django.utils.translation import gettext as _

from sinergi.access import queries as access
from sinergi.access.types import Scope
from sinergi.core.actor import Actor
from sinergi.live import sse
from sinergi.live.feed import Feed
from sinergi.live.streams import Stream

PAGE_STREAM = b"/live/stream"
API_STREAM = b"/api/v1/stream"
HEALTH = b"/health"
LARGEST_HEAD = 16_384
PATIENCE = 10.0  # seconds for a request's head to arrive
BUFFER = 262_144  # bytes unread by a slow reader before it is cut off; it resumes by Last-Event-ID
TOO_FAR = -(1 << 62)


class Connection(asyncio.Protocol):
    """One connection: a request's head, then one refusal or one stream."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._parser = httptools.HttpRequestParser(self)
        self._path = self._query = b""
        self._headers: dict[bytes, bytes] = {}
        self._size = 0
        self._is_answered = False
        self._stream: Stream | None = None
        self._entering: asyncio.Task[None] | None = None

    # What the loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=BUFFER)
        self._deadline = asyncio.get_running_loop().call_later(PATIENCE, self._transport.abort)

    def data_received(self, data: bytes) -> None:
        self._size += len(data)
        if self._is_answered:
            return
        if self._size > LARGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._refuse(HTTPStatus.BAD_REQUEST)

    def pause_writing(self) -> None:
        self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        self._deadline.cancel()
        if self._entering:
            self._entering.cancel()
        if self._stream:
            self._feed.streams.close(self._stream)

    # What the parser calls.

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.lower()] = value

    def on_headers_complete(self) -> None:
        self._deadline.cancel()
        self._path, _, self._query = self._path.partition(b"?")
        if self._is_answered:
            return
        if self._path not in (PAGE_STREAM, API_STREAM, HEALTH):
            self._refuse(HTTPStatus.NOT_FOUND)
        elif self._parser.get_method() != b"GET":
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, allow="GET")
        elif self._path == HEALTH:
            self._say_health()
        else:
            self._is_answered = True
            self._entering = asyncio.get_running_loop().create_task(self._enter())

    # How somebody is let in.

    async def _enter(self) -> None:
        try:
            actor = await self._feed.ask(access.find_actor, self._secret()) if self._secret() else None
            if self._is_welcome(actor):
                self._stream = Stream(actor, self._transport)
                self._feed.streams.open(self._stream)
                self._transport.write(sse.OPEN)
                await self._feed.admit(self._stream, self._last_event_id())
        except DatabaseError:
            if self._stream:
                self._transport.abort()  # half caught up: it comes back with the last place it heard
            else:
                self._refuse(
                    HTTPStatus.SERVICE_UNAVAILABLE,
                    _("The stream cannot be opened for a moment. Ask again soon."),
                    retry_after="2",
                )

    def _is_welcome(self, actor: Actor | None) -> TypeGuard[Actor]:
        if actor is None:
            headers = {"www_authenticate": "Bearer"} if self._path == API_STREAM else {}
            self._refuse(HTTPStatus.UNAUTHORIZED, **headers)
        elif Scope.READ not in actor.scopes:
            self._refuse(HTTPStatus.FORBIDDEN, _("This token may not read."))
        elif not self._feed.streams.has_room(actor):
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS, retry_after="10")
        elif self._feed.head < 0:
            self._refuse(
                HTTPStatus.SERVICE_UNAVAILABLE,
                _("The stream cannot be opened for a moment. Ask again soon."),
                retry_after="1",
            )
        else:
            return True
        return False

    def _secret(self) -> str:
        if self._path == PAGE_STREAM:
            return parse_cookie(_text(self._headers.get(b"cookie", b""))).get(settings.SESSION_COOKIE_NAME, "")
        scheme, _, secret = _text(self._headers.get(b"authorization", b"")).partition(" ")
        return secret.strip() if scheme.lower() == "bearer" else ""

    def _last_event_id(self) -> int | None:
        """The place it knows, None for a first connection; a place that is no number is too far behind."""
        # A page that opens a stream anew cannot set the header: it says ``?after=``.
        after = dict(parse_qsl(_text(self._query))).get("after", "")
        given = _text(self._headers.get(b"last-event-id", b"")) or after
        if not given:
            return None
        return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else TOO_FAR

    def _say_health(self) -> None:
        status = HTTPStatus.SERVICE_UNAVAILABLE if self._feed.is_database_gone or self._feed.head < 0 else HTTPStatus.OK
        self._close_with(sse.answer(status, {"streams": len(self._feed.streams), "seq": self._feed.head}))

    def _refuse(self, status: HTTPStatus, detail: str = "", **headers: str) -> None:
        self._close_with(sse.refusal(status, detail, **headers))

    def _close_with(self, content: bytes) -> None:
        self._is_answered = True
        self._transport.write(content)
        self._transport.close()


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
