"""One prison of the demo world has a ladder of its own, for its nights; no visitor's token waits in it."""

from datetime import time
from uuid import UUID

from sinergi.access.types import Function
from sinergi.alerts import actions as alerts
from sinergi.alerts.types import LadderSaid, StepSaid
from sinergi.core.actor import SYSTEM

NIGHT = LadderSaid(
    "Malam hari",
    (
        StepSaid(0, functions=(Function.SHIFT_LEADER.value,)),
        StepSaid(2, functions=(Function.SECURITY_CHIEF.value,)),
        StepSaid(5, functions=(Function.FACILITY_HEAD.value,), partners=True),
    ),
    end_minutes=5,
    repeat=1,
    levels=(2, 3, 4),
    from_time=time(21),
    until_time=time(6),
)


def write(unit_id: UUID) -> None:
    """By night the city's prison wakes its chain slowly, and its partners with its head."""
    alerts.create_ladder(actor=SYSTEM, said=NIGHT, unit_id=unit_id)
