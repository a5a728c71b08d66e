"""The alarm page: ringing, ringing in a drill, accepted, on the way, on site."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms

from sinergi.core import clock
from sinergi.web.samples import standing

Screen = tuple[str, dict[str, Any]]
NOBODY: Final = UUID(int=1)


class Respond(forms.Form):
    """Stands for the real form."""

    personnel = forms.IntegerField(label="Personel")
    eta_minutes = forms.IntegerField(label="Tiba dalam (menit)")
    note = forms.CharField(label="Catatan", required=False)


def _alarm(state: str, **more: Any) -> dict[str, Any]:
    at = clock.now()
    alarm = {
        "pk": NOBODY,
        "state": state,
        "rings": state == "open",
        "epoch": 1,
        "severity": "CRITICAL",
        "title": "Kerusuhan",
        "facility": "Lapas Kelas IIA Tirta Wening",
        "where": "Blok C, kamar 4",
        "occurred_at": at - timedelta(seconds=90),
        "started_at": at - timedelta(seconds=83),
        "reference": "GK-2026-000187",
        "code": "K7Q2",
        "ground": "PKS sampai 30 Jun 2027, lingkup alarm kejadian",
    }
    return {
        "alarm": alarm | more,
        "count": 1,
        "facts": [("Keadaan", "Belum terkendali"), ("Korban", "LB 1 · LR 3"), ("Diminta", "Polisi, ambulans")],
        "ladder": standing.ladder(at),
        "clocks": standing.clocks(at),
        "site": {
            "gates": "Masuk lewat P2U, selatan. Gerbang truk barat ditutup malam; senjata dititip di pos P2U.",
            "latitude": -8.21951,
            "longitude": 114.36917,
            "commander": {"post": "Ka. KPLP", "phone": "0812-0000-0118"},
            "facts": [
                ("Telepon P2U", {"tel": "(0333) 000-118"}),
                ("Penghuni", "986 orang"),
                ("Alamat", "Jl. Melati 4, Tirta Wening"),
            ],
        },
        "sound": {"text": "Suara keras, berbunyi di 2 layar", "tested": "Uji suara 22.00 berhasil"},
        "incident_href": "#",
    }


def _steps(now: int) -> list[dict[str, str]]:
    words = [
        ("Diterima", "check", "02.13.58"),
        ("Bergerak", "truck", "12 personel"),
        ("Tiba", "map-pin-check", ""),
        ("Selesai", "circle-check", ""),
    ]
    return [
        {"label": word, "icon": icon, "small": small, "state": "done" if at < now else "now" if at == now else "todo"}
        for at, (word, icon, small) in enumerate(words)
    ]


def ringing() -> Screen:
    """Nobody has answered."""
    return "alerts/alarm.html", _alarm("open") | {"may": {"acknowledge": True, "decline": True}}


def drill() -> Screen:
    """The same, in a drill, with another alarm behind it."""
    at = clock.now()
    behind = [
        {
            "href": "#",
            "severity": "HIGH",
            "title": "Percobaan pelarian",
            "where": "Rutan Kota Baru",
            "since": at - timedelta(seconds=49),
        }
    ]
    context = _alarm("open", title="Penyanderaan", drill=True, length="long")
    return "alerts/alarm.html", context | {"may": {"acknowledge": True, "decline": True}, "waiting": behind, "count": 2}


def accepted() -> Screen:
    """Accepted; who goes, and when will they be there?"""
    context = {
        "may": {"respond": True, "decline": True},
        "form": Respond(),
        "steps": _steps(0),
        "heading": "Diterima, siapa yang berangkat?",
    }
    undo = {"text": "Anda menerima untuk Polresta Tirta Wening.", "action": "#", "seconds": 10}
    side = {"ladder": None, "folds": standing.folds(clock.now()), "clocks": standing.clocks(clock.now(), "accepted")}
    return "alerts/alarm.html", _alarm("acknowledged") | context | side | {"undo": undo}


def moving() -> Screen:
    """On the way."""
    at = clock.now()
    eta = {
        "since": at - timedelta(seconds=4),
        "at": at + timedelta(seconds=476),
        "text": "12 personel",
        "note": "dipimpin Ipda Galih Pradana",
    }
    context = {
        "may": {"arrive": True, "stand_down": True},
        "steps": _steps(1),
        "eta": eta,
        "ladder": None,
        "folds": standing.folds(at),
        "clocks": standing.clocks(at, "moving"),
        "heading": "Bergerak, 12 personel",
    }
    return "alerts/alarm.html", _alarm("responding") | context


def arrived() -> Screen:
    """On site."""
    context = {
        "may": {"stand_down": True},
        "steps": _steps(2),
        "ladder": None,
        "folds": standing.folds(clock.now()),
        "clocks": standing.clocks(clock.now(), "arrived"),
        "heading": "Tiba di lokasi",
        "closing": "12 personel sejak 02.22.10",
    }
    return "alerts/alarm.html", _alarm("arrived") | context


def again() -> Screen:
    """It rings again: accepted, and nobody said who comes."""
    said = "Berbunyi lagi: diterima SPKT pukul 02.11, belum menyatakan bergerak."
    side = {"folds": standing.folds(clock.now()), "clocks": standing.clocks(clock.now(), "again")}
    return "alerts/alarm.html", _alarm("open", again=said, epoch=2) | {"may": {"acknowledge": True}} | side


def declined() -> Screen:
    """SPKT declined; the next post hears it ring."""
    said = "SPKT menolak: tidak ada personel. Kabag Ops dibangunkan."
    alarm = _alarm("declined", again=said, epoch=2, rings=True)
    return "alerts/alarm.html", alarm | {"may": {"acknowledge": True}, "ladder": standing.passed(clock.now())}


def awaited() -> Screen:
    """The step needs all of them."""
    said = "2 dari 3 sudah menerima; menunggu Karupam B"
    return "alerts/alarm.html", _alarm("open", awaited=said) | {"may": {"acknowledge": True, "decline": True}}


def real() -> Screen:
    """A real alarm breaks into a drill."""
    said = "Latihan dihentikan. Ini kejadian sungguhan."
    return "alerts/alarm.html", _alarm("open", cuts_drill=said) | {"may": {"acknowledge": True, "decline": True}}


def exhausted() -> Screen:
    """Nobody of the own unit answered."""
    side = {"telephone": standing.telephone(), "ladder": {"exhausted": True}, "folds": standing.folds(clock.now())}
    return "alerts/alarm.html", _alarm("exhausted", rings=True) | {"may": {"acknowledge": True}} | side


def calling() -> Screen:
    """Nobody of the partner answered: the other control room telephones."""
    side = {"telephone": standing.telephone(), "ladder": None, "clocks": standing.clocks(clock.now(), "exhausted")}
    return "alerts/alarm.html", _alarm("acknowledged", calls=True) | {"may": {}} | side


SCREENS: Final[dict[str, Callable[[], Screen]]] = {
    "alarm": ringing,
    "alarm-drill": drill,
    "alarm-again": again,
    "alarm-declined": declined,
    "alarm-awaited": awaited,
    "alarm-real": real,
    "alarm-exhausted": exhausted,
    "alarm-calling": calling,
    "alarm-accepted": accepted,
    "alarm-moving": moving,
    "alarm-arrived": arrived,
}
