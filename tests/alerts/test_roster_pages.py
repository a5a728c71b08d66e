"""Piket: who is on duty and whom to call, the next days, the gaps out loud, and the forms."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts import queries
from sinergi.alerts.models import Override, Roster, RosterPost, Shift
from sinergi.core import clock
from tests.alerts.conftest import ClockHand
from tests.cast import BrowserOf
from tests.world import World

NOW = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)  # Saturday noon in Jakarta
Draw = Callable[..., UUID]


def text(answer: Any) -> str:
    return " ".join(str(answer.content.decode()).split())


@pytest.fixture
def noon(clock_hand: ClockHand) -> None:
    """A Saturday noon."""
    clock_hand(NOW)


@pytest.fixture
def world(noon: None, world: World) -> World:
    """The world, at that noon."""
    return world


@pytest.fixture
def draw(world: World) -> Draw:
    """A roster of the police desk; ``draw((0, 10))``: Ka SPKT is on duty from now for ten hours of each day."""

    def make(*hours: tuple[int, int]) -> UUID:
        keeper = world.actors["police_admin"]
        roster = alerts.create_roster(actor=keeper, post_ids=[world.posts["police_desk"]], title="Piket SPKT").pk
        for begins, length in hours:
            alerts.add_shift(
                actor=keeper, roster_id=roster, posting_id=world.postings["police_desk"], every_days=1,
                starts_at=NOW + timedelta(hours=begins), minutes=length * 60,
            )  # fmt: skip
        return roster

    return make


def test_piket_shows_who_is_on_duty_with_a_button_to_call(browser_of: BrowserOf, draw: Draw) -> None:
    draw((0, 24))
    page = text(browser_of("police_intel").get("/duty/"))
    assert "<h1>Piket</h1>" in page
    assert 'href="tel:0812-0000" aria-label="Telepon Rina Contoh"' in page
    assert "Eko Contoh" in page  # a post without a roster: everybody
    assert "Piket SPKT" in page
    assert "Kosong" not in page
    assert "new/" not in page


def test_a_gap_is_said_out_loud_on_piket_and_on_home(browser_of: BrowserOf, draw: Draw) -> None:
    draw((0, 10))  # until 22.00, and again at noon
    said = "Kosong Sabtu, 28 Nov 2026 22.00–12.00 WIB"
    for role, address in (("police_chief", "/"), ("police_chief", "/duty/"), ("police_desk", "/duty/")):
        page = browser_of(role).get(address)
        assert said in without_times(text(page)), (role, address)
    assert "Kosong" not in text(browser_of("police_desk").get("/"))  # cannot do anything about it
    assert "Kosong" not in text(browser_of("facility_head").get("/"))  # another unit


def test_a_gap_that_goes_on_says_so(browser_of: BrowserOf, world: World, draw: Draw) -> None:
    roster = draw((0, 10))
    shift = Shift.objects.get(roster_id=roster)
    alerts.end_shift(actor=world.actors["police_admin"], roster_id=roster, shift_id=shift.pk)
    assert "Kosong mulai Sabtu, 28 Nov 2026 12.00 WIB" in without_times(text(browser_of("police_chief").get("/duty/")))


def without_times(page: str) -> str:
    """The page without the marks around its times."""
    while "<time" in page:
        before, _, rest = page.partition("<time")
        page = before + rest.partition(">")[2].replace("</time>", "", 1)
    return page


def test_home_names_only_who_is_on_shift(browser_of: BrowserOf, draw: Draw) -> None:
    draw((5, 10))
    assert "Rina Contoh" in text(browser_of("police_chief").get("/"))  # the roster has not begun
    draw_now = Shift.objects.get()
    Shift.objects.filter(pk=draw_now.pk).update(starts_at=NOW - timedelta(hours=20))
    page = text(browser_of("police_chief").get("/"))
    assert "Rina Contoh" not in page
    assert "Eko Contoh" in page


def test_from_nothing_to_a_rotation_and_back(browser_of: BrowserOf, world: World) -> None:
    keeper = browser_of("police_ops")
    keeper.get("/duty/rosters/new/")
    posts = [str(world.posts[role]) for role in ("police_desk", "police_desk_2")]
    made = keeper.post("/duty/rosters/new/", {"post_ids": posts, "title": ""})
    roster = Roster.objects.get()
    assert made.headers["Location"] == f"/duty/rosters/{roster.pk}/"
    assert roster.title == "Ka SPKT, Piket SPKT"
    assert "Belum ada giliran" in text(keeper.get(made.headers["Location"]))
    keeper.get(f"/duty/rosters/{roster.pk}/shifts/new/")
    for role, day in (("police_desk", "2026-11-28"), ("police_desk_2", "2026-11-29")):
        said = {"posting_id": str(world.postings[role]), "first_on": day, "first_at": "08:00", "hours": "24",
                "every_days": "2", "until_on": ""}  # fmt: skip
        assert keeper.post(f"/duty/rosters/{roster.pk}/shifts/new/", said).status_code == 302
    assert Shift.objects.order_by("starts_at")[0].starts_at == datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    page = text(keeper.get(f"/duty/rosters/{roster.pk}/"))
    assert "Setiap 2 hari" in page
    assert "Kosong" not in page
    keeper.get(f"/duty/rosters/{roster.pk}/overrides/new/")
    said = {"out_posting_id": str(world.postings["police_desk"]), "in_posting_id": "", "from_on": "2026-11-28",
            "from_at": "18:00", "to_on": "2026-11-28", "to_at": "20:00", "note": "Sakit"}  # fmt: skip
    assert keeper.post(f"/duty/rosters/{roster.pk}/overrides/new/", said).status_code == 302
    page = text(keeper.get(f"/duty/rosters/{roster.pk}/"))
    assert "Kosong Sabtu, 28 Nov 2026 18.00–20.00 WIB" in without_times(page)
    assert "Sakit" in page
    keeper.post(f"/duty/rosters/{roster.pk}/overrides/{Override.objects.get().pk}/withdraw/")
    assert "Kosong" not in text(keeper.get(f"/duty/rosters/{roster.pk}/"))
    keeper.post(f"/duty/rosters/{roster.pk}/shifts/{Shift.objects.first().pk}/end/")  # type: ignore[union-attr]  # there
    assert "Kosong" in text(keeper.get(f"/duty/rosters/{roster.pk}/"))
    assert keeper.post(f"/duty/rosters/{roster.pk}/end/").headers["Location"] == "/duty/"
    assert "berakhir 28 Nov 2026" in text(keeper.get(f"/duty/rosters/{roster.pk}/"))
    assert not RosterPost.objects.filter(ended_at=None).exists()


def test_the_last_day_is_served_to_its_end(browser_of: BrowserOf, world: World, draw: Draw) -> None:
    roster = draw()
    said = {"posting_id": str(world.postings["police_desk"]), "first_on": "2026-11-28", "first_at": "20:00",
            "hours": "8", "every_days": "1", "until_on": "2026-11-30"}  # fmt: skip
    browser_of("police_admin").post(f"/duty/rosters/{roster}/shifts/new/", said)
    assert Shift.objects.get().until == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"hours": "30", "every_days": "1"}, "24 jam"),
        ({"posting_id": ""}, "wajib"),
        ({"until_on": "2026-11-01"}, "Harus berakhir setelah mulai"),
        ({"first_on": "9999-12-31"}, ""),
    ],
)
def test_a_shift_that_cannot_be_is_said_at_its_control(
    browser_of: BrowserOf, world: World, draw: Draw, said: dict[str, str], sentence: str
) -> None:
    roster = draw()
    usual = {"posting_id": str(world.postings["police_desk"]), "first_on": "2026-11-28", "first_at": "20:00",
             "hours": "8", "every_days": "0", "until_on": ""}  # fmt: skip
    answer = browser_of("police_admin").post(f"/duty/rosters/{roster}/shifts/new/", {**usual, **said})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Shift.objects.exists()


def test_a_replacement_of_nobody_by_nobody_is_refused(browser_of: BrowserOf, draw: Draw) -> None:
    said = {"out_posting_id": "", "in_posting_id": "", "from_on": "2026-11-28", "from_at": "18:00",
            "to_on": "2026-11-28", "to_at": "20:00", "note": ""}  # fmt: skip
    answer = browser_of("police_admin").post(f"/duty/rosters/{draw()}/overrides/new/", said)
    assert answer.status_code == 422
    assert "dua orang yang berbeda" in text(answer)


def test_a_superior_reads_and_only_its_admin_writes(browser_of: BrowserOf, world: World, draw: Draw) -> None:
    roster = draw((0, 24))
    above = browser_of("polda_ops")
    assert f"/duty/?unit={world.units['polres']}" in text(above.get("/duty/"))
    assert "Rina Contoh" in text(above.get(f"/duty/?unit={world.units['polres']}"))
    assert "Giliran baru" not in text(above.get(f"/duty/rosters/{roster}/"))
    assert above.get(f"/duty/rosters/{roster}/shifts/new/").status_code == 403
    assert above.get(f"/duty/rosters/new/?unit={world.units['polres']}").status_code == 403


@pytest.mark.parametrize("role", ["facility_head", "regional_office", "stranger_police", "fire", "auditor"])
def test_a_partner_never_sees_it(browser_of: BrowserOf, world: World, draw: Draw, role: str) -> None:
    roster, visitor = draw((0, 10)), browser_of(role)
    assert visitor.get(f"/duty/rosters/{roster}/").status_code == 404
    assert visitor.get(f"/duty/?unit={world.units['polres']}").status_code == 404
    assert "Piket SPKT" not in text(visitor.get("/duty/"))


def test_a_unit_without_rosters_is_told_what_that_means(browser_of: BrowserOf, world: World) -> None:
    page = text(browser_of("shift_leader").get("/duty/"))
    assert "Tidak ada jadwal piket" in page
    assert "Hadi Contoh" in page
    assert browser_of("shift_leader").get("/duty/?unit=x").status_code == 404


def test_nobody_at_all_is_said(browser_of: BrowserOf, world: World) -> None:
    page = text(browser_of("auditor").get("/duty/"))
    assert "Tidak ada yang bertugas" in page
    assert queries.list_gaps(world.units["oversight"], clock.now()) == []
