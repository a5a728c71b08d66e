"""What a child process does between fork and exec: leave root if it must, and die with its parent."""

import ctypes
import os
import resource
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_STAND_IN_UID = 1000


def prepare(*, stop_signal: signal.Signals, as_plain_user: bool = False) -> Callable[[], None]:
    """The ``preexec_fn`` of a child that must not outlive us. Spawn from the main thread: the signal is bound to it."""
    return partial(_enter, os.getpid(), stop_signal, as_plain_user and os.geteuid() == 0)


def can_leave_root() -> bool:
    """Whether this machine lets root enter a user namespace (some containers forbid it)."""
    child = os.fork()
    if child == 0:
        try:
            _leave_root()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def raise_file_limit() -> None:
    """Each open stream costs two file descriptors in Caddy."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _enter(parent: int, stop_signal: signal.Signals, leave_root: bool) -> None:  # noqa: FBT001 - called by partial
    if leave_root:
        _leave_root()
    # After the change of credentials, which would clear it.
    _libc.prctl(_PR_SET_PDEATHSIG, int(stop_signal), 0, 0, 0)
    if os.getppid() != parent and os.getppid() != 0:
        os._exit(1)


def _leave_root() -> None:
    """PostgreSQL refuses root. A namespace of one uid satisfies it with no user, chown or chmod on the machine."""
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_STAND_IN_UID} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{_STAND_IN_UID} {gid} 1")
