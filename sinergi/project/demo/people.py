"""The people of the demo world: invented, built from common parts of names, the same on every machine."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sinergi.project.demo.posts import POSTS, ROLES, PostSpec
from sinergi.project.demo.units import UnitSpec
from sinergi.units.types import Agency

DOMAIN = "demo.invalid"
_SEED = 20261101
_MEN = """
Aditya Bagas Banyu Bramasta Candra Damar Danang Darma Dimas Fajar Galih Gilang Guntur Hanif Haris Ilham
Jaka Krisna Lintang Mahesa Nanang Pandu Panji Raka Rangga Reza Satya Surya Taufan Wira Yoga Zaki
"""
_WOMEN = """
Anjani Ayu Citra Dewi Endah Fitri Gita Indah Intan Kartika Laras Lestari Maya Nadia Puspita Ratih Rini Sekar
Tiara Wening Wulan Yunita
"""
_FAMILIES = """
Adiwarna Ardhana Bayusegara Candrawisesa Dharmaputra Gunadarya Hadiwinata Jatmikarya Kertanagari Lazuardika
Mahardana Nirwasita Padmanagara Prakasita Purnawarman Rahardian Sagarawan Santikara Sasmitara Suryanata
Tirtawinata Wardhanika Wibisanata Wicaksara Wiratmaka Wiryajaya Wiyasatama Yudhakara
"""
_WOMEN_ONLY = 60
"""How many names are kept for the women's prison, which is guarded by women."""


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """Somebody in a post of a unit."""

    email: str
    name: str
    rank: str
    service_number: str
    phone: str
    unit: str
    post: PostSpec


def people(units: list[UnitSpec]) -> list[PersonSpec]:
    """Everybody, unit by unit."""
    # The same people must live in every demo; nothing secret hangs on these names.
    names = _names(random.Random(_SEED))  # noqa: S311
    roles = {place: role for role, place in ROLES.items()}
    found: list[PersonSpec] = []
    for unit in units:
        for post in POSTS[unit.kind]:
            for holder in range(post.holders):
                role = roles.get((unit.key, post.title)) if holder == 0 else None
                number = len(found) + 1
                found.append(
                    PersonSpec(
                        email=f"{role or _local_part(unit, post, holder)}@{DOMAIN}",
                        name=next(names[unit.key == "lpp"]),
                        rank=post.rank,
                        service_number=_service_number(unit.agency, number),
                        phone=f"0812-0000-{number:04}",
                        unit=unit.key,
                        post=post,
                    )
                )
    return found


def _names(dice: random.Random) -> tuple[Iterator[str], Iterator[str]]:
    men, women = (_pairs(firsts, dice) for firsts in (_MEN, _WOMEN))
    mixed = men + women[_WOMEN_ONLY:]
    dice.shuffle(mixed)
    return iter(mixed), iter(women[:_WOMEN_ONLY])


def _pairs(firsts: str, dice: random.Random) -> list[str]:
    pairs = [f"{first} {family}" for first in firsts.split() for family in _FAMILIES.split()]
    dice.shuffle(pairs)
    return pairs


def _local_part(unit: UnitSpec, post: PostSpec, holder: int) -> str:
    title = re.sub(r"[^a-z0-9]+", "-", post.title.lower()).strip("-")
    return f"{title}{f'-{holder + 1}' if post.holders > 1 else ''}.{unit.key}"


def _service_number(agency: Agency, number: int) -> str:
    # Both begin with a birth date; month 00 never is one, so no number belongs to anybody.
    return f"198500002010001{number:03}" if agency is Agency.CORRECTIONS else f"8500{number:04}"
