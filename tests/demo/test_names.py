"""Nobody and nothing in the demo world is real."""

import re

import pytest

from sinergi.access.demo_roles import DEMO_ROLES
from sinergi.access.types import Function
from sinergi.project.demo.handout import TOKEN_ROLES
from sinergi.project.demo.partnerships import AGREEMENTS
from sinergi.project.demo.people import people
from sinergi.project.demo.places import places
from sinergi.project.demo.posts import POSTS, ROLES
from sinergi.project.demo.stories import REMEMBERED
from sinergi.project.demo.units import FACILITIES, TOWNS, FacilitySpec, units
from sinergi.units.types import FACILITY_KINDS, UnitKind

# Names that a coined name could slip into: provinces, regencies and prisons that exist.
REAL = """
Aceh Amuntai Ambon Bali Bandung Banjarmasin Banten Banyuwangi Batam Batu Bekasi Bengkulu Besi Blitar Bogor Bojonegoro
Bondowoso Brebes Cianjur Cilacap Cipinang Cirebon Denpasar Depok Garut Gorontalo Gresik Jakarta Jambi Jember Jepara
Jombang Karawang Kebumen Kediri Kembangkuning Kendari Kerobokan Klaten Kudus Kupang Lamongan Lampung Lombok Lumajang
Madiun Magelang Makassar Malang Maluku Mamuju Manado Mataram Medan Merauke Mojokerto Narusan Ngaseman Nusakambangan
Pacitan Padang Palangkaraya Palembang Palu Pamekasan Papua Pasuruan Pati Pekalongan Pekanbaru Permisan Ponorogo
Pontianak Porong Probolinggo Purwakarta Purwokerto Riau Salemba Samarinda Semarang Serang Sidoarjo Situbondo Sleman
Sragen Subang Sukabumi Sukamiskin Surabaya Surakarta Tangerang Tarakan Tasikmalaya Tegal Ternate Trenggalek Tuban
Tulungagung Wonogiri Wonosobo Yogyakarta
"""


def test_no_unit_or_town_bears_a_real_name() -> None:
    real = {name.lower() for name in REAL.split()}
    spoken = " ".join([*TOWNS, *(f"{unit.name} {unit.address}" for unit in units())]).lower()
    assert not real & set(re.findall(r"[a-z]+", spoken))


def test_no_telephone_of_a_unit_or_person_can_be_dialled() -> None:
    assert all(re.fullmatch(r"\(0\d{3}\) 000-\d{3}", unit.phone) for unit in units())
    assert all(re.fullmatch(r"0812-0000-\d{4}", person.phone) for person in people(units()))


def test_no_service_number_can_belong_to_anybody() -> None:
    # Both kinds begin with the year and month of birth, and no month is 00.
    assert all(person.service_number.startswith(("198500", "8500")) for person in people(units()))


def test_everybody_has_a_name_and_an_address_of_their_own() -> None:
    crowd = people(units())
    assert len({person.name for person in crowd}) == len(crowd) == len({person.email for person in crowd})


def test_units_have_names_of_their_own_and_parents_before_children() -> None:
    seen: set[str] = set()
    for unit in units():
        assert unit.parent is None or unit.parent in seen
        seen.add(unit.key)
    assert len({unit.name for unit in units()}) == len(seen)


@pytest.mark.parametrize("facility", FACILITIES, ids=lambda facility: facility.key)
def test_every_facility_has_territory_police_a_whole_chain_and_places_of_its_own(facility: FacilitySpec) -> None:
    specs = {unit.key: unit for unit in units()}
    functions = {function for post in POSTS[specs[facility.key].kind] for function in post.functions}
    names = [place.full_name for place in places(facility)]
    assert specs[facility.territory].agency == "POLICE"
    assert {Function.SHIFT_LEADER, Function.SECURITY_CHIEF, Function.FACILITY_HEAD, Function.GUARD} <= functions
    assert len(set(names)) == len(names) > 20


def test_the_world_has_the_pairs_of_the_articles() -> None:
    kinds = {(unit.kind, next((f.facility_class for f in FACILITIES if f.key == unit.key), "")) for unit in units()}
    island = [facility for facility in FACILITIES if facility.territory == "polsek_nusakelana"]
    assert {(UnitKind.LAPAS, "IIA"), (UnitKind.LAPAS, "IIB"), (UnitKind.RUTAN, "I"), (UnitKind.LPKA, "II")} <= kinds
    assert {UnitKind.POLRESTA, UnitKind.POLRES, UnitKind.POLRESTABES, UnitKind.POLSEK} <= {kind for kind, _ in kinds}
    assert len(island) == 5


def test_every_role_of_the_page_is_somebody() -> None:
    addresses = {person.email for person in people(units())}
    assert {role.key for role in DEMO_ROLES} == set(ROLES)
    assert {role.email for role in DEMO_ROLES} <= addresses
    assert set(TOKEN_ROLES) == {
        "guard", "shift_leader", "security_chief", "facility_head", "reporting_officer", "police_desk", "police_ops",
        "police_chief", "regional_office", "auditor", "stranger_guard", "stranger_police", "lpka_guard", "lpka_police",
        "expired_police", "compliance", "fire",
    }  # fmt: skip


def test_agreements_name_units_and_differ_in_scope() -> None:
    keys = {unit.key for unit in units()}
    assert all({*spec.facilities, *spec.partners} <= keys for spec in AGREEMENTS)
    assert len({spec.number for spec in AGREEMENTS}) == len(AGREEMENTS)
    assert len({spec.scopes for spec in AGREEMENTS}) > 5


def test_what_people_remember_happened_in_places_that_exist() -> None:
    facilities = {facility.key: facility for facility in FACILITIES}
    for day in REMEMBERED:
        assert day.place in {place.full_name for place in places(facilities[day.facility])}
    assert {unit.key for unit in units() if unit.kind in FACILITY_KINDS} == set(facilities)
