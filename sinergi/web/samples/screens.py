"""Whole pages with invented people and events: template and context by name."""

from collections.abc import Callable
from typing import Any, Final

from sinergi.web.samples import alarms, cases, desks

Screen = tuple[str, dict[str, Any]]

SCREENS: Final[dict[str, Callable[[], Screen]]] = {
    **cases.SCREENS,
    **alarms.SCREENS,
    **desks.SCREENS,
}
