"""The auditor: looks every ten seconds whether an alarm would wake somebody, and tells when not.

A process of its own, with its own connections, that needs neither the engine nor the wire: it seals its own facts,
rings itself, and sends its own mails. While it finds alarming sound it touches ``run/auditor.beat`` and, if an address
is set, asks it: whoever watches from another site notices when that stops.
"""

import logging
import signal
import socket
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from sinergi.alerts import actions as alerts
from sinergi.alerts.jobs import mail_system_alerts
from sinergi.ledger import actions as ledger
from sinergi.live import bell
from sinergi.live.connections import leave_pool
from sinergi.project.engine import PATIENCE, Loop, Worker, watch

EVERY = 10.0
ENGINE_SILENT_AFTER = 15.0
ANSWERS_WITHIN = 5.0  # seconds for the other site
# What takes or is held longer fails the round: the heartbeat stops, and the next round tries again.
IMPATIENT = " -c statement_timeout=4s -c lock_timeout=2s"
OWN_BELL, MAIL_BELL = "audit", "system-mail"  # rung by nobody else


class Auditor:
    """What one round leaves for the next, and for the heartbeat."""

    def __init__(self, run: Path) -> None:
        self._engine_beat, self._beat = run / "engine.beat", run / "auditor.beat"
        self._started = time.time()
        self._machine = socket.gethostname()[:80]
        self._is_sound = False

    def look(self) -> int:
        """One round."""
        self._is_sound, was_sound = False, self._is_sound
        audited = alerts.audit(machine=self._machine, engine_silent_since=self.engine_silent_since())
        if ledger.seal():
            bell.ring(bell.SEALED)
        if audited.raised or audited.ended:
            bell.ring(MAIL_BELL)
        self._is_sound = audited.is_sound
        if audited.is_sound:
            self._beat.touch()
        elif was_sound:
            logging.getLogger(__name__).warning("alarming is not sound: the heartbeat stops")
        return 0

    def engine_silent_since(self) -> datetime | None:
        """When this machine's engine was last heard, if that is too long ago; it may start as late as we did."""
        try:
            heard = self._engine_beat.stat().st_mtime
        except FileNotFoundError:
            heard = 0.0
        heard = max(heard, self._started)
        return datetime.fromtimestamp(heard, UTC) if time.time() - heard > ENGINE_SILENT_AFTER else None

    def ask_other_site(self) -> int:
        """The dead man's switch of another site: it is asked only while the last round was sound."""
        if settings.HEARTBEAT_URL and self._is_sound:
            with urllib.request.urlopen(settings.HEARTBEAT_URL, timeout=ANSWERS_WITHIN):  # noqa: S310 - http(s), checked at start
                pass
        return 0

    def loops(self) -> list[Loop]:
        """Mail and the other site have threads of their own: a server that hangs holds up no round."""
        return [
            Loop("audit", self.look, OWN_BELL, every=EVERY),
            Loop("mails", mail_system_alerts, MAIL_BELL, every=EVERY),
            Loop("heartbeat", self.ask_other_site, OWN_BELL, every=EVERY),
        ]


def main() -> None:
    """Look until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    leave_pool()
    connections.settings["default"]["OPTIONS"]["options"] += IMPATIENT
    told = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda _number, _frame: told.set())
    run = Path(settings.HOME) / "run"
    run.mkdir(parents=True, exist_ok=True)
    workers = [Worker(loop) for loop in Auditor(run).loops()]
    for worker in workers:
        worker.start()
    watch(workers, told, run / "auditor.alive")
    for worker in workers:
        worker.stop()
    deadline = time.monotonic() + PATIENCE
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
