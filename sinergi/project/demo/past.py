"""A clock that can be set back, so that the past of the demo world is made by the same actions as its present.

Only here and in tests does the clock move: a demo home can never become a production home.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sinergi.core import clock

_OPENS, _SHUTS = 8, 16
_SATURDAY = 5


@contextmanager
def past() -> Iterator[None]:
    """Let ``move_to`` set the clock of this process, and put it right again whatever happens."""
    offset = clock.offset()
    try:
        yield
    finally:
        clock.shift(offset)


def move_to(moment: datetime) -> None:
    """Make it that moment now."""
    clock.shift(clock.offset() + (moment - clock.now()))


def in_office(moment: datetime, zone: str) -> datetime:
    """The same moment, or the next one at which a head of unit sits at the desk."""
    local = moment.astimezone(ZoneInfo(zone))
    if local.hour >= _SHUTS:
        local = local.replace(hour=_OPENS) + timedelta(days=1)
    elif local.hour < _OPENS:
        local = local.replace(hour=_OPENS)
    while local.weekday() >= _SATURDAY:
        local += timedelta(days=1)
    return local.astimezone(moment.tzinfo)
