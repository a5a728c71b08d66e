"""The one clock. UTC always; tests move it, nobody else can."""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC) + _offset


def shift(offset: timedelta) -> None:
    """Move this process's clock; only a database marked as test calls this (``core.testclock``)."""
    global _offset  # noqa: PLW0603 - the clock is the one thing every module shares
    _offset = offset


def offset() -> timedelta:
    """How far this process's clock stands from the machine's."""
    return _offset
