"""Which story happens where and when in the four weeks before the demo begins."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sinergi.project.demo.places import PlaceSpec, places
from sinergi.project.demo.stories import HOW_MANY, REMEMBERED, ROUTINE, Day, Story
from sinergi.project.demo.units import FACILITIES, FacilitySpec, UnitSpec, units

WEEKS = 4
_CALM_HOURS = 6
"""Nothing new in the last hours but what is told by hand: the visitor is to find a quiet morning."""


@dataclass(frozen=True, slots=True)
class Case:
    """One disturbance, placed."""

    at: datetime
    facility: UnitSpec
    story: Story
    place: str
    ends_as: str


def cases(now: datetime, dice: random.Random) -> list[Case]:
    """Everything that happened, oldest first."""
    specs = {spec.key: spec for spec in units()}
    remembered = (_remembered(day, specs[day.facility], now) for day in REMEMBERED)
    return sorted([*_routine(specs, now, dice), *remembered], key=lambda case: case.at)


def _routine(specs: dict[str, UnitSpec], now: datetime, dice: random.Random) -> Iterator[Case]:
    weights, stories = zip(*ROUTINE, strict=True)
    facilities = {facility.key: facility for facility in FACILITIES}
    for key, number in HOW_MANY.items():
        for story in dice.choices(stories, weights, k=number):
            at = _some_hour(story, specs[key].town.zone, now, dice)
            yield Case(at, specs[key], story, _some_place(story, facilities[key], dice), "CLOSED")


def _some_hour(story: Story, zone: str, now: datetime, dice: random.Random) -> datetime:
    first, last = story.hours
    day = now.astimezone(ZoneInfo(zone)) - timedelta(days=dice.randint(1, WEEKS * 7 - 1))
    at = day.replace(
        hour=dice.randint(first, last), minute=dice.randrange(60), second=dice.randrange(60), microsecond=0
    )
    return min(at.astimezone(now.tzinfo), now - timedelta(hours=_CALM_HOURS))


def _some_place(story: Story, facility: FacilitySpec, dice: random.Random) -> str:
    known: list[PlaceSpec] = places(facility)
    kind = dice.choice([kind for kind in story.places if any(place.kind is kind for place in known)])
    return dice.choice([place for place in known if place.kind is kind]).full_name


def _remembered(day: Day, facility: UnitSpec, now: datetime) -> Case:
    at = now - timedelta(days=day.days_ago)
    if day.days_ago >= 1:
        local = at.astimezone(ZoneInfo(facility.town.zone))
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        at = (midnight + timedelta(hours=day.hour)).astimezone(now.tzinfo)
    return Case(at, facility, day.story, day.place, day.ends_as)
