"""Do the same from many threads at one moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(*works: Callable[[], T]) -> list[T | Exception]:
    """What each returned or raised, in order."""
    gate = Barrier(len(works))

    def one(work: Callable[[], T]) -> T | Exception:
        gate.wait()
        try:
            return work()
        except Exception as raised:  # noqa: BLE001 - handed to the test
            return raised
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(one, works))
