"""From a guard's phone to a closed incident: two agencies at once, each in a browser of its own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.doing import PHONE, accept, alert_of, report_riot, stand_at
from tests.plugin.browser import OpenAs
from tests.plugin.stack import Stack

pytestmark = pytest.mark.stack


@pytest.fixture
def guard(open_as: OpenAs) -> Page:
    """A guard, phone in hand."""
    page = open_as("guard")
    page.set_viewport_size(PHONE)
    return page


def test_a_guard_reports_and_both_agencies_see_it_through(guard: Page, open_as: OpenAs, stack: Stack) -> None:
    desk, leader = open_as("police_desk"), open_as("shift_leader")
    incident = report_riot(guard)
    answers = guard.locator("#answers")
    expect(answers).to_contain_text("Belum dijawab")

    # The desk accepts; the guard sees it without touching anything.
    alarm = f"/alarm/{alert_of(stack, incident)}/"
    stand_at(desk, alarm)
    expect(desk.locator("h1")).to_have_text("Kerusuhan")
    accept(desk)
    expect(desk.locator("h1")).to_contain_text("siapa yang berangkat")
    expect(answers).to_contain_text("Diterima, Perwira Siaga SPKT")
    desk.get_by_label("Personel").fill("12")
    desk.get_by_label("Tiba dalam (menit)").fill("8")
    desk.get_by_role("button", name="Bergerak").click()
    expect(answers).to_contain_text("12 orang")

    # The shift leader takes command; the desk sees who commands.
    stand_at(leader, incident)
    leader.get_by_role("button", name="Konfirmasi").click()
    expect(leader.locator("#answers")).to_contain_text("Diterima, Karupam")
    expect(desk.locator("#side")).to_contain_text("Karupam")

    # Both write; each reads what is shared, the prison keeps its own.
    _write(leader, "Tiga puluh orang, Blok A terkunci.", "mitra juga")
    _write(leader, "Hanya untuk kita.", "unit kita saja")
    stand_at(desk, incident)
    expect(desk.locator("#timeline")).to_contain_text("Blok A terkunci")
    expect(desk.locator("#timeline")).not_to_contain_text("Hanya untuk kita")

    # They arrive, it is over, they go.
    stand_at(desk, alarm)
    desk.wait_for_timeout(500)  # a touch in the first 400 ms of a page is taken for a slip
    desk.get_by_role("button", name="Tiba di lokasi").click()
    expect(desk.locator("h1")).to_contain_text("Tiba")
    leader.get_by_role("button", name="Nyatakan terkendali").click()
    desk.wait_for_timeout(500)
    desk.get_by_role("button", name=re.compile("Selesai")).click()
    _finish(open_as, incident)
    guard.goto(guard.url.replace("sent/", ""))
    expect(guard.locator("#status")).to_contain_text("Ditutup")


def _write(page: Page, words: str, readers: str) -> None:
    page.get_by_label("Siapa yang membaca").select_option(label=readers)
    page.get_by_label("Kabar", exact=True).fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text(words)


def _finish(open_as: OpenAs, incident: str) -> None:
    """Recovery, the full report, its review by the regional office, the end."""
    chief = open_as("security_chief")
    stand_at(chief, incident)
    chief.get_by_role("button", name="Mulai pemulihan").click()
    officer = open_as("reporting_officer")
    stand_at(officer, incident)
    officer.locator("summary", has_text="Lengkapi laporan").click()
    officer.get_by_label("Laporan lengkap").fill("Perkelahian meluas, dipisahkan dalam 12 menit.")
    officer.get_by_role("button", name="Kirim laporan lengkap").click()
    expect(officer.locator("#status")).to_contain_text("Laporan lengkap")
    office = open_as("regional_office")
    stand_at(office, incident)
    office.get_by_role("button", name="Setujui laporan").click()
    head = open_as("facility_head")
    stand_at(head, incident)
    head.locator("summary", has_text="Tutup kejadian").click()
    head.get_by_role("button", name="Tutup kejadian").click()
    expect(head.get_by_text("Buka kembali").first).to_be_visible()
