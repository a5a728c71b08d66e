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
