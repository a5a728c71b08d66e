"""Waiting on a condition, never on the clock."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T | None], *, within: float = 10, what: str = "the condition") -> T:
    """The first true answer of ``condition``; fails when there is none within so many seconds."""
    deadline = time.monotonic() + within
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within} s in vain for {what}")
        time.sleep(0.02)
    return answer
