"""A mail says only that an alarm waits, and its short code: nothing confidential leaves the house."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from sinergi.alerts.types import Outgoing

TIMEOUT = 10.0

# Official text, Indonesian by rule (architecture §5), not gettext.
SUBJECT = "{mark}Sinergi: alarm menunggu jawaban ({code})"
BODY = """{mark}Ada alarm yang menunggu jawaban Anda.

Buka Sinergi untuk melihat dan menjawabnya: {address}
Kode: {code}

Surat ini tidak memuat isi laporan. Jangan membalas surat ini.
"""


def send(outgoing: Outgoing) -> str:
    """Hand the mail to the SMTP server; returns why it was not accepted, or nothing."""
    words = {"mark": _mark(outgoing), "code": outgoing.code, "address": settings.PUBLIC_URL}
    mail = EmailMessage(
        SUBJECT.format(**words),
        BODY.format(**words),
        settings.DEFAULT_FROM_EMAIL,
        [outgoing.address],
        headers={"Message-ID": f"<{outgoing.id}@sinergi.invalid>", "X-Sinergi-Code": outgoing.code},
        connection=get_connection(timeout=TIMEOUT),
    )
    try:
        mail.send()
    except (OSError, smtplib.SMTPException) as problem:
        return f"SMTP: {type(problem).__name__}"
    return ""


def _mark(outgoing: Outgoing) -> str:
    marks = ["CONTOH"] if settings.DEMO else []
    return "".join(f"[{mark}] " for mark in [*marks, *(["LATIHAN"] if outgoing.exercise else [])])
