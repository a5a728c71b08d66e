"""The places inside each facility of the demo world, as its own staff would name them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sinergi.project.demo.units import FacilitySpec
from sinergi.units.types import PlaceKind


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """One place; ``parent`` is the full name of the place it lies in."""

    kind: PlaceKind
    name: str
    parent: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.parent}, {self.name.lower()}" if self.parent else self.name


_COMMON = (
    PlaceSpec(PlaceKind.MAIN_GATE, "P2U"),
    PlaceSpec(PlaceKind.VISITING, "Ruang kunjungan"),
    PlaceSpec(PlaceKind.PERIMETER_LANE, "Branggang"),
    PlaceSpec(PlaceKind.KITCHEN, "Dapur"),
    PlaceSpec(PlaceKind.WORKSHOP, "Bengker"),
    PlaceSpec(PlaceKind.HALL, "Aula"),
    PlaceSpec(PlaceKind.WORSHIP, "Tempat ibadah"),
    PlaceSpec(PlaceKind.CLINIC, "Poliklinik"),
    PlaceSpec(PlaceKind.OTHER, "Lapangan"),
    PlaceSpec(PlaceKind.OTHER, "Kantor"),
)


def places(facility: FacilitySpec) -> list[PlaceSpec]:
    """A facility's places, each parent before its children, in the order a guard looks for them."""
    return [*_blocks(facility), *_COMMON, *_walls(facility), *_last_resort(facility)]


def _blocks(facility: FacilitySpec) -> Iterator[PlaceSpec]:
    for letter in facility.blocks:
        # A child lives in a wisma, not in a block.
        block = PlaceSpec(PlaceKind.BLOCK, f"{'Wisma' if facility.key == 'lpka' else 'Blok'} {letter}")
        yield block
        for number in range(1, facility.cells + 1):
            yield PlaceSpec(PlaceKind.CELL, f"Kamar {number}", block.full_name)


def _walls(facility: FacilitySpec) -> Iterator[PlaceSpec]:
    for number in range(1, 3 if facility.security == "RENDAH" else 5):
        yield PlaceSpec(PlaceKind.TOWER, f"Menara {number}")
    for side in ("utara", "selatan", "barat", "timur"):
        yield PlaceSpec(PlaceKind.POST, f"Pos {side}", "Branggang")


def _last_resort(facility: FacilitySpec) -> Iterator[PlaceSpec]:
    if facility.key != "lpka":
        yield PlaceSpec(PlaceKind.ISOLATION, "Kamar isolasi")
