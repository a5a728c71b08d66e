"""Around the sample alarms: clocks, ladder, sends and telephone lists with invented posts."""

from datetime import datetime, timedelta
from typing import Any

from sinergi.web.samples import components as parts

PRISON = "Lapas Tirta Wening"
POLICE = "Polresta Tirta Wening"


def clocks(at: datetime, state: str = "ringing") -> list[dict[str, Any]]:
    """The prison has answered; the police as named."""
    prison = {
        "name": PRISON,
        "state": "acknowledged",
        "text": "Diterima, Ka. KPLP",
        "note": "02.11.52 (+38 dtk)",
        "label": "dijawab",
        "after": timedelta(seconds=38),
        "sends": "6 terkirim",
    }
    police: dict[str, dict[str, Any]] = {
        "ringing": {"state": "open", "label": "berbunyi", "since": at - timedelta(seconds=83)},
        "again": {
            "state": "open",
            "label": "berbunyi",
            "since": at - timedelta(seconds=283),
            "again": "berbunyi lagi: belum menyatakan",
        },
        "accepted": {
            "state": "acknowledged",
            "text": "Diterima, SPKT",
            "label": "menyatakan siapa yang datang dalam",
            "until": at + timedelta(seconds=170),
        },
        "moving": {
            "state": "responding",
            "text": "Bergerak, 12 personel",
            "label": "tiba dalam",
            "until": at + timedelta(seconds=476),
        },
        "arrived": {
            "state": "arrived",
            "text": "Tiba, 12 personel",
            "label": "di lokasi",
            "since": at - timedelta(seconds=66),
        },
        "exhausted": {"state": "exhausted", "label": "berbunyi", "since": at - timedelta(seconds=683)},
    }
    return [prison, {"name": POLICE, "is_own": state != "exhausted", **police[state]}]


def ladder(at: datetime) -> dict[str, Any]:
    """As the gallery's, with the sends of its first rung."""
    shown = parts.ladder(at)
    shown["rungs"][0] = shown["rungs"][0] | {"detail": "", "sends": folds(at)[0] | {"name": "", "id": "sends-2-0"}}
    return shown


def passed(at: datetime) -> dict[str, Any]:
    """A refusal has passed the first rung."""
    shown = parts.ladder(at)
    shown["rungs"][0] = {"state": "empty", "who": "SPKT", "word": "menolak"}
    shown["rungs"][1] = {"state": "now", "who": "Kabag Ops"}
    return shown | {"next_who": "Kapolresta"}


def folds(at: datetime) -> list[dict[str, Any]]:
    """Two rungs of sends."""
    began = at - timedelta(seconds=83)
    seen = [("terkirim", "+0,3 dtk"), ("sampai", "+0,4 dtk"), ("dilihat", "+6,2 dtk")]
    lines = [
        _line("Ka SPKT", "layar", began, seen),
        _line("Ka SPKT", "surel", began, [("terkirim", "+0,9 dtk")]),
        _line(
            "Perwira siaga", "layar", began, [], failure="Tidak ada layar jabatan ini yang terbuka.", following="surel"
        ),
        _line("Perwira siaga", "surel", began, [("terkirim", "+2,1 dtk"), ("dilihat", "setelah 36 mnt")]),
    ]
    first = {"id": "sends-1-0", "name": "Tahap 1", "at": began, "summary": "3 dari 4 terkirim dalam 2,1 dtk · 1 gagal"}
    more = {"id": "sends-1-1", "name": "Tahap 2", "at": at, "summary": "2 terkirim dalam 0,3 dtk", "lines": lines[:2]}
    return [first | {"lines": lines, "elsewhere": 0, "all_href": "#"}, more | {"elsewhere": 0}]


def telephone() -> dict[str, Any]:
    """Desks and holders of both sides."""
    return {
        "units": POLICE,
        "action": "#",
        "asks": True,
        "groups": [
            {"name": PRISON, "phones": [{"name": "Meja", "number": "(0333) 000-118"}]},
            {
                "name": POLICE,
                "is_unanswered": True,
                "phones": [
                    {"name": "Meja", "number": "(0333) 000-119"},
                    {"name": "Kabag Ops", "number": "0812-0000-0119"},
                ],
            },
        ],
    }


def _line(
    who: str, channel: str, at: datetime, stamps: list[tuple[str, str]], failure: str = "", following: str = ""
) -> dict[str, Any]:
    return {
        "who": who,
        "channel": channel,
        "created_at": at,
        "stamps": [{"name": name, "late": late} for name, late in stamps],
        "has_failed": bool(failure),
        "failure": failure,
        "next": following,
    }
