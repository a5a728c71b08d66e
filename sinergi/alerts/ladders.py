"""Whom a ladder wakes, and when. Posts per agency from domain §2.3; seconds per level from the settings."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from sinergi.access.types import Function
from sinergi.alerts.types import Called, Level
from sinergi.units.types import Agency

Rungs = tuple[tuple[str, ...], ...]

CHAINS: dict[str, Rungs] = {
    Agency.CORRECTIONS: ((Function.SHIFT_LEADER,), (Function.SECURITY_CHIEF,), (Function.FACILITY_HEAD,)),
    Agency.POLICE: ((Function.POLICE_DESK,), (Function.POLICE_OPS,), (Function.POLICE_CHIEF,)),
}
SUPPORT: Rungs = ((Function.SUPPORT_DESK,),)


def steps_for(called: Called, level: Level) -> list[dict[str, Any]]:
    """The ladder as it is frozen on the alarm: ``[{after, functions}]`` and a last row without posts, its end.

    ``after`` is in seconds from the alarm. A unit that does not ring, and a LOW alarm, has no ladder.
    """
    chain = called.functions or CHAINS.get(called.agency, SUPPORT)
    if not called.rings:
        return []
    if level == Level.LOW:
        return [{"after": 0, "functions": sorted({post for rung in chain for post in rung})}]
    *afters, end = seconds(level)
    rungs = [{"after": after, "functions": list(rung)} for after, rung in zip(afters, chain, strict=False)]
    return [*rungs, {"after": end, "functions": []}]


def seconds(level: Level) -> Sequence[int]:
    """When each rung is woken, and when the ladder ends, in seconds from the alarm."""
    return settings.ALERT_LADDERS[level.name]
