"""Write a unit's own ladder, as its page would."""

from typing import Any

from sinergi.alerts import ladders
from sinergi.alerts.models import Ladder
from tests.world import World

Steps = list[dict[str, Any]]


def own_ladder(world: World, unit: str, steps: Steps, *, end: int = 5, repeat: int = 0, **said: Any) -> Ladder:
    """A living ladder of a unit; ``said`` narrows the alarms it is for."""
    said = {"name": f"Tangga {Ladder.objects.count() + 1}", **said}
    return Ladder.objects.create(
        unit_id=world.units[unit], steps=steps, end_minutes=end, repeat=repeat,
        frozen=ladders.frozen(steps, end, repeat), **said,
    )  # fmt: skip


def after(minutes: int, *functions: str, **said: Any) -> dict[str, Any]:
    """One row as edited."""
    return {"minutes": minutes, "functions": list(functions), **said}
