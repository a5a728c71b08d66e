"""The pages of an incident, as each post sees them. Every page goes through the page checker."""

import re
from datetime import timedelta
from typing import Any

import pytest

from sinergi.alerts import actions as alerts
from sinergi.core import clock
from sinergi.incidents import actions, queries
from sinergi.incidents.actions import Correction, Flash, Reported
from sinergi.incidents.models import Entry, Incident
from sinergi.incidents.types import Severity, Status, Visibility
from tests.cast import BrowserOf
from tests.incidents.pages import text, where
from tests.world import World

# Strings that stand nowhere else: whoever must not read a thing must not find its bird.
SUMMARY, NARRATIVE, OWN, RESTRICTED, REASON = (
    "kenari-ringkas",
    "jalak-narasi",
    "gelatik-sendiri",
    "beo-pimpinan",
    "murai-alasan",
)


@pytest.fixture
def riot(world: World) -> Reported:
    flash = Flash("RIOT", place_id=world.places["block_c"], summary=SUMMARY)
    return actions.report(actor=world.actors["guard"], flash=flash)


@pytest.fixture
def fight(world: World) -> Reported:
    return actions.report(actor=world.actors["guard"], flash=Flash("ASSAULT_INMATE"))


# Who sees what.


@pytest.mark.parametrize(
    "role",
    [
        "guard",
        "shift_leader",
        "security_chief",
        "facility_head",
        "reporting_officer",
        "police_desk",
        "police_ops",
        "polda_ops",
        "army",
        "regional_office",
        "directorate",
        "compliance",
    ],
)
def test_everyone_concerned_opens_it(browser_of: BrowserOf, riot: Reported, role: str) -> None:
    page = text(browser_of(role).get(where(riot)))
    assert riot.reference in page
    assert "Blok C" in page


@pytest.mark.parametrize(
    "role", ["stranger_guard", "stranger_police", "auditor", "expired_police", "lpka_police", "fire", "hospital"]
)
def test_for_everyone_else_it_is_the_page_of_something_that_is_not_there(
    browser_of: BrowserOf, riot: Reported, role: str
) -> None:
    browser = browser_of(role)
    hidden, absent = browser.get(where(riot)), browser.get("/incidents/01912345-0000-7000-8000-000000000000/")
    assert hidden.status_code == absent.status_code == 404
    assert text(hidden) == text(absent)


def test_a_partner_reads_no_word_that_is_not_shared(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    a = world.actors
    for visibility, words in (("own", OWN), ("restricted", RESTRICTED), ("shared", "pipit-bersama")):
        actions.add_entry(actor=a["shift_leader"], incident_id=riot.id, text=words, visibility=Visibility(visibility))
    actions.mark_false_alarm(actor=a["shift_leader"], incident_id=riot.id, reason=REASON)
    Incident.objects.filter(pk=riot.id).update(narrative=NARRATIVE)
    inside, outside = (text(browser_of(role).get(where(riot))) for role in ("facility_head", "police_desk"))
    canaries = (SUMMARY, NARRATIVE, OWN, RESTRICTED, REASON, "Contoh ")
    assert [word for word in canaries[:5] if word not in inside] == []
    assert [word for word in canaries[:5] if word in outside] == []
    assert "pipit-bersama" in outside
    assert "Bayu" not in outside + inside  # people are named by their post


def test_a_guard_reads_no_restricted_entry(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actions.add_entry(
        actor=world.actors["security_chief"], incident_id=riot.id, text=RESTRICTED, visibility=Visibility.RESTRICTED
    )
    assert RESTRICTED in text(browser_of("facility_head").get(where(riot)))
    assert RESTRICTED not in text(browser_of("guard").get(where(riot)))


def test_what_partners_write_for_themselves_stays_with_them(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    actions.add_entry(actor=world.actors["police_desk"], incident_id=riot.id, text=OWN)
    assert OWN in text(browser_of("police_ops").get(where(riot)))
    assert OWN not in text(browser_of("facility_head").get(where(riot)))


def test_the_partner_gets_the_facility_card(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actions.confirm(actor=world.actors["shift_leader"], incident_id=riot.id)
    page = text(browser_of("police_desk").get(where(riot)))
    assert "senjata dititipkan di P2U" in page
    assert "-2.99000, 104.76000" in page
    assert "Karupam A" in page
    assert "PKS/001/CONTOH" in page


def test_a_childs_case_leaves_without_its_words(browser_of: BrowserOf, world: World) -> None:
    told = actions.report(actor=world.actors["lpka_guard"], flash=Flash("RIOT", summary=SUMMARY))
    assert SUMMARY in text(browser_of("lpka_head").get(where(told)))
    for role in ("lpka_police", "regional_office"):
        assert SUMMARY not in text(browser_of(role).get(where(told)))


# One big button.


def verbs(answer: Any) -> set[str]:
    """The verbs that stand on the page."""
    return set(re.findall(r'action="/incidents/[0-9a-f-]+/([a-z-]+)/"', text(answer)))


def test_each_post_gets_its_own_verbs(browser_of: BrowserOf, riot: Reported) -> None:
    command = {"confirm", "amend", "duplicate", "false-alarm", "entries"}
    expected = {
        "guard": {"entries"},
        "shift_leader": command,
        "security_chief": command,
        "facility_head": command,
        "reporting_officer": {"amend", "duplicate", "entries"},
        "police_desk": {"entries"},
        "regional_office": {"entries"},
        "directorate": {"entries"},
    }
    assert {role: verbs(browser_of(role).get(where(riot))) for role in expected} == expected


def test_the_partners_big_button_is_its_answer(browser_of: BrowserOf, riot: Reported) -> None:
    page = text(browser_of("police_desk").get(where(riot)))
    assert f'action="/alerts/{riot.alerts[0]}/acknowledge/"' in page
    assert f'action="/alerts/{riot.alerts[0]}/acknowledge/"' not in text(browser_of("guard").get(where(riot)))


def test_from_report_to_closed_one_step_at_a_time(browser_of: BrowserOf, riot: Reported) -> None:
    steps = [
        ("shift_leader", "confirm", {}),
        ("shift_leader", "under-control", {}),
        ("security_chief", "recovery", {}),
        ("reporting_officer", "complete", {"narrative": NARRATIVE}),
        ("regional_office", "send-back", {"reason": REASON}),
        ("reporting_officer", "complete", {"narrative": NARRATIVE}),
        ("regional_office", "review", {}),
        ("facility_head", "close", {}),
    ]
    for role, verb, said in steps:
        browser = browser_of(role)
        before = browser.get(where(riot))
        assert verb in verbs(before), (role, verb)
        assert browser.post(where(riot, verb), said).status_code == 302
    assert Incident.objects.get(pk=riot.id).status == Status.CLOSED
    assert verbs(browser_of("facility_head").get(where(riot))) == {"reopen"}
    assert browser_of("facility_head").post(where(riot, "reopen"), {"reason": REASON}).status_code == 302


def test_there_is_at_most_one_primary_button_in_sight(browser_of: BrowserOf, riot: Reported) -> None:
    for role in ("guard", "shift_leader", "police_desk", "facility_head"):
        page = text(browser_of(role).get(where(riot)))
        desk = re.sub(r'<s-fresh id="dock".*?</s-fresh>', "", page, flags=re.DOTALL)
        desk = re.sub(r'<div class="s-ask">.*?</div></details>', "", desk, flags=re.DOTALL)
        assert desk.count("btn-primary") <= 1, role


# What is refused is not lost.


def test_a_verb_by_somebody_who_may_not_is_403_and_by_a_stranger_404(browser_of: BrowserOf, riot: Reported) -> None:
    answers = {role: browser_of(role).post(where(riot, "confirm")).status_code for role in ("guard", "stranger_guard")}
    assert answers == {"guard": 403, "stranger_guard": 404}


def test_a_verb_answers_only_post(browser_of: BrowserOf, riot: Reported) -> None:
    assert browser_of("shift_leader").get(where(riot, "confirm")).status_code == 405


def test_too_late_is_told_with_what_was_typed(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actions.confirm(actor=world.actors["shift_leader"], incident_id=riot.id)
    answer = browser_of("facility_head").post(where(riot, "reopen"), {"reason": REASON})
    assert answer.status_code == 409
    assert REASON in text(answer)


def test_an_old_version_keeps_the_narrative_and_can_be_sent_again(
    browser_of: BrowserOf, fight: Reported, world: World
) -> None:
    a = world.actors
    actions.confirm(actor=a["shift_leader"], incident_id=fight.id)
    actions.declare_under_control(actor=a["shift_leader"], incident_id=fight.id)
    row = actions.start_recovery(actor=a["security_chief"], incident_id=fight.id)
    actions.amend(
        actor=a["shift_leader"],
        incident_id=fight.id,
        correction=Correction(severity=Severity.HIGH),
        version=row.version,
    )
    browser = browser_of("reporting_officer")
    stale = browser.post(where(fight, "complete"), {"narrative": NARRATIVE, "version": row.version})
    assert stale.status_code == 412
    assert NARRATIVE in text(stale)
    version = re.search(r'name="version" value="(\d+)"', text(stale))
    assert version
    again = browser.post(where(fight, "complete"), {"narrative": NARRATIVE, "version": version[1]})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("verb", "said", "kept"),
    [
        ("false-alarm", {"reason": " "}, ""),
        ("duplicate", {"duplicate_of": "GK-1999-000001"}, "GK-1999-000001"),
        ("amend", {"dead": "-3", "severity": "HIGH"}, "-3"),
        ("amend", {"type": "<script>alert(1)</script>"}, ""),
        ("entries", {"text": ""}, ""),
        ("entries", {"text": "a\0b"}, ""),
        ("entries", {"text": OWN + "x" * 4000}, OWN),
    ],
)
def test_what_cannot_be_used_is_shown_again(
    browser_of: BrowserOf, riot: Reported, verb: str, said: dict[str, str], kept: str
) -> None:
    answer = browser_of("shift_leader").post(where(riot, verb), said)
    assert answer.status_code == 422
    assert kept in text(answer)
    assert "<script>alert" not in text(answer)
    assert Incident.objects.get(pk=riot.id).status == Status.FLASH


def test_a_second_post_is_asked_and_can_say_the_same(browser_of: BrowserOf, riot: Reported) -> None:
    first, second = browser_of("shift_leader"), browser_of("security_chief")
    first.post(where(riot, "false-alarm"), {"reason": REASON})
    assert Incident.objects.get(pk=riot.id).status == Status.FLASH
    seen = text(second.get(where(riot)))
    assert "Karupam A mengusulkan" in seen
    assert "Saya menyatakan sama" in seen
    assert "Saya menyatakan sama" not in text(first.get(where(riot)))
    second.post(where(riot, "false-alarm"), {"reason": REASON})
    assert Incident.objects.get(pk=riot.id).status == Status.FALSE_ALARM


def test_a_correction_says_what_changed(browser_of: BrowserOf, fight: Reported, world: World) -> None:
    said = {"severity": "CRITICAL", "place": str(world.places["kitchen"]), "dead": "0", "serious": "2", "minor": "1"}
    assert browser_of("shift_leader").post(where(fight, "amend"), said).status_code == 302
    row = Incident.objects.get(pk=fight.id)
    assert (row.severity, row.place_id, row.serious) == ("CRITICAL", world.places["kitchen"], 2)
    page = text(browser_of("police_desk").get(where(fight)))
    assert "Sedang → Kritis" in page


def test_a_long_story_is_shown_in_part_and_fast(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actor = world.actors["shift_leader"]
    row = queries.get_incident(actor=actor, incident_id=riot.id)
    Entry.objects.bulk_create(
        Entry(
            incident=row,
            unit_id=actor.unit_id,
            side_id=actor.unit_id,
            author_id=actor.person_id,
            author_post="Karupam A",
            text=f"kabar {n}",
            visibility=Visibility.OWN,
            at=clock.now() + timedelta(seconds=n),
        )
        for n in range(500)
    )
    browser = browser_of("shift_leader")
    page = text(browser.get(where(riot)))
    assert page.index("kabar 499") < page.index("kabar 498")
    assert "kabar 300" not in page
    assert "kabar 0<" in text(browser.get(where(riot) + "?timeline=all"))


def test_an_open_screen_asks_for_one_part(browser_of: BrowserOf, riot: Reported) -> None:
    browser = browser_of("police_desk")
    for part in ("status", "acts", "dock", "answers", "timeline"):
        answer = browser.get(where(riot), headers={"X-Fragment": part})
        assert answer.status_code == 200
        assert "<html" not in text(answer)
    whole = browser.get(where(riot), headers={"X-Fragment": "nonsense"})
    assert "<html" in text(whole)


def test_a_correction_says_from_whom_help_is_wanted(browser_of: BrowserOf, fight: Reported) -> None:
    leader = browser_of("shift_leader")
    asked = text(leader.get(where(fight)))
    asked = asked[asked.index('name="help_needed"') :]
    assert ">Tidak</option>" in asked[: asked.index("</select>")]
    refused = leader.post(where(fight, "amend"), {"help_needed": "no", "help_from": ["HEALTH"]})
    assert refused.status_code == 422
    assert "Anda menjawab tidak perlu bantuan" in text(refused)
    assert leader.post(where(fight, "amend"), {"help_needed": "yes", "help_from": ["HEALTH"]}).status_code == 302
    row = Incident.objects.get(pk=fight.id)
    assert (row.help_needed, row.help_from) == (True, ["HEALTH"])
    page = text(leader.get(where(fight)))
    assert "bantuan dari tidak ada → Kesehatan" in page or "bantuan dari tidak ada → Rumah sakit" in page
    leader.post(where(fight, "amend"), {"severity": "MEDIUM"})  # what is not sent stays
    assert Incident.objects.get(pk=fight.id).help_from == ["HEALTH"]


def test_the_full_report_cannot_be_empty(browser_of: BrowserOf, fight: Reported, world: World) -> None:
    a = world.actors
    for verb, who in (("confirm", "shift_leader"), ("declare_under_control", "shift_leader")):
        getattr(actions, verb)(actor=a[who], incident_id=fight.id)
    actions.start_recovery(actor=a["security_chief"], incident_id=fight.id)
    answer = browser_of("reporting_officer").post(where(fight, "complete"), {"narrative": " "})
    assert answer.status_code == 422
    assert "tanpa itu tidak ada laporan" in text(answer)
    assert Incident.objects.get(pk=fight.id).status == Status.RECOVERY


def test_who_came_too_late_is_told_who_did_what(browser_of: BrowserOf, riot: Reported, world: World) -> None:
    actions.confirm(actor=world.actors["shift_leader"], incident_id=riot.id)
    answer = browser_of("facility_head").post(where(riot, "under-control"), {"version": "1"})
    assert answer.status_code == 412
    assert re.search(r"Yang terakhir, pukul \d\d\.\d\d\.\d\d: [^<]*\(Karupam A\)", text(answer))


def test_why_a_partner_does_not_come_stands_in_the_timeline(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    alerts.decline(actor=world.actors["police_desk"], alert_id=riot.alerts[0], reason=REASON)
    for role in ("shift_leader", "army"):
        page = text(browser_of(role).get(where(riot)))
        timeline = page[page.index('id="timeline"') :]
        assert REASON in timeline


def test_how_it_stands_is_said_once_and_nothing_counts_on_after_the_end(
    browser_of: BrowserOf, riot: Reported, world: World
) -> None:
    a = world.actors
    alert_id = riot.alerts[0]
    alerts.respond(actor=a["police_desk"], alert_id=alert_id, personnel=4, eta_minutes=5)
    alerts.arrive(actor=a["police_desk"], alert_id=alert_id)
    actions.confirm(actor=a["shift_leader"], incident_id=riot.id)
    actions.declare_under_control(actor=a["shift_leader"], incident_id=riot.id)
    page = text(browser_of("shift_leader").get(where(riot)))
    assert not re.search(r"<dd>Terkendali <small[^>]*>Terkendali", page)
    alerts.stand_down(actor=a["police_desk"], alert_id=alert_id)
    page = text(browser_of("shift_leader").get(where(riot)))
    assert "<dd>Sudah kembali</dd>" in page
    assert " lalu</p>" in page
    actions.start_recovery(actor=a["security_chief"], incident_id=riot.id)
    actions.complete(actor=a["reporting_officer"], incident_id=riot.id, narrative=NARRATIVE)
    actions.review(actor=a["regional_office"], incident_id=riot.id)
    actions.close(actor=a["facility_head"], incident_id=riot.id)
    page = text(browser_of("shift_leader").get(where(riot)))
    assert " lalu</p>" not in page
    assert "berakhir " in page
