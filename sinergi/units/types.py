"""Agencies, kinds of unit and place: the words of domain §1 and §12."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Agency(StrEnum):
    """The institution a unit belongs to; two agencies see nothing of each other without an agreement."""

    CORRECTIONS = "CORRECTIONS"
    POLICE = "POLICE"
    ARMY = "ARMY"
    NARCOTICS_BOARD = "NARCOTICS_BOARD"
    FIRE = "FIRE"
    HEALTH = "HEALTH"
    DISASTER = "DISASTER"
    LOCAL_GOV = "LOCAL_GOV"
    OVERSIGHT = "OVERSIGHT"


AGENCY_LABELS = {
    Agency.CORRECTIONS: _("Corrections"),
    Agency.POLICE: _("Police"),
    Agency.ARMY: _("Army"),
    Agency.NARCOTICS_BOARD: _("Narcotics board"),
    Agency.FIRE: _("Fire service"),
    Agency.HEALTH: _("Hospital"),
    Agency.DISASTER: _("Disaster agency"),
    Agency.LOCAL_GOV: _("Local government"),
    Agency.OVERSIGHT: _("Oversight"),
}


class UnitKind(StrEnum):
    """What a unit is inside its agency."""

    DITJENPAS = "DITJENPAS"
    KANWIL = "KANWIL"
    LAPAS = "LAPAS"
    RUTAN = "RUTAN"
    LPKA = "LPKA"
    LPP = "LPP"
    LPAS = "LPAS"
    MABES = "MABES"
    POLDA = "POLDA"
    POLRES = "POLRES"
    POLRESTA = "POLRESTA"
    POLRESTABES = "POLRESTABES"
    POLSEK = "POLSEK"
    KOREM = "KOREM"
    KODIM = "KODIM"
    KORAMIL = "KORAMIL"
    BNNP = "BNNP"
    BNNK = "BNNK"
    FIRE_STATION = "FIRE_STATION"
    HOSPITAL = "HOSPITAL"
    OVERSIGHT_OFFICE = "OVERSIGHT_OFFICE"
    OFFICE = "OFFICE"


AGENCY_OF_KIND = {
    UnitKind.DITJENPAS: Agency.CORRECTIONS,
    UnitKind.KANWIL: Agency.CORRECTIONS,
    UnitKind.LAPAS: Agency.CORRECTIONS,
    UnitKind.RUTAN: Agency.CORRECTIONS,
    UnitKind.LPKA: Agency.CORRECTIONS,
    UnitKind.LPP: Agency.CORRECTIONS,
    UnitKind.LPAS: Agency.CORRECTIONS,
    UnitKind.MABES: Agency.POLICE,
    UnitKind.POLDA: Agency.POLICE,
    UnitKind.POLRES: Agency.POLICE,
    UnitKind.POLRESTA: Agency.POLICE,
    UnitKind.POLRESTABES: Agency.POLICE,
    UnitKind.POLSEK: Agency.POLICE,
    UnitKind.KOREM: Agency.ARMY,
    UnitKind.KODIM: Agency.ARMY,
    UnitKind.KORAMIL: Agency.ARMY,
    UnitKind.BNNP: Agency.NARCOTICS_BOARD,
    UnitKind.BNNK: Agency.NARCOTICS_BOARD,
    UnitKind.FIRE_STATION: Agency.FIRE,
    UnitKind.HOSPITAL: Agency.HEALTH,
    UnitKind.OVERSIGHT_OFFICE: Agency.OVERSIGHT,
}
"""Whose a unit of this kind always is; only an ``OFFICE`` may be any agency's."""
FACILITY_KINDS = frozenset({UnitKind.LAPAS, UnitKind.RUTAN, UnitKind.LPKA, UnitKind.LPP, UnitKind.LPAS})
CHILD_FACILITY_KINDS = frozenset({UnitKind.LPKA, UnitKind.LPAS})


class PlaceKind(StrEnum):
    """Places inside a facility (domain §9)."""

    BLOCK = "BLOCK"
    CELL = "CELL"
    POST = "POST"
    TOWER = "TOWER"
    MAIN_GATE = "MAIN_GATE"
    PERIMETER_LANE = "PERIMETER_LANE"
    KITCHEN = "KITCHEN"
    WORKSHOP = "WORKSHOP"
    HALL = "HALL"
    WORSHIP = "WORSHIP"
    CLINIC = "CLINIC"
    VISITING = "VISITING"
    ISOLATION = "ISOLATION"
    OTHER = "OTHER"
