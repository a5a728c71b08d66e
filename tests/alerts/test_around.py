"""The alarm page: who is woken next, every send and its life, both clocks, why it rings again."""

import re
from datetime import timedelta
from typing import Any

import pytest

from sinergi.alerts import actions as alerts
from sinergi.alerts.models import Delivery, Escalation
from sinergi.alerts.sends import SHOWN
from sinergi.alerts.types import ACCEPTED, Outcome
from sinergi.core import clock
from sinergi.core.ids import new_id
from tests.alerts.conftest import ClockHand, Ringing
from tests.cast import BrowserOf
from tests.world import World

LANE = 0


def page(browser_of: BrowserOf, riot: Ringing, role: str = "police_desk") -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(browser_of, riot, role)))


def html(browser_of: BrowserOf, riot: Ringing, role: str = "police_desk") -> str:
    return str(browser_of(role).get(f"/alarm/{riot.alert_id}/").content.decode())


def need(riot: Ringing, what: str) -> None:
    side = riot.side("lapas")
    side.ladder[0]["need"] = what
    side.save()


def test_each_send_tells_its_life_under_its_rung(
    riot: Ringing, world: World, browser_of: BrowserOf, clock_hand: ClockHand
) -> None:
    clock_hand(riot.after(0.3))
    alerts.settle([(each, ACCEPTED) for each in alerts.claim_due(lane=LANE, free={"live_screen": 99, "email": 99})])
    clock_hand(riot.after(36 * 60))
    alerts.confirm_receipt(actor=world.actors["police_desk"], alert_id=riot.alert_id, seen=True)
    shown = page(browser_of, riot)
    assert "terkirim dalam 0,3 dtk" in shown
    assert re.search(
        r"Ka SPKT.*layar [\d.]+ · terkirim \+0,3 dtk · sampai setelah 36 mnt · dilihat setelah 36 mnt", shown
    )


def test_a_failed_send_says_why_and_which_way_is_next(riot: Ringing, browser_of: BrowserOf, world: World) -> None:
    mine = Delivery.objects.filter(posting_id=world.postings["police_desk"], channel="live_screen")
    mine.update(state="failed", error="no screen open → email")
    shown = page(browser_of, riot)
    assert "1 gagal" in shown
    assert "gagal: Tidak ada layar jabatan ini yang terbuka. Jalan berikutnya: surel." in shown


def test_of_the_other_agency_only_counts(riot: Ringing, browser_of: BrowserOf) -> None:
    alerts.settle([(each, ACCEPTED) for each in alerts.claim_due(lane=LANE, free={"live_screen": 99, "email": 99})])
    shown = html(browser_of, riot)
    assert re.search(r"\d+ terkirim</p>", shown)
    assert "Karupam" not in shown
    assert "Ka SPKT" in shown


def test_the_last_call_names_no_post_of_another_agency(riot: Ringing, browser_of: BrowserOf, world: World) -> None:
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alert_id)
    riot.climb_through(60, 180, 300)
    folds = html(browser_of, riot).partition("Panggilan terakhir")[2].partition("</details>")[0]
    assert "Ka SPKT" in folds
    assert "Karupam" not in folds
    assert "ke unit lain" in folds


def test_a_thousand_sends_cost_no_query_more_and_show_the_first_fifty(
    riot: Ringing, browser_of: BrowserOf, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60) as few:
        html(browser_of, riot)
    side, at = riot.side("polres"), riot.raised_at
    like = {"escalation": side, "epoch": 1, "step": 0, "channel": "email", "lane": 0, "state": "sent"}
    when = {"created_at": at, "sent_at": at + timedelta(seconds=2.1)}
    Delivery.objects.bulk_create(
        Delivery(person_id=new_id(), posting_id=new_id(), post_title="Anggota", **like, **when) for _each in range(1300)
    )
    with django_assert_num_queries(len(few)):
        shown = html(browser_of, riot)
    assert "1300 dari" in shown
    assert 0 < shown.count("<b>Anggota</b>") <= SHOWN
    address = f"/alarm/{riot.alert_id}/sends/"
    assert address in shown
    desk = browser_of("police_desk")
    pages = [desk.get(f"{address}?page={number}").content.decode() for number in range(8)]
    assert sum(page.count("<b>Anggota</b>") for page in pages) == 1300
    assert ["page=" + str(number + 1) in page for number, page in enumerate(pages)][5:] == [True, False, False]


@pytest.mark.parametrize("role", ["stranger_police", "auditor"])
def test_a_stranger_finds_no_list_of_sends(riot: Ringing, browser_of: BrowserOf, role: str) -> None:
    assert browser_of(role).get(f"/alarm/{riot.alert_id}/sends/").status_code == 404


def test_both_sides_clocks_run_side_by_side(riot: Ringing, browser_of: BrowserOf, world: World) -> None:
    alerts.respond(actor=world.actors["police_desk"], alert_id=riot.alert_id, personnel=12, eta_minutes=8)
    for role in ("police_desk", "shift_leader"):
        clocks = html(browser_of, riot, role).partition("a-clocks")[2].partition("</section>")[0]
        assert re.search(r"Lapas Muara Tenang.*<s-age.*Polresta Muara Tenang.*<s-countdown", clocks, re.DOTALL)


def test_a_promise_not_kept_is_said_on_top(riot: Ringing, browser_of: BrowserOf, world: World) -> None:
    alerts.acknowledge(actor=world.actors["police_desk"], alert_id=riot.alert_id)
    alerts.lapse_due(clock.now() + timedelta(minutes=4))
    shown = page(browser_of, riot)
    assert re.search(r"Berbunyi lagi: diterima Ka SPKT \d\d\.\d\d, belum menyatakan bergerak\.", shown)
    assert "TERIMA" in shown
    assert "berbunyi lagi: belum menyatakan bergerak" in page(browser_of, riot, "shift_leader")


def test_not_arrived_in_time_is_said_on_top(riot: Ringing, browser_of: BrowserOf, world: World) -> None:
    alerts.respond(actor=world.actors["police_desk"], alert_id=riot.alert_id, personnel=3, eta_minutes=1)
    alerts.lapse_due(clock.now() + timedelta(minutes=10))
    assert re.search(r"Berbunyi lagi: Ka SPKT pukul [\d.]+ menyatakan tiba pukul [\d.]+", page(browser_of, riot))


def test_a_refusal_rings_for_the_next_post_and_is_calm_for_who_said_it(
    riot: Ringing, browser_of: BrowserOf, world: World
) -> None:
    alerts.decline(actor=world.actors["police_desk"], alert_id=riot.alert_id, reason="tidak ada personel")
    alerts.climb_due(clock.now())
    following = html(browser_of, riot, "police_ops")
    assert re.search(r"Ka SPKT menolak: tidak ada personel\. [^.]+ dibangunkan\.", following)
    assert "data-ring" in following
    assert f"/alerts/{riot.alert_id}/acknowledge/" in following
    assert re.search(r'data-at="empty".*?menolak', following, re.DOTALL)
    calm = html(browser_of, riot, "police_desk")
    assert " data-ring" not in calm
    assert "dibangunkan dalam" in calm
    browser_of("police_ops").post(f"/alerts/{riot.alert_id}/acknowledge/", {"epoch": "2"})
    assert riot.side("polres").state == "acknowledged"


def test_whom_a_step_still_needs_is_named(riot: Ringing, browser_of: BrowserOf, world: World) -> None:
    need(riot, "all")
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alert_id)
    waiting = page(browser_of, riot, "shift_leader_2")
    assert re.search(r"1 dari 2 sudah menerima; menunggu Karupam", waiting)
    assert "TERIMA" in waiting
    mine = html(browser_of, riot, "shift_leader")
    assert "yang lain masih ditunggu" in mine
    assert " data-ring" not in mine


def test_a_real_alarm_says_that_it_is_not_a_drill(riot: Ringing, browser_of: BrowserOf) -> None:
    Escalation.objects.filter(alarm_id=riot.alert_id).update(cuts_drill=True)
    assert "INI BUKAN LATIHAN" in page(browser_of, riot)


@pytest.mark.parametrize("role", ["shift_leader", "regional_office"])
def test_the_last_call_fills_the_screen_until_somebody_says_that_they_telephone(
    riot: Ringing, browser_of: BrowserOf, world: World, role: str
) -> None:
    alerts.acknowledge(actor=world.actors["shift_leader"], alert_id=riot.alert_id)
    riot.climb_through(60, 180, 300)
    called = html(browser_of, riot, role)
    assert "Tangga habis. Telepon sekarang:" in called
    assert "Saya menelepon" in called
    assert re.search(r'href="tel:[^"]+"', called)
    numbers = called.partition("Tangga habis")[2].partition("</section>")[0]
    assert "Ka SPKT" in numbers
    assert "Rina" not in numbers
    answer = browser_of(role).post(f"/alerts/{riot.alert_id}/telephone/", follow=True)
    assert "Saya menelepon" not in answer.content.decode()
    told = browser_of("police_desk").get(f"/incidents/{riot.incident_id}/").content.decode()
    assert "sedang ditelepon" in told


def test_a_unit_nobody_answered_for_may_still_accept_beside_the_numbers(riot: Ringing, browser_of: BrowserOf) -> None:
    riot.climb_through(60, 180, 300)
    shown = html(browser_of, riot)
    assert "Tangga habis. Telepon sekarang:" in shown
    assert f"/alerts/{riot.alert_id}/acknowledge/" in shown


def test_what_a_provider_says_is_shown_as_it_was_said(riot: Ringing, browser_of: BrowserOf) -> None:
    (first, *_rest) = alerts.claim_due(lane=LANE, free={"email": 1})
    alerts.settle([(first, Outcome(error="550 <b>no</b>", is_final=True))])
    assert "<b>no</b>" not in html(browser_of, riot)
