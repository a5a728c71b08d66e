"""What a keeper is told of the alarm system itself. No unit, person or incident: mail is read by others."""

import smtplib
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from sinergi.alerts.types import SystemKind, SystemLine, SystemMail

TIMEOUT = 5.0
LONGEST = 20.0
"""Seconds for one batch: a server that hangs must not hold up the next round."""

# Official text, Indonesian by rule (architecture §5), not gettext.
K = SystemKind
SENTENCES: dict[SystemKind, str] = {
    K.SILENT_ENGINE: "Mesin siaga diam. Alarm baru mungkin tidak membangunkan siapa pun: telepon langsung.",
    K.LATE_LADDER: "Tangga alarm terlambat naik ({count}). Telepon jabatan berikutnya langsung.",
    K.OLD_PENDING: "Alarm belum terkirim ({count}). Telepon langsung.",
    K.EXPIRED_LEASE: "Pengiriman alarm tersangkut ({count}). Telepon untuk memastikan pihak lain tahu.",
    K.FAILING_CHANNEL: "Pesan alarm lewat {key} tidak sampai ({count}). Buka Sinergi dengan suara menyala.",
    K.ROSTER_GAP: "Jadwal jaga kosong di satuan Anda atau di bawahnya. Isi sekarang.",
    K.DESK_WITHOUT_SCREEN: "Meja jaga satuan Anda atau di bawahnya tidak punya layar yang terdengar. "
    "Buka Sinergi di meja jaga dan nyalakan suaranya.",
}
CHANNELS = {"email": "surel", "live_screen": "layar"}
SUBJECT = "{mark}Sinergi: {what}"
BODY = """{mark}{lines}

Lihat dan tangani: {address}/system/

Surat ini dikirim oleh pengawas sistem Sinergi, bukan oleh mesin siaga. Jangan membalas surat ini.
"""


def send(mails: Sequence[SystemMail]) -> list[SystemMail]:
    """Hand them to the SMTP server on one connection; returns those that were not accepted."""
    deadline = time.monotonic() + LONGEST
    connection = get_connection(timeout=TIMEOUT)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return list(mails)
    failed = []
    for mail in mails:
        try:
            if time.monotonic() > deadline:
                raise TimeoutError
            connection.send_messages([_letter(mail)])
        except (OSError, smtplib.SMTPException, ValueError):  # ValueError: an address with a line break in it
            failed.append(mail)
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return failed
    return failed


def _letter(mail: SystemMail) -> EmailMessage:
    mark = "[CONTOH] " if settings.DEMO else ""
    is_over = all(line.ended_at for line in mail.lines)
    what = "gangguan sistem alarm sudah berakhir" if is_over else "sistem alarm terganggu"
    body = BODY.format(mark=mark, lines="\n".join(_sentences(mail.lines)), address=settings.PUBLIC_URL.rstrip("/"))
    return EmailMessage(SUBJECT.format(mark=mark, what=what), body, settings.DEFAULT_FROM_EMAIL, [mail.address])


def _sentences(lines: Sequence[SystemLine]) -> Iterator[str]:
    for line in sorted(lines, key=lambda line: (line.ended_at is not None, line.since_at)):
        said = SENTENCES[line.kind].format(count=line.count, key=CHANNELS.get(line.key, line.key))
        if line.ended_at:
            yield f"- SELESAI {_clock(line.ended_at)}: {said.partition('.')[0]}."
        else:
            yield f"- Sejak {_clock(line.since_at)}: {said}"


def _clock(at: datetime) -> str:
    return at.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%d-%m-%Y %H.%M WIB")
