"""Home of a head of prison, the regional board, the agreements, the people of a unit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from sinergi.core import clock
from sinergi.web.samples import components as parts

Screen = tuple[str, dict[str, Any]]


def home() -> Screen:
    """Four things that need the head of a prison."""
    at = clock.now()
    todo = [
        ("CRITICAL", "Kerusuhan Blok C", "Belum terkendali.", 9, "ke kabar berikut", "Buka"),
        ("file-text", "Periksa laporan lengkap: perkelahian", "Dikirim 05.12.", 1200, "paling lambat besok", "Periksa"),
        ("file-certificate", "PKS dengan Kodim berakhir", "Ikut tertutup: latihan.", 10080, "29 Nov 2026", "Lihat"),
    ]  # fmt: skip
    return "web/home.html", {
        "todo": [
            {
                "severity": mark if mark.isupper() else "",
                "icon": mark,
                "title": title,
                "text": text,
                "due_at": at + timedelta(minutes=due),
                "due_note": note,
                "href": "#",
                "label": label,
            }
            for mark, title, text, due, note, label in todo
        ],
        "waiting_others": [
            {
                "href": "#",
                "title": "Laporan lengkap kerusuhan Blok C",
                "holder": "Kasubsi Pelaporan dan Tatib",
                "since": at,
                "due_at": at + timedelta(hours=20),
            }
        ],
        "on_duty": [
            {"name": "Bagas Wiratama", "post": "Karupam C, 22 petugas", "phone": "0812-0000-0117"},
            {"name": "Aditya Purnawarman", "post": "Ka. KPLP", "phone": "0812-0000-0118"},
        ],
        "duty_until": at + timedelta(hours=1),
        "doors": [
            {
                "partner": "Polresta Tirta Wening",
                "until": at + timedelta(days=220),
                "scopes": "alarm, bantuan, operasi bersama, latihan",
            },
            {
                "partner": "Kodim 0990",
                "until": at + timedelta(days=7),
                "scopes": "bantuan personel, latihan",
                "ends_soon": True,
            },
        ],
    }


def board() -> Screen:
    """A busy night of a regional office."""
    at = clock.now()
    severe = [("CRITICAL", "Tirta Wening"), ("HIGH", "Kota Baru"), ("MEDIUM", "Gunung Sari")]
    tiles: list[dict[str, Any]] = [{"name": name, "href": "#", "severity": severity} for severity, name in severe]
    calm = ("Pulau Karang 1", "Pulau Karang 2", "Taman Sari", "Bukit Hijau", "Muara Tenang", "Rawa Indah")
    tiles += [
        {"name": "Ladang", "href": "#", "drill": True},
        {"group": "Aman"},
        *({"name": name, "href": "#"} for name in calm),
    ]
    return "web/board.html", {
        "counts": {
            "waiting": 2,
            "waiting_since": at - timedelta(seconds=146),
            "open": 7,
            "by_severity": [("CRITICAL", 2), ("HIGH", 2), ("MEDIUM", 2), ("LOW", 1)],
            "overdue": 2,
            "drills": 1,
            "safe": 33,
            "of": 38,
        },
        "waiting": [parts.card(at), parts.card(at, "HIGH")],
        "rings": True,
        "items": parts.rows(at),
        "tiles": tiles,
        "feed": [
            {"at": at - timedelta(seconds=12), "text": "Rutan Kota Baru: Damkar menambah 1 unit"},
            {"at": at - timedelta(seconds=146), "text": "Lapas Tirta Wening: kerusuhan, Blok C", "strong": True},
        ],
    }


def calm_board() -> Screen:
    """A quiet night."""
    template, context = board()
    counts = {"waiting": 0, "open": 0, "overdue": 0, "drills": 0, "safe": 38, "of": 38, "by_severity": []}
    quiet = {
        "counts": counts,
        "waiting": [],
        "items": [],
        "feed": [],
        "last_alarm_at": clock.now() - timedelta(hours=4),
    }
    return template, context | quiet | {"tiles": [tile for tile in context["tiles"] if "severity" not in tile]}


def agreements() -> Screen:
    """With whom a prison shares what."""
    today = clock.now().date()
    return "agreements/list.html", {
        "partners": [
            {
                "name": "Polresta Tirta Wening",
                "agency": "Kepolisian",
                "href": "#",
                "grounds": [
                    {
                        "title": "PKS Lapas–Polresta",
                        "number": "PKS/14/VI/2025",
                        "until": today + timedelta(days=220),
                        "state": "in_force",
                        "scopes": ["Alarm kejadian", "Bantuan personel", "Operasi bersama", "Latihan"],
                    }
                ],
            },
            {
                "name": "Kodim 0990",
                "agency": "TNI",
                "href": "#",
                "grounds": [
                    {
                        "title": "PKS Lapas–Kodim",
                        "number": "PKS/3/XI/2023",
                        "until": today + timedelta(days=7),
                        "state": "ending",
                        "scopes": ["Bantuan personel", "Latihan"],
                    }
                ],
            },
            {
                "name": "BNNK Tirta Wening",
                "agency": "BNN",
                "href": "#",
                "grounds": [
                    {
                        "title": "PKS Lapas–BNNK",
                        "number": "PKS/9/II/2024",
                        "until": today - timedelta(days=30),
                        "state": "ended",
                        "scopes": ["Program"],
                    }
                ],
            },
        ]
    }


SCREENS: Final[dict[str, Callable[[], Screen]]] = {
    "home": home,
    "board": board,
    "board-calm": calm_board,
    "agreements": agreements,
}
