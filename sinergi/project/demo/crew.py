"""Who stands where in the demo world: actors by unit and function, as they would act for themselves."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sinergi.access.types import Function
from sinergi.core import sql
from sinergi.core.actor import Actor
from sinergi.project.demo.units import UnitSpec, units

_EVERYBODY = """
SELECT c.posting_id, c.person_id, c.post_title, c.functions, c.unit_id, u.path, u.name FROM access_v_card c
JOIN units_v_unit u ON u.unit_id = c.unit_id ORDER BY c.posting_id
"""
_TEAMS = "ABCD"
_SHIFT_HOURS = 8


class Crew:
    """Everybody in the demo world, loaded once."""

    def __init__(self) -> None:
        keys = {spec.name: spec.key for spec in units()}
        self._by_title: dict[tuple[str, str], list[Actor]] = defaultdict(list)
        self._by_function: dict[tuple[UUID, str], list[Actor]] = defaultdict(list)
        for row in sql.rows(_EVERYBODY):
            functions = frozenset(row["functions"])
            actor = Actor(row["person_id"], row["posting_id"], row["unit_id"], row["path"], functions)
            self._by_title[keys[row["name"]], row["post_title"]].append(actor)
            for function in functions:
                self._by_function[row["unit_id"], function].append(actor)

    def holder(self, unit: str, title: str) -> Actor:
        """The first holder of a post."""
        return self._by_title[unit, title][0]

    def holders(self, unit: str, title: str) -> list[Actor]:
        """Everybody in a post."""
        return self._by_title[unit, title]

    def one(self, unit_id: UUID, *functions: Function) -> Actor:
        """Somebody of a unit with one of these functions, the first named preferred."""
        return next(
            self._by_function[unit_id, function][0]
            for function in functions
            if (unit_id, function) in self._by_function
        )

    def guard_and_leader(self, facility: UnitSpec, at: datetime) -> tuple[Actor, Actor]:
        """Who is on guard at that hour: four teams take turns, three shifts a day."""
        local = at.astimezone(ZoneInfo(facility.town.zone))
        turn = local.toordinal() * 3 + local.hour // _SHIFT_HOURS
        team = _TEAMS[turn % len(_TEAMS)]
        guards = self._by_title[facility.key, f"Anggota Jaga Regu {team}"]
        return guards[turn % len(guards)], self.holder(facility.key, f"Karupam {team}")
