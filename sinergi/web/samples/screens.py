"""Whole pages with invented people and events: template and context by name."""

from collections.abc import Callable
from typing import Any, Final

Screen = tuple[str, dict[str, Any]]

SCREENS: Final[dict[str, Callable[[], Screen]]] = {}
