"""Answers by page, and what screens report about themselves."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from sinergi.alerts import actions as alerts
from sinergi.alerts import presenting, queries
from sinergi.alerts.models import Delivery, Escalation, Screen
from sinergi.alerts.types import AlertState
from sinergi.incidents import actions
from sinergi.incidents.actions import Flash, Reported
from tests.alerts.conftest import ClockHand
from tests.cast import BrowserOf
from tests.world import World


@pytest.fixture
def riot(world: World) -> Reported:
    return actions.report(actor=world.actors["guard"], flash=Flash("RIOT", place_id=world.places["block_c"]))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def own(riot: Reported, world: World, unit: str = "polres") -> Escalation:
    return Escalation.objects.get(alarm_id=riot.alerts[0], unit_id=world.units[unit])


def where(riot: Reported, verb: str) -> str:
    return f"/alerts/{riot.alerts[0]}/{verb}/"


def test_the_worst_alarm_fills_the_screen(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actions.report(actor=world.actors["guard"], flash=Flash("ASSAULT_STAFF"))
    page = text(browser_of("police_desk").get("/alarm/"))
    assert "<h1>Kerusuhan</h1>" in page
    assert "TERIMA" in page
    assert "Petugas diserang" in page  # the next one stands in the strip
    assert "PKS/001/CONTOH" in page
    assert "senjata dititipkan di P2U" in page


def test_from_accepted_to_done_on_the_alarm_page(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    desk = browser_of("police_desk")
    steps = [
        ("acknowledge", {}, "siapa yang berangkat", "respond/"),
        ("respond", {"personnel": "12", "eta_minutes": "8", "note": "Dua truk"}, "12 orang", "arrive/"),
        ("arrive", {}, "Tiba", "stand-down/"),
        ("stand-down", {}, "", ""),
    ]
    for verb, said, shown, following in steps:
        answer = desk.post(where(riot, verb), said)
        assert answer.headers["Location"] == f"/alarm/{riot.alerts[0]}/"
        page = text(desk.get("/alarm/"))
        assert shown in page
        assert following in page
        assert page.count("btn-primary") <= 2  # the question behind "Tolak" has one of its own
    assert own(riot, world).state == AlertState.STOOD_DOWN
    assert "Tidak ada alarm menunggu jawaban" in text(desk.get("/alarm/"))


def test_nothing_rings_in_a_quiet_night(browser_of: BrowserOf, world: World) -> None:
    page = text(browser_of("police_desk").get("/alarm/"))
    assert "Tidak ada alarm menunggu jawaban" in page
    assert "Belum pernah ada" in page


def test_a_calm_screen_becomes_the_alarm_by_itself(browser_of: BrowserOf, world: World) -> None:
    desk = browser_of("police_desk")
    desk.get("/alarm/")
    actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))
    part = text(desk.get("/alarm/", headers={"X-Fragment": "alarm"}))
    assert "TERIMA" in part
    assert "<html" not in part


def test_the_second_is_told_by_whom(browser_of: BrowserOf, riot: Reported) -> None:
    browser_of("police_desk").post(where(riot, "acknowledge"))
    second = browser_of("police_ops")
    page = text(second.post(where(riot, "acknowledge"), follow=True))
    assert "Ka SPKT" in page
    assert re.search(r"[Ss]udah diterima", page)


@pytest.mark.parametrize(
    ("verb", "said", "kept"),
    [
        ("respond", {"personnel": "0", "eta_minutes": "8"}, 'value="8"'),
        ("respond", {"personnel": "12", "eta_minutes": ""}, 'value="12"'),
        ("respond", {"personnel": "<b>12</b>", "eta_minutes": "99999"}, "99999"),
        ("decline", {"reason": "  "}, ""),
    ],
)
def test_an_answer_that_lacks_something_is_shown_again(
    browser_of: BrowserOf, riot: Reported, world: World, verb: str, said: dict[str, str], kept: str
) -> None:
    answer = browser_of("police_desk").post(where(riot, verb), said)
    assert answer.status_code == 422
    assert kept in text(answer)
    assert "<b>12" not in text(answer)
    assert own(riot, world).state == AlertState.OPEN


def test_declined_is_said_with_its_reason_to_the_prison(browser_of: BrowserOf, riot: Reported) -> None:
    browser_of("police_desk").post(where(riot, "decline"), {"reason": "Semua regu di lokasi banjir"})
    assert "Semua regu di lokasi banjir" in text(browser_of("shift_leader").get(f"/incidents/{riot.id}/"))


def test_the_reporter_cannot_answer_and_strangers_do_not_find_it(browser_of: BrowserOf, riot: Reported) -> None:
    answers = {
        role: browser_of(role).post(where(riot, "acknowledge")).status_code
        for role in ("guard", "stranger_police", "auditor", "regional_office")
    }
    assert answers == {"guard": 403, "stranger_police": 404, "auditor": 404, "regional_office": 403}
    for role in ("stranger_police", "auditor"):
        assert browser_of(role).get(f"/alarm/{riot.alerts[0]}/").status_code == 404


def test_the_prisons_side_goes_from_its_alarm_to_the_incident(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    leader = browser_of("shift_leader")
    leader.post(where(riot, "acknowledge"))
    page = text(leader.get(f"/alarm/{riot.alerts[0]}/"))
    assert f'href="/incidents/{riot.id}/"' in page
    assert "respond/" not in page
    assert own(riot, world, "lapas").answered_post == "Karupam A"


def test_a_partners_alarm_page_shows_no_name_of_the_prison(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alerts[0])
    page = text(browser_of("police_desk").get("/alarm/"))
    assert "Karupam A" in page
    assert "Dewi" not in page
    assert "Bayu" not in page


def test_a_screen_tells_whether_it_can_be_heard(browser_of: BrowserOf, world: World) -> None:
    desk, screen = browser_of("police_desk"), uuid4()
    for sound in ("blocked", "on"):
        assert desk.post("/alerts/screens/", {"screen": str(screen), "sound": sound}).status_code == 204
    assert (Screen.objects.get().pk, Screen.objects.get().sound) == (screen, "on")


def test_the_pages_own_receipt_is_what_counts_as_delivered(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    desk = browser_of("police_desk")
    mine = Delivery.objects.filter(posting_id=world.postings["police_desk"], channel="live_screen")
    said = {"screen": str(uuid4()), "subject": f"incident:{riot.id}"}
    for state in ("delivered", "seen"):
        assert desk.post("/alerts/receipts/", said | {"state": state}).status_code == 204
        assert mine.get().state == state


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("screens", {"screen": "x", "sound": "on"}),
        ("screens", {"screen": "00000000-0000-7000-8000-000000000000", "sound": "loud"}),
        ("receipts", {"subject": "", "state": "seen"}),
        ("receipts", {"subject": "incident:x", "state": "eaten"}),
    ],
)
def test_a_screen_that_talks_nonsense_is_refused(
    browser_of: BrowserOf, world: World, address: str, said: dict[str, str]
) -> None:
    assert browser_of("police_desk").post(f"/alerts/{address}/", said).status_code == 422


def test_a_receipt_for_an_alarm_of_others_changes_nothing(browser_of: BrowserOf, riot: Reported) -> None:
    said = {"screen": str(uuid4()), "subject": f"incident:{riot.id}", "state": "seen"}
    assert browser_of("stranger_police").post("/alerts/receipts/", said).status_code == 204
    assert not Delivery.objects.filter(state="seen").exists()


def test_sides_of_many_alarms_come_in_one_query(
    world: World, riot: Reported, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator] # pytest-django's
        found = queries.list_by_subject([f"incident:{riot.id}", "incident:none"], reader=world.actors["guard"])
    assert {side.unit.short_name for side in found[f"incident:{riot.id}"]} >= {
        "Lapas Muara Tenang",
        "Polresta Muara Tenang",
    }


def test_the_desk_turns_to_a_worse_alarm_while_another_is_under_way(
    browser_of: BrowserOf, world: World, riot: Reported
) -> None:
    desk = browser_of("police_desk")
    desk.post(where(riot, "acknowledge"))
    page = text(desk.get("/alarm/"))
    assert "siapa yang berangkat" in page
    for part in ("alarm", "side", "ground"):  # what is asked again is bound to no one alarm
        opening = re.search(rf'<s-fresh id="{part}"[^>]*>', page)
        assert opening
        assert "subject=" not in opening[0]
    actions.report(actor=world.actors["guard"], flash=Flash("FIRE"))
    assert "TERIMA" in text(desk.get("/alarm/", headers={"X-Fragment": "alarm"}))
    assert "<h1>Kebakaran</h1>" in text(desk.get("/alarm/", headers={"X-Fragment": "alarm"}))
    named = text(desk.get(f"/alarm/{riot.alerts[0]}/"))
    assert "siapa yang berangkat" in named
    assert f'subject="incident:{riot.id}"' in named


def test_what_fills_the_desk_only_rings_in_its_strip(browser_of: BrowserOf, world: World, riot: Reported) -> None:
    other = actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))
    desk = browser_of("police_desk")
    strips = [text(desk.get("/alarm/")), text(desk.get("/-/alarms/?here=desk"))]
    for strip in strips:
        shown = {subject: "hidden" in rest for subject, rest in re.findall(r'<li data-rings="([^"]+)"([^>]*)>', strip)}
        assert shown == {f"incident:{riot.id}": True, f"incident:{other.id}": False}


def test_the_foot_and_the_title_follow_the_desk(browser_of: BrowserOf, world: World) -> None:
    desk = browser_of("police_desk")
    assert 'data-page-title="Tidak ada alarm menunggu jawaban"' in text(desk.get("/alarm/"))
    riot = actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))
    ground = text(desk.get("/alarm/", headers={"X-Fragment": "ground"}))
    assert "PKS/001/CONTOH" in ground
    assert "GK-" in ground
    desk.post(where(riot, "acknowledge"))
    assert 'data-page-title="Diterima, siapa yang berangkat?"' in text(desk.get("/alarm/"))


def _through(riot: Reported, world: World, *verbs: str) -> None:
    by = {
        "start_recovery": "security_chief",
        "complete": "reporting_officer",
        "review": "regional_office",
        "close": "facility_head",
    }
    for verb in verbs:
        getattr(actions, verb)(actor=world.actors[by.get(verb, "shift_leader")], incident_id=riot.id)


CLOSED = ("confirm", "declare_under_control", "start_recovery", "complete", "review", "close")


def test_who_accepted_is_released_when_the_incident_closes(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    desk = browser_of("police_desk")
    desk.post(where(riot, "acknowledge"))
    _through(riot, world, *CLOSED)
    side = own(riot, world)
    assert side.state == AlertState.STOOD_DOWN
    assert side.stood_down_at
    page = text(desk.get(f"/alarm/{riot.alerts[0]}/"))
    assert "siapa yang berangkat" not in page
    assert "respond/" not in page
    assert "Lanjutkan alarm" not in text(desk.get(f"/incidents/{riot.id}/"))


def test_who_declined_is_not_asked_again_after_the_end(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    desk = browser_of("police_desk")
    desk.post(where(riot, "decline"), {"reason": "Semua regu di lokasi banjir"})
    assert "respond/" in text(desk.get(f"/alarm/{riot.alerts[0]}/"))
    _through(riot, world, *CLOSED)
    page = text(desk.get(f"/alarm/{riot.alerts[0]}/"))
    assert "respond/" not in page
    assert "acknowledge/" not in page


def test_nobody_is_sent_to_what_is_under_control_and_asked_for_no_help(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    desk = browser_of("police_desk")
    desk.post(where(riot, "acknowledge"))
    _through(riot, world, "confirm", "declare_under_control")
    page = text(desk.get("/alarm/"))
    assert "respond/" not in page
    assert "stand-down/" in page
    assert "Sudah terkendali, bantuan tidak diminta" in page


def test_each_step_shows_its_own_time(
    browser_of: BrowserOf, riot: Reported, world: World, clock_hand: ClockHand
) -> None:
    began, desk = own(riot, world).started_at, browser_of("police_desk")
    said: dict[str, dict[str, str]] = {
        "acknowledge": {},
        "respond": {"personnel": "12", "eta_minutes": "8"},
        "arrive": {},
        "stand-down": {},
    }
    for minutes, (verb, form) in enumerate(said.items(), start=1):
        clock_hand(began + timedelta(minutes=10 * minutes))
        desk.post(where(riot, verb), form)
    side = own(riot, world)
    taken = [side.answered_at, side.responded_at, side.arrived_at, side.stood_down_at]
    assert [round((at - began).total_seconds() / 600) for at in taken if at] == [1, 2, 3, 4]
    steps = re.findall(
        r"<li(?: data-done| aria-current=\"step\")>.*?<small>(.*?)</small>", text(desk.get(f"/alarm/{riot.alerts[0]}/"))
    )
    shown = [timezone.localtime(at, ZoneInfo("Asia/Jakarta")).strftime("%H.%M.%S") for at in taken if at]
    assert [small.partition(" · ")[0] for small in steps] == shown
    with translation.override("id"), timezone.override("Asia/Jakarta"):
        assert presenting.answer_note(side) == shown[3]


def test_a_unit_that_was_released_before_it_moved_has_not_moved(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    desk = browser_of("police_desk")
    for verb in ("acknowledge", "stand-down"):
        desk.post(where(riot, verb))
    assert [step["state"] for step in presenting.steps(own(riot, world))] == ["done", "todo", "todo", "now"]


def test_a_skipped_question_is_not_a_no(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    assert "<dd>Belum diminta</dd>" in text(browser_of("police_desk").get("/alarm/"))
    fire = actions.report(actor=world.actors["guard"], flash=Flash("FIRE", help_needed=True))
    assert "<dd>Minta bantuan</dd>" in text(browser_of("police_desk").get(f"/alarm/{fire.alerts[0]}/"))


def test_an_alarm_without_a_place_says_so(browser_of: BrowserOf, world: World) -> None:
    actions.report(actor=world.actors["guard"], flash=Flash("RIOT"))
    assert "tempat belum diketahui" in text(browser_of("police_desk").get("/alarm/"))


def test_after_accepting_the_hand_is_at_the_number_of_people(browser_of: BrowserOf, riot: Reported) -> None:
    page = text(browser_of("police_desk").post(where(riot, "acknowledge"), follow=True))
    assert re.search(r'<input[^>]*name="personnel"[^>]*autofocus', page)


def test_the_shift_leader_confirms_where_the_alarm_was_accepted(browser_of: BrowserOf, riot: Reported) -> None:
    leader = browser_of("shift_leader")
    page = text(leader.post(where(riot, "acknowledge"), follow=True))
    assert re.search(r'a-closing">Karupam A, \d\d\.\d\d\.\d\d', page)
    assert f'action="/incidents/{riot.id}/confirm/"' in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    assert leader.post(f"/incidents/{riot.id}/confirm/", {"version": version[1]}).status_code == 302


def test_a_refused_answer_stays_in_the_alarms_look(browser_of: BrowserOf, riot: Reported) -> None:
    page = text(browser_of("police_desk").post(where(riot, "respond"), {"personnel": "0", "eta_minutes": "8"}))
    assert 'class="a-hero"' in page
    assert 'class="s-rail"' not in page


def test_where_nobody_is_on_duty_the_telephone_is_given_and_nobody_is_blamed(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    Escalation.objects.filter(alarm_id=riot.alerts[0], unit_id=world.units["polres"]).update(
        state="exhausted", next_at=None
    )
    pages = {
        "sent": f"/incidents/{riot.id}/sent/",
        "incident": f"/incidents/{riot.id}/",
        "alarm": f"/alarm/{riot.alerts[0]}/",
        "board": "/board/",
    }
    leader = browser_of("shift_leader")
    for name, address in pages.items():
        page = text(leader.get(address))
        assert f'href="tel:{own(riot, world).unit.phone}"' in page, name
        assert "Layar mereka tidak hidup, telepon" in page, name
    Delivery.objects.filter(escalation__alarm_id=riot.alerts[0]).delete()
    for name, address in pages.items():
        page = text(leader.get(address))
        assert "Tidak ada piket di Sinergi, telepon" in page, name
        assert "Tidak ada jawaban, telepon" not in page, name


def test_nobody_is_to_be_telephoned_any_more_once_the_danger_is_past(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    Escalation.objects.filter(alarm_id=riot.alerts[0], is_origin=False).update(state="exhausted", next_at=None)
    _through(riot, world, *CLOSED[:3])
    for address in (f"/incidents/{riot.id}/", "/board/", f"/incidents/{riot.id}/sent/"):
        page = text(browser_of("shift_leader").get(address))
        assert ", telepon" not in page, address
        assert 'class="b-alarm"' not in page
