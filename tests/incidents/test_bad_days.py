"""Bad input and bad days of issue 2, at the verbs themselves: times, places, papers and posts that are not right."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sinergi.access import actions as access
from sinergi.access import queries as people
from sinergi.agreements import actions as agreements
from sinergi.agreements import doors
from sinergi.agreements.models import Agreement
from sinergi.alerts import actions as alerts
from sinergi.alerts import queries as alert_queries
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from sinergi.core.ids import new_id
from sinergi.incidents import actions, queries, timeline
from sinergi.incidents.actions import Correction, Flash, Reported
from sinergi.incidents.models import Incident, Party
from sinergi.incidents.types import Casualties, Severity, Status, Visibility
from sinergi.units.models import Unit
from tests.world import World

LONG_AGO, FAR_AHEAD = datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def right_again() -> Iterator[None]:
    """Whatever a test did to the clock."""
    yield
    clock.shift(timedelta(0))


@pytest.fixture
def riot(guard: Actor) -> Reported:
    return actions.report(actor=guard, flash=Flash("RIOT"))


# --- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device_off", "said_ago", "happened_ago", "suspect"),
    [
        (0, 180, 180, False),
        (2 * 86_400, 180, 180, True),
        (-2 * 86_400, 180, 180, True),
        (240, 60, 60, False),
        (0, 40 * 86_400, 40 * 86_400, True),
        (0, -3600, 0, True),
    ],
    ids=["right", "two days ahead", "two days behind", "four minutes ahead", "too long ago", "in the future"],
)
def test_the_phones_clock_is_corrected_by_ours(
    guard: Actor,
    device_off: int,
    said_ago: int,
    happened_ago: int,
    suspect: bool,  # noqa: FBT001 - a parameter
) -> None:
    now = clock.now()
    device = now + timedelta(seconds=device_off)
    flash = Flash("OTHER", device_at=device, occurred_at=device - timedelta(seconds=said_ago))
    row = Incident.objects.get(pk=actions.report(actor=guard, flash=flash).id)
    assert abs((now - row.occurred_at).total_seconds() - happened_ago) < 5
    assert (row.time_suspect, row.device_at) == (suspect, device)
    assert row.occurred_at <= row.received_at


@pytest.mark.parametrize("moment", [LONG_AGO, FAR_AHEAD])
def test_time_never_refuses_a_report(guard: Actor, moment: datetime) -> None:
    for flash in (Flash("OTHER", occurred_at=moment), Flash("OTHER", device_at=moment)):
        assert Incident.objects.get(pk=actions.report(actor=guard, flash=flash).id).time_suspect


# --- input -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flash", "field"),
    [
        (Flash("NO_SUCH_TYPE"), "type"),
        (Flash("OTHER", summary="x" * 4001), "summary"),
        (Flash("OTHER", casualties=Casualties(dead=-1)), "casualties"),
        (Flash("OTHER", casualties=Casualties(minor=10_000)), "casualties"),
        (Flash("OTHER", place_id=new_id()), "place_id"),
    ],
)
def test_what_cannot_be_used_is_named_and_leaves_nothing(guard: Actor, flash: Flash, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.report(actor=guard, flash=flash)
    assert list(refusal.value.fields) == [field]
    assert not Incident.objects.exists()


def test_a_place_of_another_facility_is_refused_in_report_and_correction(
    guard: Actor, riot: Reported, world: World
) -> None:
    elsewhere = world.places["stranger_block"]
    with pytest.raises(Invalid):
        actions.report(actor=guard, flash=Flash("FIRE", place_id=elsewhere))
    with pytest.raises(Invalid):
        actions.amend(
            actor=world.actors["shift_leader"], incident_id=riot.id, correction=Correction(place_id=elsewhere)
        )
    assert queries.get_card(actor=guard, incident_id=riot.id).place_id is None


def test_only_a_facility_can_report(world: World) -> None:
    for role in ("police_desk", "regional_office", "fire", "auditor", "unit_admin"):
        with pytest.raises(NotAllowed):
            actions.report(actor=world.actors[role], flash=Flash("RIOT"))
    unknown = Actor(new_id(), new_id(), new_id(), new_id().hex, frozenset({"guard"}))
    with pytest.raises(NotAllowed, match="UPT"):
        actions.report(actor=unknown, flash=Flash("RIOT"))


def test_no_exercise_without_an_open_one(guard: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.report(actor=guard, flash=Flash("RIOT", exercise=True))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE incidents_incident; --", "{{ 7*7 }}", "%(at)s %s"]
)
def test_hostile_text_is_kept_as_text(guard: Actor, world: World, text: str) -> None:
    found = actions.report(actor=guard, flash=Flash("OTHER", summary=text))
    actions.add_entry(actor=guard, incident_id=found.id, text=text, visibility=Visibility.SHARED)
    events = timeline.list_timeline(actor=world.actors["police_desk"], incident_id=found.id)
    assert [event.text for event in events if event.kind == "entry"] == [text]
    card = queries.get_card(actor=guard, incident_id=found.id)
    assert card.own
    assert card.own.summary == text


def test_a_duplicate_of_itself_of_nothing_or_of_a_strangers_is_refused(world: World, guard: Actor) -> None:
    strange = actions.report(actor=world.actors["stranger_guard"], flash=Flash("CONTRABAND_FIND"))
    found = actions.report(actor=guard, flash=Flash("CONTRABAND_FIND"))
    for named in (str(found.id), found.reference, strange.reference, str(strange.id), "GK-2026-999999", "tidak ada"):
        with pytest.raises((Invalid, NotFound)):
            actions.mark_duplicate(actor=world.actors["shift_leader"], incident_id=found.id, duplicate_of=named)


# --- two at once -----------------------------------------------------------------------------------------------------


def test_of_two_tabs_the_older_is_told_that_somebody_was_faster(riot: Reported, world: World) -> None:
    seen = queries.get_card(actor=world.actors["shift_leader"], incident_id=riot.id).version
    actions.confirm(actor=world.actors["shift_leader"], incident_id=riot.id, version=seen)
    with pytest.raises(Stale):
        actions.declare_under_control(actor=world.actors["security_chief"], incident_id=riot.id, version=seen)
    with pytest.raises(Conflict):
        actions.confirm(actor=world.actors["security_chief"], incident_id=riot.id)


def test_the_same_post_twice_is_no_second_post(riot: Reported, world: World) -> None:
    """Two people in turn at one post (a handover in the night) are still one post."""
    key = {"incident_id": riot.id, "reason": "Keliru."}
    actions.mark_false_alarm(actor=world.actors["shift_leader"], **key)  # type: ignore[arg-type]  # two words
    heir = access.hand_over(
        actor=world.actors["unit_admin"], posting_id=world.postings["shift_leader"], person_id=world.persons["guard_2"]
    )
    same_post = Actor(heir.person_id, heir.pk, world.units["lapas"], world.paths["lapas"], frozenset({"shift_leader"}))
    assert actions.mark_false_alarm(actor=same_post, **key).status == Status.FLASH  # type: ignore[arg-type]  # two words
    assert queries.get_incident(actor=same_post, incident_id=riot.id).is_open


def test_one_person_in_two_posts_is_no_second_person(riot: Reported, world: World) -> None:
    a, key = world.actors, {"incident_id": riot.id, "reason": "Keliru."}
    actions.mark_false_alarm(actor=a["shift_leader"], **key)  # type: ignore[arg-type]  # two words
    other = access.post_person(
        actor=a["unit_admin"], post_id=world.posts["security_chief"], person_id=world.persons["shift_leader"]
    )
    twice = Actor(other.person_id, other.pk, world.units["lapas"], world.paths["lapas"], frozenset({"security_chief"}))
    assert actions.mark_false_alarm(actor=twice, **key).status == Status.FLASH  # type: ignore[arg-type]  # two words


def test_a_lower_severity_of_a_riot_waits_and_another_wish_is_no_second(riot: Reported, world: World) -> None:
    def lower(role: str, severity: Severity) -> Severity:
        correction = Correction(severity=severity)
        row = actions.amend(actor=world.actors[role], incident_id=riot.id, correction=correction)
        return Severity(row.severity)

    assert lower("shift_leader", Severity.LOW) is Severity.CRITICAL
    assert lower("security_chief", Severity.MEDIUM) is Severity.CRITICAL
    assert lower("shift_leader", Severity.MEDIUM) is Severity.MEDIUM


# --- papers ----------------------------------------------------------------------------------------------------------


def _lapse(world: World, last_day: date) -> None:
    Agreement.objects.filter(pk=world.agreements["pair"]).update(valid_until=last_day)
    doors.rewrite([world.agreements["pair"]])


@pytest.mark.parametrize(
    ("zone", "hour_utc"),
    [("Asia/Jakarta", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)],
    ids=["WIB", "WITA", "WIT"],
)
def test_an_agreement_lapses_at_midnight_of_the_facility(world: World, guard: Actor, zone: str, hour_utc: int) -> None:
    Unit.objects.filter(pk=world.units["lapas"]).update(zone=zone)
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    _lapse(world, today)
    midnight = datetime(today.year, today.month, today.day, hour_utc, tzinfo=UTC)
    for seconds, parties in ((-2, 1), (2, 0)):
        _stand_at(midnight + timedelta(seconds=seconds))
        found = actions.report(actor=guard, flash=Flash("ASSAULT_STAFF"))
        told = Party.objects.filter(incident_id=found.id, unit_id=world.units["polres"])
        assert told.count() == parties, seconds


def test_an_agreement_that_lapsed_a_second_ago_opens_nothing_but_the_emergency(world: World, guard: Actor) -> None:
    agreements.terminate(actor=world.actors["facility_head"], agreement_id=world.agreements["pair"])
    _stand_at(clock.now() + timedelta(seconds=1))
    desk = world.actors["police_desk"]
    quiet = actions.report(actor=guard, flash=Flash("ASSAULT_STAFF"))
    with pytest.raises(NotFound):
        queries.get_card(actor=desk, incident_id=quiet.id)
    riot = actions.report(actor=guard, flash=Flash("RIOT"))
    assert queries.get_card(actor=desk, incident_id=riot.id).side == "partner"


def test_an_agreement_that_ends_in_the_middle_leaves_the_partner_able_to_answer(riot: Reported, world: World) -> None:
    a, desk = world.actors, world.actors["police_desk"]
    _say(a["guard"], riot, "sebelum")
    agreements.terminate(actor=a["facility_head"], agreement_id=world.agreements["pair"])
    _stand_at(clock.now() + timedelta(minutes=5))
    _say(a["guard"], riot, "sesudah")
    _say(desk, riot, "dari polisi")
    assert queries.get_card(actor=desk, incident_id=riot.id).side == "lapsed"
    assert _reads(desk, riot) == ["sebelum", "dari polisi"]
    assert _reads(a["police_chief"], riot) == ["sebelum", "dari polisi"], "a colleague reads what the own side shared"
    alerts.respond(actor=desk, alert_id=riot.alerts[0], personnel=4, eta_minutes=4)
    alerts.arrive(actor=desk, alert_id=riot.alerts[0])


def test_an_emergency_that_begins_after_the_lapse_brings_the_territory_police_back(guard: Actor, world: World) -> None:
    a, desk = world.actors, world.actors["police_desk"]
    found = actions.report(actor=guard, flash=Flash("ASSAULT_STAFF"))
    agreements.terminate(actor=a["facility_head"], agreement_id=world.agreements["pair"])
    assert queries.get_card(actor=desk, incident_id=found.id).side == "lapsed"
    actions.amend(actor=a["shift_leader"], incident_id=found.id, correction=Correction(help_needed=True))
    assert queries.get_card(actor=desk, incident_id=found.id).side == "partner"


def test_after_the_end_it_keeps_the_flash_and_its_own_words(riot: Reported, world: World) -> None:
    a, desk = world.actors, world.actors["police_desk"]
    _say(desk, riot, "dari polisi")
    _say(a["guard"], riot, "sebelum")
    agreements.terminate(actor=a["facility_head"], agreement_id=world.agreements["pair"])
    _stand_at(clock.now() + timedelta(minutes=5))
    worse = Correction(casualties=Casualties(dead=2), under_control=True, place_id=world.places["block_c"])
    actions.amend(actor=a["shift_leader"], incident_id=riot.id, correction=worse)
    actions.confirm(actor=a["shift_leader"], incident_id=riot.id)
    for role in ("shift_leader", "security_chief"):
        actions.mark_false_alarm(actor=a[role], incident_id=riot.id, reason="Keliru.")
    card = queries.get_card(actor=desk, incident_id=riot.id)
    assert (card.side, card.status, card.severity) == ("flash", Status.FALSE_ALARM, Severity.CRITICAL)
    assert (card.casualties, card.under_control, card.place_id, card.commander) == (Casualties(), False, None, None)
    assert _reads(desk, riot) == ["dari polisi"]
    kinds = {event.kind for event in timeline.list_timeline(actor=desk, incident_id=riot.id)} - {"entry"}
    assert kinds == {"incident.reported", "incident.false_alarm"}
    with pytest.raises(Conflict):
        actions.add_entry(actor=desk, incident_id=riot.id, text="terlambat")


# --- posts -----------------------------------------------------------------------------------------------------------


def test_the_key_of_an_ended_posting_opens_nothing(world: World) -> None:
    assert people.find_actor(world.tokens["guard"])
    access.end_posting(actor=world.actors["unit_admin"], posting_id=world.postings["guard"])
    assert people.find_actor(world.tokens["guard"]) is None


def test_nobody_on_duty_anywhere_still_keeps_the_report(world: World, guard: Actor) -> None:
    admins = {world.units["lapas"]: world.actors["unit_admin"], world.units["polres"]: world.actors["police_admin"]}
    for role, who in world.actors.items():
        if who.unit_id in admins and role not in {"guard", "unit_admin", "police_admin"}:
            access.end_posting(actor=admins[who.unit_id], posting_id=world.postings[role])
    riot = actions.report(actor=guard, flash=Flash("ESCAPE"))
    assert riot.woken == 0
    while alerts.climb_due():
        pass
    states = {each.state for each in alert_queries.list_parties(f"incident:{riot.id}", reader=world.actors["guard"])}
    assert states == {"exhausted"}


def _say(who: Actor, riot: Reported, text: str) -> None:
    actions.add_entry(actor=who, incident_id=riot.id, text=text, visibility=Visibility.SHARED)


def _reads(who: Actor, riot: Reported) -> list[str]:
    card = queries.get_card(actor=who, incident_id=riot.id)
    return [entry.text for entry in queries.list_entries(actor=who, card=card)]


def _stand_at(moment: datetime) -> None:
    clock.shift(moment - datetime.now(UTC))
