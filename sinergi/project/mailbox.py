"""The demo's mailbox: a real SMTP server that keeps every message as a file under HOME/mail."""

import os
import signal
from email.message import EmailMessage
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from sinergi.core.ids import new_id
from sinergi.project import env


class Keep:
    """Writes each message to its own file; the name sorts by time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd's names
        """Keep the message, then say so."""
        to = EmailMessage()
        to["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        draft = self._folder / f".{new_id()}"
        draft.write_bytes(to.as_bytes().rstrip() + b"\n" + (envelope.original_content or b""))
        draft.rename(self._folder / f"{draft.name[1:]}.eml")
        return "250 Kept"


def main() -> None:
    """Receive until told to stop. Only the demo has a mailbox: it never takes the processor from what is shown."""
    os.nice(10)
    folder = Path(env.text("SINERGI_HOME")) / "mail"
    folder.mkdir(exist_ok=True, mode=0o700)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    controller = Controller(Keep(folder), hostname="127.0.0.1", port=urlsplit(env.text("SMTP_URL")).port or 0)
    controller.start()
    stop.wait()
    controller.stop()
