"""A mail says only that an alarm waits, and its short code: nothing confidential leaves the house."""

import smtplib
import ssl
from collections import deque
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from sinergi.alerts.types import ACCEPTED, Outcome, Outgoing

TIMEOUT = 10.0

# Official text, Indonesian by rule (architecture §5), not gettext.
SUBJECT = "{mark}Sinergi: alarm menunggu jawaban ({code})"
BODY = """{mark}Ada alarm yang menunggu jawaban Anda.

Buka Sinergi untuk melihat dan menjawabnya: {address}
Kode: {code}

Surat ini tidak memuat isi laporan. Jangan membalas surat ini.
"""
TRIAL_SUBJECT = "{mark}Sinergi: surat uji"
TRIAL_BODY = """{mark}Surat uji yang Anda minta sudah sampai. Tidak ada alarm.

Alarm Sinergi akan dikirim ke alamat ini: {address}
"""

_kept: deque[Any] = deque()
"""Open lines to the provider, between two mails of one burst."""


def send(outgoing: Outgoing) -> Outcome:
    """Hand the mail to the SMTP server."""
    line = None
    try:
        line = _line()
        line.send_messages([_mail(outgoing, line)])
    except (OSError, smtplib.SMTPException) as problem:
        _drop(line)
        return Outcome(f"SMTP: {_name(problem)}", is_final=_is_final(problem))
    except BaseException:
        _drop(line)
        raise
    _kept.append(line)
    return ACCEPTED


def hang_up() -> None:
    """Close the lines that nobody uses."""
    while line := _kept_line():
        _drop(line)


def _line() -> Any:
    while line := _kept_line():
        if _is_alive(line):
            return line
        _drop(line)
    line = get_connection(timeout=TIMEOUT)
    line.open()
    return line


def _kept_line() -> Any:
    try:
        return _kept.pop()
    except IndexError:
        return None


def _is_alive(line: Any) -> bool:
    # Asked first: a provider that has hung up meanwhile would leave us not knowing whether it took the mail.
    server = getattr(line, "connection", None)
    try:
        return server is not None and not _has_said_more(server) and server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _has_said_more(server: Any) -> bool:
    """A provider that answered twice: what it says next would be taken for the answer to the next mail."""
    server.sock.settimeout(0)
    try:
        return bool(server.file and server.file.peek(1))
    except ssl.SSLWantReadError:
        return False
    finally:
        server.sock.settimeout(TIMEOUT)


def _drop(line: Any) -> None:
    if line is None:
        return
    server, line.connection = getattr(line, "connection", None), None
    if server is not None:
        server.close()


def _mail(outgoing: Outgoing, line: Any) -> EmailMessage:
    words = {"mark": _mark(outgoing), "code": outgoing.code, "address": settings.PUBLIC_URL}
    subject, body = (TRIAL_SUBJECT, TRIAL_BODY) if outgoing.is_trial else (SUBJECT, BODY)
    return EmailMessage(
        subject.format(**words),
        body.format(**words),
        settings.DEFAULT_FROM_EMAIL,
        [outgoing.address],
        headers={"Message-ID": f"<{outgoing.id}@sinergi.invalid>", "X-Sinergi-Code": outgoing.code},
        connection=line,
    )


def _mark(outgoing: Outgoing) -> str:
    marks = ["CONTOH"] if settings.DEMO else []
    return "".join(f"[{mark}] " for mark in [*marks, *(["LATIHAN"] if outgoing.exercise else [])])


def _code(problem: Exception) -> int:
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return max((code for code, _text in problem.recipients.values()), default=0)
    return problem.smtp_code if isinstance(problem, smtplib.SMTPResponseException) else 0


def _is_final(problem: Exception) -> bool:
    """A refused mail or reader stays refused; a refused login is ours to put right, and the mail waits for it."""
    ours = isinstance(problem, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError)
    return not ours and 500 <= _code(problem) < 600


def _name(problem: Exception) -> str:
    """Kind and number: the provider's own words quote addresses."""
    return " ".join(filter(None, [type(problem).__name__, str(_code(problem) or "")]))
