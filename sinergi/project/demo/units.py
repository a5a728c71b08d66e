"""The units of the demo world. Every name is coined: no such province, regency, prison or station exists."""

from dataclasses import dataclass

from sinergi.units.types import Agency, UnitKind

WIB = "Asia/Jakarta"
WITA = "Asia/Makassar"


@dataclass(frozen=True, slots=True)
class Town:
    """A coined town. Its coordinates lie in open sea, so that no pin ever falls on a real house."""

    name: str
    province: str
    zone: str
    dialling_code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """One unit, named by a key that the rest of the demo and ``demo.json`` use."""

    key: str
    kind: UnitKind
    name: str
    short_name: str
    parent: str | None
    town: Town
    street: str
    line: str
    """Last digits of its telephone: the exchange 000 does not exist, so nobody real can be called."""
    north: float
    east: float
    """How far from the town's centre, in thousandths of a degree."""

    @property
    def agency(self) -> Agency:
        return AGENCIES[self.kind]

    @property
    def address(self) -> str:
        return f"{self.street}, {self.town.name}, {self.town.province}"

    @property
    def phone(self) -> str:
        return f"({self.town.dialling_code}) 000-{self.line}"

    @property
    def latitude(self) -> float:
        return round(self.town.latitude + self.north / 1000, 5)

    @property
    def longitude(self) -> float:
        return round(self.town.longitude + self.east / 1000, 5)


@dataclass(frozen=True, slots=True)
class FacilitySpec:
    """What a prison has beyond a unit."""

    key: str
    facility_class: str
    security: str
    capacity: int
    occupancy: int
    territory: str
    blocks: str
    cells: int
    """Cells in each block."""
    gates: str


_CORRECTIONS = ("DITJENPAS", "KANWIL", "LAPAS", "RUTAN", "LPP", "LPKA")
_POLICE = ("MABES", "POLDA", "POLRESTABES", "POLRESTA", "POLRES", "POLSEK")
AGENCIES: dict[UnitKind, Agency] = {
    **dict.fromkeys(map(UnitKind, _CORRECTIONS), Agency.CORRECTIONS),
    **dict.fromkeys(map(UnitKind, _POLICE), Agency.POLICE),
    **dict.fromkeys(map(UnitKind, ("KOREM", "KODIM", "KORAMIL")), Agency.ARMY),
    **dict.fromkeys(map(UnitKind, ("BNNP", "BNNK")), Agency.NARCOTICS_BOARD),
    UnitKind.FIRE_STATION: Agency.FIRE,
    UnitKind.HOSPITAL: Agency.HEALTH,
    UnitKind.OFFICE: Agency.DISASTER,
    UnitKind.OVERSIGHT_OFFICE: Agency.OVERSIGHT,
}

TOWNS: dict[str, Town] = {
    "jayaloka": Town("Jayaloka", "Daerah Jayaloka", WIB, "0290", -5.10000, 108.90000),
    "surandaka": Town("Surandaka", "Wanasagara", WIB, "0291", -5.21400, 109.61200),
    "kalimaya": Town("Kalimaya", "Wanasagara", WIB, "0293", -5.38700, 109.88100),
    "cilangkara": Town("Cilangkara", "Wanasagara", WIB, "0296", -5.53300, 109.30500),
    "nusakelana": Town("Pulau Nusakelana", "Wanasagara", WIB, "0296", -5.60100, 109.26800),
    "sindumaya": Town("Sindumaya", "Wanasagara", WIB, "0298", -5.31900, 110.04400),
    "baruasih": Town("Baruasih", "Arunglaut", WITA, "0491", -6.41200, 120.95500),
    "muarasinta": Town("Muarasinta", "Arunglaut", WITA, "0494", -6.63000, 121.38200),
}

# key | kind | name | short name, if shorter | parent | town | street | telephone | north, east of the town's centre
_UNITS = """
ditjenpas | DITJENPAS | Direktorat Jenderal Pemasyarakatan | Ditjenpas | | jayaloka | Jalan Darma Bakti 1 | 100 |
kanwil | KANWIL | Kantor Wilayah Ditjenpas Wanasagara | Kanwil Wanasagara | ditjenpas | surandaka | Jalan Pengayom 12 | 110 |
kanwil_arunglaut | KANWIL | Kantor Wilayah Ditjenpas Arunglaut | Kanwil Arunglaut | ditjenpas | baruasih | Jalan Pengayom 8 | 110 |
lapas | LAPAS | Lapas Kelas IIA Kalimaya | Lapas Kalimaya | kanwil | kalimaya | Jalan Tanggul Timur 40 | 118 | 21 19
rutan | RUTAN | Rutan Kelas I Surandaka | Rutan Surandaka | kanwil | surandaka | Jalan Pelita Raya 88 | 121 | -12 17
lpp | LPP | Lapas Perempuan Kelas IIA Surandaka | LPP Surandaka | kanwil | surandaka | Jalan Melati Dalam 7 | 124 | 16 -20
tanjungserani | LAPAS | Lapas Kelas I Tanjungserani | Lapas Tanjungserani | kanwil | nusakelana | Lingkar Utara 1 | 131 | 4 -31
karangmenjang | LAPAS | Lapas Kelas IIA Karangmenjang | Lapas Karangmenjang | kanwil | nusakelana | Lingkar Utara 5 | 133 | 9 -12
pasirlanang | LAPAS | Lapas Kelas IIA Pasirlanang | Lapas Pasirlanang | kanwil | nusakelana | Lingkar Tengah 2 | 135 | -6 4
selokembang | LAPAS | Lapas Narkotika Kelas IIA Selokembang | Lapas Selokembang | kanwil | nusakelana | Lingkar Tengah 8 | 137 | 3 18
watusegara | LAPAS | Lapas Terbuka Kelas IIB Watusegara | Lapas Watusegara | kanwil | nusakelana | Lingkar Timur 3 | 139 | -10 33
lapas_muarasinta | LAPAS | Lapas Kelas IIB Muarasinta | Lapas Muarasinta | kanwil_arunglaut | muarasinta | Jalan Dermaga 15 | 118 | 11 -14
lpka | LPKA | LPKA Kelas II Baruasih | LPKA Baruasih | kanwil_arunglaut | baruasih | Jalan Tunas Muda 3 | 127 | -18 10
mabes | MABES | Markas Besar Polri | Mabes Polri | | jayaloka | Jalan Bhakti Nusa 3 | 200 |
polda | POLDA | Polda Wanasagara | | mabes | surandaka | Jalan Wira Bhakti 1 | 201 |
polda_arunglaut | POLDA | Polda Arunglaut | | mabes | baruasih | Jalan Wira Bhakti 1 | 201 |
polresta | POLRESTA | Polresta Kalimaya | | polda | kalimaya | Jalan Alun-alun Barat 2 | 210 |
polsek_kalimaya | POLSEK | Polsek Kalimaya Timur | | polresta | kalimaya | Jalan Tanggul Timur 4 | 214 | 18 12
polrestabes | POLRESTABES | Polrestabes Surandaka | | polda | surandaka | Jalan Veteran Muda 20 | 210 |
polsek_surandaka | POLSEK | Polsek Surandaka Utara | | polrestabes | surandaka | Jalan Pelita Raya 5 | 214 | -10 10
polres_cilangkara | POLRES | Polres Cilangkara | | polda | cilangkara | Jalan Pelabuhan 9 | 210 |
polsek_nusakelana | POLSEK | Polsek Nusakelana | | polres_cilangkara | nusakelana | Dermaga Barat | 219 | 1 -4
polres_sindumaya | POLRES | Polres Sindumaya | | polda | sindumaya | Jalan Raya Sindumaya 1 | 210 |
polres_muarasinta | POLRES | Polres Muarasinta | | polda_arunglaut | muarasinta | Jalan Bandar 21 | 210 |
polresta_baruasih | POLRESTA | Polresta Baruasih | | polda_arunglaut | baruasih | Jalan Lapangan Hijau 6 | 210 |
korem | KOREM | Korem 891/Wanayudha | Korem 891 | | surandaka | Jalan Gajah Oya 1 | 300 |
kodim | KODIM | Kodim 8911/Kalimaya | Kodim 8911 | korem | kalimaya | Jalan Alun-alun Utara 1 | 310 | 1 1
koramil | KORAMIL | Koramil 8911-03/Kalimaya Timur | Koramil 8911-03 | kodim | kalimaya | Jalan Tanggul Timur 9 | 313 | 17 14
kodim_surandaka | KODIM | Kodim 8912/Surandaka | Kodim 8912 | korem | surandaka | Jalan Gajah Oya 30 | 310 | 2 5
korem_arunglaut | KOREM | Korem 894/Arungyudha | Korem 894 | | baruasih | Jalan Benteng 1 | 300 | 3 3
kodim_muarasinta | KODIM | Kodim 8941/Muarasinta | Kodim 8941 | korem_arunglaut | muarasinta | Jalan Bandar 2 | 310 | 1 2
bnnp | BNNP | BNNP Wanasagara | | | surandaka | Jalan Bersih Diri 4 | 400 | 4 -3
bnnk | BNNK | BNNK Kalimaya | | bnnp | kalimaya | Jalan Sehat 11 | 410 | -4 3
bnnp_arunglaut | BNNP | BNNP Arunglaut | | | baruasih | Jalan Bersih Diri 4 | 400 | 4 -3
bnnk_muarasinta | BNNK | BNNK Muarasinta | | bnnp_arunglaut | muarasinta | Jalan Sehat 2 | 410 | -4 3
fire | FIRE_STATION | Dinas Pemadam Kebakaran Kalimaya | Damkar Kalimaya | | kalimaya | Jalan Sumur Bor 13 | 113 | 6 4
fire_surandaka | FIRE_STATION | Dinas Pemadam Kebakaran Surandaka | Damkar Surandaka | | surandaka | Jalan Sumur Bor 2 | 113 | 6 4
fire_cilangkara | FIRE_STATION | Dinas Pemadam Kebakaran Cilangkara | Damkar Cilangkara | | cilangkara | Jalan Tandon 1 | 113 | 6 4
fire_muarasinta | FIRE_STATION | Dinas Pemadam Kebakaran Muarasinta | Damkar Muarasinta | | muarasinta | Jalan Tandon 7 | 113 | 6 4
fire_baruasih | FIRE_STATION | Dinas Pemadam Kebakaran Baruasih | Damkar Baruasih | | baruasih | Jalan Tandon 4 | 113 | 6 4
hospital | HOSPITAL | RSUD Kalimaya | | | kalimaya | Jalan Husada 1 | 119 | -5 8
hospital_surandaka | HOSPITAL | RSUD Surandaka | | | surandaka | Jalan Husada 10 | 119 | -5 8
hospital_cilangkara | HOSPITAL | RSUD Cilangkara | | | cilangkara | Jalan Husada 2 | 119 | -5 8
hospital_muarasinta | HOSPITAL | RSUD Muarasinta | | | muarasinta | Jalan Husada 6 | 119 | -5 8
hospital_baruasih | HOSPITAL | RSUD Baruasih | | | baruasih | Jalan Husada 3 | 119 | -5 8
bpbd | OFFICE | BPBD Kalimaya | | | kalimaya | Jalan Siaga 6 | 117 | 3 -6
inspektorat | OVERSIGHT_OFFICE | Inspektorat Pengawasan Pusat | Inspektorat | | jayaloka | Jalan Darma Bakti 9 | 150 |
"""  # noqa: E501 - a table is read along its rows

_USUAL = "Masuk lewat P2U, sisi selatan. Gerbang truk barat ditutup malam. Senjata dititip di pos P2U."
_ISLAND = "Menyeberang dari Dermaga Cilangkara, 15 menit. Lapor di Pos Dermaga Barat, lalu P2U. Senjata dititip di P2U."
_CITY = "Masuk lewat P2U, Jalan Pelita Raya. Gerbang timur dibuka atas perintah Ka. KPR. Senjata dititip di pos P2U."
_WOMEN = "Masuk lewat P2U, sisi utara. Masuk blok didampingi petugas perempuan. Senjata dititip di pos P2U."
_COAST = "Masuk lewat P2U, Jalan Dermaga. Jembatan timur hanya untuk kendaraan kecil. Senjata dititip di pos P2U."
_CHILDREN = "Masuk lewat pintu utama. Tanpa seragam tempur dan senjata di dalam. Hubungi Kepala LPKA lebih dahulu."

FACILITIES: tuple[FacilitySpec, ...] = (
    FacilitySpec("lapas", "IIA", "MENENGAH", 412, 986, "polresta", "ABCDE", 12, _USUAL),
    FacilitySpec("lapas_muarasinta", "IIB", "MENENGAH", 264, 571, "polres_muarasinta", "ABCDE", 8, _COAST),
    FacilitySpec("rutan", "I", "TINGGI", 750, 2184, "polrestabes", "ABCDE", 20, _CITY),
    FacilitySpec("lpp", "IIA", "MENENGAH", 180, 297, "polrestabes", "ABC", 10, _WOMEN),
    FacilitySpec("tanjungserani", "I", "SANGAT TINGGI", 120, 84, "polsek_nusakelana", "AB", 24, _ISLAND),
    FacilitySpec("karangmenjang", "IIA", "TINGGI", 360, 312, "polsek_nusakelana", "ABCD", 12, _ISLAND),
    FacilitySpec("pasirlanang", "IIA", "SANGAT TINGGI", 328, 291, "polsek_nusakelana", "ABC", 16, _ISLAND),
    FacilitySpec("selokembang", "IIA", "TINGGI", 400, 466, "polsek_nusakelana", "ABCD", 12, _ISLAND),
    FacilitySpec("watusegara", "IIB", "RENDAH", 150, 61, "polsek_nusakelana", "AB", 8, _ISLAND),
    FacilitySpec("lpka", "II", "RENDAH", 140, 73, "polresta_baruasih", "ABC", 6, _CHILDREN),
)


def units() -> list[UnitSpec]:
    """Every unit, each parent before its children."""
    return [_unit(row) for row in _UNITS.strip().splitlines()]


def _unit(row: str) -> UnitSpec:
    key, kind, name, short, parent, town, street, line, offset = (cell.strip() for cell in row.split("|"))
    north, east = (float(part) for part in (offset or "0 0").split())
    return UnitSpec(key, UnitKind(kind), name, short or name, parent or None, TOWNS[town], street, line, north, east)
