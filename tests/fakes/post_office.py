"""A real SMTP server that can be told to misbehave as providers do."""

import asyncio
from collections.abc import Awaitable, Callable
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.plugin.stack import free_port


class PostOffice:
    """Keeps what it accepts; ``mood`` answers DATA in its place."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.mood: Callable[[SMTP], Awaitable[str]] | None = None
        self.asked = 0
        self._kept: list[SMTP] = []
        self.lines: set[int] = set()
        self.on_taken: Callable[[list[str]], object] | None = None
        """Hears to whom each mail goes."""
        self.says_goodbye = False
        """Hangs up after each mail."""

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept, or what the mood says (the name is aiosmtpd's)."""
        self.asked += 1
        if self.on_taken:
            self.on_taken(envelope.rcpt_tos)
        self.lines.add(id(server))
        self._kept.append(server)  # so that no other line gets its number
        if self.says_goodbye:
            asyncio.get_running_loop().call_later(0.001, server.transport.close)  # type: ignore[union-attr]  # while it is connected
        if self.mood:
            return await self.mood(server)
        content = envelope.content
        self.mails.append(message_from_bytes(content if isinstance(content, bytes) else (content or "").encode()))
        return "250 OK"


async def busy(_server: SMTP) -> str:
    """Try again later."""
    return "451 4.3.0 Try again later"


async def refuses(_server: SMTP) -> str:
    """Never."""
    return "554 5.7.1 Refused"


async def dawdles(_server: SMTP) -> str:
    """Takes it after 50 ms, as providers far away do."""
    await asyncio.sleep(0.05)
    return "250 OK"


async def loses(_server: SMTP) -> str:
    """Takes it, and nobody ever reads it."""
    return "250 OK"


async def answers_twice(_server: SMTP) -> str:
    """Stutters."""
    return "250 OK\r\n250 OK"


async def hangs_up(server: SMTP) -> str:
    """The line goes dead in the middle of a mail."""
    server.transport.abort()  # type: ignore[union-attr]  # a socket's, while it is connected
    return "250 OK"


async def sleeps(_server: SMTP) -> str:
    """Answers later than anyone waits."""
    await asyncio.sleep(1)
    return "250 OK"


async def never_answers(_server: SMTP) -> str:
    """Until the other end is gone."""
    await asyncio.sleep(3600)
    return "250 OK"


def opened(office: PostOffice) -> Controller:
    """The server on a free port."""
    controller = Controller(office, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller
