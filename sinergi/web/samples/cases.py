"""The flash report, what its sender sees, one incident from both sides, a list of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sinergi.core import clock
from sinergi.web.samples import components as parts

Screen = tuple[str, dict[str, Any]]
SAMPLE: Final = UUID(int=1)
FIRST: Final = (
    ("RIOT", "Kerusuhan", "users-group"),
    ("FIRE", "Kebakaran", "flame"),
    ("ESCAPE", "Pelarian", "run"),
    ("HOSTAGE", "Penyanderaan", "hand-stop"),
    ("ASSAULT_INMATE", "Perkelahian", "swords"),
    ("ASSAULT_STAFF", "Petugas diserang", "user-exclamation"),
    ("SUICIDE_SELF_HARM", "Bunuh diri atau melukai diri", "heartbeat"),
    ("CONTRABAND_FIND", "Barang terlarang", "package"),
)
MORE: Final = (
    ("ESCAPE_ATTEMPT", "Percobaan pelarian", "run"),
    ("DRONE", "Drone", "drone"),
    ("OTHER", "Gangguan lain", "dots"),
)


def report() -> Screen:
    """The flash report, untouched."""
    rooms = {name: [{"id": f"{name}{n}", "name": f"Kamar {n}"} for n in range(1, 9)] for name in "ABCDE"}
    blocks = [{"id": name, "name": f"Blok {name}", "rooms": inside} for name, inside in rooms.items()]
    return "incidents/report.html", {
        "key": "sample",
        "first_types": [{"code": code, "label": label, "icon": icon} for code, label, icon in FIRST],
        "more_types": [{"code": code, "label": label, "icon": icon} for code, label, icon in MORE],
        "blocks": [*blocks, *({"id": name, "name": name, "rooms": []} for name in ("Klinik", "P2U", "Dapur"))],
        "helpers": [
            {"code": code, "label": label}
            for code, label in (("POLICE", "Polisi"), ("HEALTH", "Ambulans"), ("FIRE", "Damkar"))
        ],
        "wakes": "Membangunkan 9 orang di 3 instansi.",
        "may_exercise": True,
    }


def sent() -> Screen:
    """Received; the prison has answered, the police have not."""
    at = clock.now()
    return "incidents/sent.html", {
        "incident": {"pk": SAMPLE, "reference": "GK-2026-000187", "received_at": at - timedelta(seconds=96)},
        "answers": [
            {"name": "Ka. KPLP", "state": "ACKNOWLEDGED", "note": "02.11.52, setelah 38 dtk"},
            {"name": "SPKT Polresta", "state": "OPEN", "next_who": "Kabag Ops", "next_at": at + timedelta(seconds=96)},
            {"name": "RSUD, IGD", "state": "RESPONDING", "note": "Ambulans berangkat 02.12.20"},
        ],
        "may": {"add_entry": True},
        "call": {"label": "Telepon Ka. KPLP", "number": "0812-0000-0118"},
    }


def _incident() -> dict[str, Any]:
    at = clock.now()
    return {
        "incident": {
            "pk": SAMPLE,
            "reference": "GK-2026-000187",
            "title": "Kerusuhan",
            "severity": "CRITICAL",
            "where": "Blok C, kamar 4",
            "occurred_at": at - timedelta(seconds=420),
            "reported_at": at - timedelta(seconds=411),
        },
        "now": [
            ("Keadaan", "Belum terkendali", ""),
            ("Korban", "MD 0 · LB 1 · LR 3", ""),
            ("Bantuan diminta", "Polisi, ambulans", ""),
            ("Di jalan", "12 personel", "tiba 02.22"),
        ],
        "steps": parts.steps(),
        "parties": parts.parties(at),
        "answered": "2 dari 3 menjawab",
        "entries": parts.timeline(at),
        "entry_action": "#",
        "visibilities": [("own", "unit kita saja"), ("shared", "mitra juga")],
        "narrated": "terbaru dulu",
    }


def facility_side() -> Screen:
    """The commander's own page."""
    at = clock.now()
    ask = {
        "action": "#",
        "label": "Laporan keliru …",
        "title": "Batal karena laporan keliru",
        "consequence": "9 orang di 3 instansi yang terbangun akan diberi tahu.",
        "verb": "Batalkan alarm",
        "keep": "Jangan batalkan",
        "reason_name": "reason",
        "reason_label": "Alasan",
    }
    return "incidents/detail.html", _incident() | {
        "primary": {"action": "#", "label": "Nyatakan terkendali", "icon": "shield-check"},
        "verbs": [{"action": "#", "label": "Naikkan tingkat", "icon": "arrow-up"}],
        "asks": [ask],
        "deadlines": [
            {
                "name": "Kabar berikutnya",
                "at": at + timedelta(minutes=14),
                "owner": "setiap 15 menit selama kerusuhan terbuka",
            },
            {
                "name": "Laporan lengkap",
                "at": at + timedelta(hours=23, minutes=53),
                "owner": "Kasubsi Pelaporan dan Tatib",
            },
        ],
    }


def partner_side() -> Screen:
    """What the police see: the shared facts and how to get in."""
    facility = {
        "name": "Lapas Kelas IIA Tirta Wening",
        "gates": "Masuk lewat P2U, selatan. Gerbang truk barat ditutup malam.",
        "latitude": -8.21951,
        "longitude": 114.36917,
        "commander": {"post": "Ka. KPLP", "phone": "0812-0000-0118"},
        "facts": [
            ("Telepon P2U", {"tel": "(0333) 000-118"}),
            ("Penghuni", "986 orang"),
            ("Alamat", "Jl. Melati 4, Tirta Wening"),
        ],
    }
    primary = {"action": "#", "label": "Tiba di lokasi", "icon": "map-pin-check"}
    return "incidents/detail.html", _incident() | {"facility": facility, "primary": primary}


def listed() -> Screen:
    """The list."""
    chips = [("Terbuka", 5, True), ("Lewat tenggat", 1, False), ("Semua", 128, False)]
    return "incidents/list.html", {
        "items": parts.rows(clock.now()),
        "chips": [{"label": label, "count": count, "href": "#", "current": current} for label, count, current in chips],
        "older_href": "#",
        "shown": "sejak 22 Nov 2025",
    }


SCREENS: Final[dict[str, Callable[[], Screen]]] = {
    "report": report,
    "sent": sent,
    "incident": facility_side,
    "incident-partner": partner_side,
    "incidents": listed,
}
