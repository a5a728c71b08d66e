"""Who takes turns in the demo world: a prison with four teams, a police desk by the day, a gate by day and night.

No role that a visitor takes by token waits in a ladder that a roster could empty.
"""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sinergi.alerts import actions as alerts
from sinergi.core import sql
from sinergi.core.actor import SYSTEM, Actor
from sinergi.project.demo.crew import Crew
from sinergi.project.demo.units import UnitSpec, units

_CYCLE = 4
_POST = "SELECT post_id FROM access_v_card WHERE posting_id = %s"
_HOUR = timedelta(hours=1)


def draw(now: datetime) -> None:
    """Draw the rosters up, as their keepers would have; in one of them tomorrow night is empty."""
    crew, towns = Crew(), {spec.key: spec for spec in units()}
    _four_teams(crew, towns["rutan"], now)
    desk, gate = (crew.holders("polrestabes", "Perwira Siaga SPKT"), crew.holders("lapas", "Petugas P2U"))
    _in_turn(desk, "Perwira Siaga SPKT", _day(towns["polrestabes"], now) + 8 * _HOUR, 24, len(desk))
    _in_turn(gate, "Petugas P2U", _day(towns["lapas"], now) + 7 * _HOUR, 12, 1)


def _four_teams(crew: Crew, prison: UnitSpec, now: datetime) -> None:
    """Three shifts a day, each team every fourth: the round that the four weeks before were told by."""
    leaders = [crew.holder(prison.key, f"Karupam {team}") for team in "ABCD"]
    roster_id = alerts.create_roster(actor=SYSTEM, post_ids=[_post(each) for each in leaders], title="Karupam").pk
    begins = _day(prison, now)
    for turn in range(3 * _CYCLE):
        alerts.add_shift(
            actor=SYSTEM, roster_id=roster_id, posting_id=leaders[turn % 4].posting_id, minutes=8 * 60,
            starts_at=begins + 8 * turn * _HOUR, every_days=_CYCLE,
        )  # fmt: skip
    tonight = next(begins + (24 * day + 16) * _HOUR for day in range(8) if begins + (24 * day + 16) * _HOUR > now)
    turn = (tonight + 24 * _HOUR - begins) // (8 * _HOUR)
    alerts.add_override(
        actor=SYSTEM, roster_id=roster_id, starts_at=tonight + 24 * _HOUR, ends_at=tonight + 32 * _HOUR,
        out_posting_id=leaders[turn % 4].posting_id, note="Cuti, pengganti belum ditunjuk",
    )  # fmt: skip


def _in_turn(holders: list[Actor], title: str, begins: datetime, hours: int, every_days: int) -> None:
    """One after the other, without a gap."""
    roster_id = alerts.create_roster(actor=SYSTEM, post_ids={_post(each) for each in holders}, title=title).pk
    for turn, holder in enumerate(holders):
        alerts.add_shift(
            actor=SYSTEM, roster_id=roster_id, posting_id=holder.posting_id, minutes=hours * 60,
            starts_at=begins + hours * turn * _HOUR, every_days=every_days,
        )  # fmt: skip


def _day(unit: UnitSpec, now: datetime) -> datetime:
    """Midnight of the day on which the round of four days last began there."""
    local = now.astimezone(ZoneInfo(unit.town.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=local.toordinal() % _CYCLE)


def _post(holder: Actor) -> UUID:
    post_id: UUID = sql.rows(_POST, [holder.posting_id])[0]["post_id"]
    return post_id
