"""Ladders on pages: the list in its order, the form, the look beforehand, the dry run, the line above the button."""

from typing import Any

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Alarm, Ladder
from sinergi.alerts.types import LadderSaid, StepSaid
from tests.cast import BrowserOf
from tests.world import World

HEAD = {
    "name": "Malam",
    "exercise": "any",
    "end_minutes": "5",
    "repeat": "0",
    "from_time": "22:00",
    "until_time": "06:00",
}
STEPS = {
    "step-0-minutes": "0", "step-0-functions": ["shift_leader"], "step-0-need": "one",
    "step-1-minutes": "3", "step-1-partners": "on", "step-1-need": "one",
}  # fmt: skip
FORM: dict[str, Any] = {**HEAD, **STEPS}


def text(answer: Any) -> str:
    return " ".join(str(answer.content.decode()).split())


@pytest.fixture
def night(world: World) -> Ladder:
    """A ladder of the prison."""
    steps = (StepSaid(0, functions=("shift_leader",)), StepSaid(4, posts=(world.posts["security_chief"],)))
    return alerts.create_ladder(actor=world.actors["facility_head"], said=LadderSaid("Malam", steps, levels=(4,)))


def test_the_list_says_when_each_holds_and_what_holds_otherwise(browser_of: BrowserOf, night: Ladder) -> None:
    page = text(browser_of("facility_head").get("/ladders/"))
    assert "<h1>Tangga</h1>" in page
    assert "Malam" in page
    assert "<p>Kritis</p>" in page
    assert "Ka. KPLP" in page  # a post by its title
    assert "Tangga biasa" in page
    assert "Tangga baru" in page


def test_who_keeps_no_ladders_reads_them_only(browser_of: BrowserOf, night: Ladder) -> None:
    browser = browser_of("shift_leader")
    assert "Tangga baru" not in text(browser.get("/ladders/"))
    assert "Simpan tangga" not in text(browser.get(f"/ladders/{night.pk}/"))
    assert browser.post(f"/ladders/{night.pk}/", FORM).status_code == 403
    assert 'href="/ladders/"' not in text(browser.get("/"))
    assert 'href="/ladders/"' in text(browser_of("security_chief").get("/"))


def test_a_partner_cannot_tell_that_it_exists(browser_of: BrowserOf, night: Ladder, world: World) -> None:
    browser = browser_of("police_chief")
    assert browser.get(f"/ladders/{night.pk}/").status_code == 404
    assert browser.get(f"/ladders/?unit={world.units['lapas']}").status_code == 404
    assert "Malam" not in text(browser.get("/ladders/"))


def test_a_keeper_writes_one(browser_of: BrowserOf) -> None:
    answer = browser_of("facility_head").post("/ladders/new/", FORM, follow=True)
    page = text(answer)
    assert "Tangga disimpan" in page
    assert "Bila berbunyi sekarang" in page
    (made,) = Ladder.objects.all()
    assert [(row["minutes"], row["functions"], row["partners"]) for row in made.steps] == [
        (0, ["shift_leader"], False), (3, [], True)
    ]  # fmt: skip


def test_adding_a_step_and_looking_first_save_nothing(browser_of: BrowserOf) -> None:
    browser = browser_of("facility_head")
    grown = text(browser.post("/ladders/new/", FORM | {"do": "add"}))
    assert "Anak tangga 3" in grown
    assert 'name="step-2-minutes" value="6"' in grown
    assert 'value="shift_leader" id="step-0-functions_0" checked' in grown
    looked = text(browser.post("/ladders/new/", FORM | {"do": "look"}))
    assert "Karupam A, Karupam B" in looked
    assert not Ladder.objects.exists()


def test_a_step_can_be_taken_out(browser_of: BrowserOf, night: Ladder) -> None:
    sent = {**FORM, "version": "1", "step-1-remove": "on"}
    browser_of("facility_head").post(f"/ladders/{night.pk}/", sent)
    night.refresh_from_db()
    assert [row["minutes"] for row in night.steps] == [0]


def test_what_is_wrong_is_said_at_its_step(browser_of: BrowserOf) -> None:
    answer = browser_of("facility_head").post("/ladders/new/", FORM | {"step-1-minutes": "0"})
    assert answer.status_code == 422
    assert "Anak tangga 2 harus lebih lambat dari anak tangga sebelumnya." in text(answer)


def test_two_who_change_it_at_once_do_not_overwrite_each_other(browser_of: BrowserOf, night: Ladder) -> None:
    browser = browser_of("facility_head")
    browser.post(f"/ladders/{night.pk}/", FORM | {"version": "1"})
    late = browser.post(f"/ladders/{night.pk}/", FORM | {"version": "1", "name": "Lain"})
    assert late.status_code == 422
    assert Ladder.objects.get().name == "Malam"


def test_a_ladder_that_would_wake_nobody_is_saved_and_shouts(browser_of: BrowserOf, world: World) -> None:
    roster = alerts.create_roster(actor=world.actors["facility_head"], post_ids=[world.posts["security_chief"]]).pk
    alerts.add_shift(
        actor=world.actors["facility_head"], roster_id=roster, posting_id=world.postings["security_chief"],
        starts_at=world.at.replace(year=world.at.year - 1), minutes=60,
    )  # fmt: skip
    sent = {**HEAD, "step-0-minutes": "0", "step-0-posts": [str(world.posts["security_chief"])], "step-0-need": "one"}
    page = text(browser_of("facility_head").post("/ladders/new/", sent, follow=True))
    assert "tangga ini TIDAK membangunkan SIAPA PUN" in page
    assert "TIDAK membangunkan SIAPA PUN" in text(browser_of("facility_head").get("/ladders/"))


def test_the_dry_run_names_posts_and_never_people(browser_of: BrowserOf, night: Ladder, world: World) -> None:
    browser = browser_of("facility_head")
    asked = {"type": "RIOT", "place_id": str(world.places["block_c"]), "hour": "02:00"}
    for address in ("/ladders/", f"/ladders/{night.pk}/"):
        page = text(browser.get(address, asked))
        assert "Karupam A, Karupam B" in page
        assert "Ka SPKT, Piket SPKT" in page
        assert "Polresta Muara Tenang" in page
        assert "Rina Contoh" not in page
    assert not Alarm.objects.exists()
    assert browser.get("/ladders/", {"type": "NONSENSE"}).status_code == 200


def test_the_order_can_be_changed_and_a_ladder_ended(browser_of: BrowserOf, night: Ladder, world: World) -> None:
    browser = browser_of("facility_head")
    second = alerts.create_ladder(
        actor=world.actors["facility_head"], said=LadderSaid("Siang", (StepSaid(0, functions=("facility_head",)),))
    )
    browser.post(f"/ladders/{second.pk}/move/", {"position": "1"})
    assert [each.name for each in Ladder.objects.order_by("position")] == ["Siang", "Malam"]
    browser.post(f"/ladders/{second.pk}/end/")
    assert "Siang" not in text(browser.get("/ladders/"))
    kept = text(browser.get(f"/ladders/{second.pk}/"))
    assert "Diakhiri." in kept
    assert "Urutan diubah:" in kept
    assert "Simpan tangga" not in kept


def test_the_history_says_who_changed_what(browser_of: BrowserOf, night: Ladder) -> None:
    browser = browser_of("facility_head")
    browser.post(f"/ladders/{night.pk}/", FORM | {"version": "1"})
    page = text(browser.get(f"/ladders/{night.pk}/"))
    assert "Diubah:" in page
    assert "anak tangga" in page
    assert "Kalapas, Lapas Muara Tenang" in page or "Kalapas" in page


def test_the_line_above_the_button_counts_whom_it_wakes(browser_of: BrowserOf) -> None:
    browser = browser_of("guard")
    assert 'data-wakes="/incidents/report/wakes/"' in text(browser.get("/incidents/report/"))
    assert text(browser.get("/incidents/report/wakes/", {"type": "RIOT"})) == "Ini membangunkan 5 orang di 3 instansi."
    assert text(browser.get("/incidents/report/wakes/", {"type": "FIRE", "help_from": ["HEALTH"]})).endswith(
        "6 orang di 4 instansi."
    )
    assert text(browser.get("/incidents/report/wakes/", {})) == ""
    assert browser_of("police_desk").get("/incidents/report/wakes/", {"type": "RIOT"}).status_code == 403
