"""What a killed supervisor leaves behind ends by itself; a new start waits for it: both would fight for sockets."""

import os
import signal
import time
from pathlib import Path

from sinergi.project.runtime.home import Home

MARK = "SINERGI_SUPERVISED"
_PATIENCE = 20.0


def mark(home: Home) -> dict[str, str]:
    """Every process of a home carries this in its environment, so that it can be found however it was orphaned."""
    return {MARK: str(home.path)}


def wait_until_gone(home: Home) -> None:
    """Return when no process of an earlier start is left in this home, which we hold; kill what does not end."""
    deadline = time.monotonic() + _PATIENCE
    while left := _of(home):
        if time.monotonic() > deadline:
            for pid in left:
                _kill(pid)
        time.sleep(0.05)


def _of(home: Home) -> list[int]:
    word = f"{MARK}={home.path}".encode()
    found = [path for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [int(path.name) for path in found if word in _environment(path).split(b"\0")]


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:  # gone, or somebody else's
        return b""


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
