"""Primary keys: UUIDv7 (RFC 9562), made here so that an action knows its id before it writes."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """A new UUIDv7: milliseconds, then their fraction (RFC 9562 §6.2, method 3), then 62 random bits.

    The fraction keeps the facts of one action in the order in which they were said.
    """
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    fraction = nanoseconds * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8)) >> 2
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random
    return UUID(int=value)
