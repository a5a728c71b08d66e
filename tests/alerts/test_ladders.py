"""Writing a unit's own ladders: what may stand in one, who may, and what an alarm makes of it."""

from dataclasses import replace

import pytest

from sinergi.access import actions as access
from sinergi.alerts import actions as alerts
from sinergi.alerts import presenting, queries
from sinergi.alerts.models import Ladder
from sinergi.alerts.types import LadderSaid, Need, StepSaid
from sinergi.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from sinergi.ledger.models import Fact
from tests.alerts.at_once import at_once
from tests.alerts.conftest import Report
from tests.world import World

FIRST = StepSaid(0, functions=("shift_leader",))
NIGHT = LadderSaid("Malam", (FIRST, StepSaid(4, functions=("security_chief",), need=Need.ALL)))


def write(world: World, said: LadderSaid = NIGHT, by: str = "facility_head") -> Ladder:
    return alerts.create_ladder(actor=world.actors[by], said=said)


def test_an_alarm_takes_it_and_keeps_it_when_it_is_changed(world: World, report: Report) -> None:
    ladder = write(world)
    ringing = report("RIOT")
    alerts.change_ladder(actor=world.actors["security_chief"], ladder_id=ladder.pk, said=replace(NIGHT, repeat=3))
    assert [row["after"] for row in ringing.side("lapas").ladder] == [0, 240, 540]
    assert ringing.side("lapas").ladder_name == "Malam"
    assert len(report("RIOT").side("lapas").ladder) == 9


def test_keepers_write_in_their_unit_and_an_admin_below_it(world: World) -> None:
    for number, role in enumerate(("unit_admin", "facility_head", "security_chief")):
        write(world, replace(NIGHT, name=f"{number}"), by=role)
    for role in ("guard", "shift_leader", "reporting_officer"):
        with pytest.raises(NotAllowed):
            write(world, by=role)
    prison = world.units["lapas"]
    above = alerts.create_ladder(actor=world.actors["regional_admin"], said=NIGHT, unit_id=prison)
    assert (above.unit_id, above.position) == (prison, 4)
    with pytest.raises(NotAllowed):
        alerts.create_ladder(actor=world.actors["regional_office"], said=replace(NIGHT, name="x"), unit_id=prison)
    with pytest.raises(NotFound):
        alerts.create_ladder(actor=world.actors["police_admin"], said=NIGHT, unit_id=prison)
    with pytest.raises(NotFound):
        alerts.end_ladder(actor=world.actors["police_chief"], ladder_id=above.pk)


def test_what_changed_is_told_to_the_unit_and_those_above_it_alone(world: World) -> None:
    ladder = write(world)
    alerts.change_ladder(
        actor=world.actors["facility_head"], ladder_id=ladder.pk, said=replace(NIGHT, name="Subuh", repeat=1)
    )
    fact = Fact.objects.get(kind="ladder.changed")
    assert fact.payload == {"changed": {"name": "Subuh", "repeat": 1}}
    assert set(fact.units) == {world.units[unit] for unit in ("lapas", "kanwil", "ditjenpas")}


def test_an_old_version_is_refused_and_the_same_again_is_no_change(world: World) -> None:
    ladder, head = write(world), world.actors["facility_head"]
    alerts.change_ladder(actor=head, ladder_id=ladder.pk, said=replace(NIGHT, repeat=1), version=1)
    with pytest.raises(Stale):
        alerts.change_ladder(actor=head, ladder_id=ladder.pk, said=NIGHT, version=1)
    alerts.change_ladder(actor=head, ladder_id=ladder.pk, said=replace(NIGHT, repeat=1))
    assert Fact.objects.filter(kind="ladder.changed").count() == 1
    alerts.end_ladder(actor=head, ladder_id=ladder.pk)
    with pytest.raises(Conflict):
        alerts.change_ladder(actor=head, ladder_id=ladder.pk, said=NIGHT)
    write(world)  # the name is free again


def test_somebody_who_left_the_unit_cannot_be_named_any_more(world: World) -> None:
    wira = replace(NIGHT, steps=(FIRST, StepSaid(2, people=(world.persons["security_chief"],))))
    ladder = write(world, wira)
    access.end_posting(actor=world.actors["unit_admin"], posting_id=world.postings["security_chief"])
    with pytest.raises(Invalid) as refused:
        alerts.change_ladder(actor=world.actors["facility_head"], ladder_id=ladder.pk, said=replace(wira, repeat=1))
    assert "step_2" in refused.value.fields


def test_a_post_that_fell_vacant_may_stay_and_a_guard_never_comes_in(world: World) -> None:
    named = replace(NIGHT, steps=(FIRST, StepSaid(2, posts=(world.posts["security_chief"],))))
    ladder = write(world, named)
    access.end_posting(actor=world.actors["unit_admin"], posting_id=world.postings["security_chief"])
    alerts.change_ladder(actor=world.actors["facility_head"], ladder_id=ladder.pk, said=replace(named, repeat=1))
    for post in ("guard", "police_desk"):
        with pytest.raises(Invalid):
            write(world, replace(NIGHT, name="x", steps=(StepSaid(0, posts=(world.posts[post],)),)))


def test_the_order_is_kept_without_gaps(world: World) -> None:
    made = [write(world, replace(NIGHT, name=name)) for name in "ABCD"]
    head = world.actors["facility_head"]
    alerts.move_ladder(actor=head, ladder_id=made[3].pk, position=2)
    alerts.move_ladder(actor=head, ladder_id=made[0].pk, position=99)
    found = queries.list_ladders(actor=head)
    assert [(each.name, each.position) for each in found] == [("D", 1), ("B", 2), ("C", 3), ("A", 4)]


def test_posts_and_people_are_shown_by_their_titles_and_never_by_name(world: World, report: Report) -> None:
    steps = (
        StepSaid(0, posts=(world.posts["shift_leader"],)),
        StepSaid(2, people=(world.persons["security_chief"],)),
        StepSaid(3, partners=True),
    )
    write(world, replace(NIGHT, steps=steps))
    ringing = report("ASSAULT_INMATE")
    side = ringing.side("lapas")
    assert ringing.woken("lapas", 0) == {"shift_leader"}
    for duty in (None, queries.list_called(side.unit_id, side.ladder, ringing.raised_at)):
        shown = presenting.ladder(side, duty)
        assert shown is not None
        assert [rung["who"] for rung in shown["rungs"]] == ["Karupam A", "Ka. KPLP", "meja mitra"]
        assert shown["next_who"] == "Ka. KPLP"
    ringing.climb_through(120, 180)
    told = [fact.payload for fact in ringing.facts("alert.climbed") if fact.payload]
    assert [(said["titles"], said["partners"]) for said in told] == [(["Ka. KPLP"], False), ([], True)]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_name_at_once_make_one_ladder(world: World) -> None:
    done = at_once(*[lambda: write(world)] * 2)
    assert sorted(type(each).__name__ for each in done) == ["Invalid", "Ladder"]
