"""Every verb of the house, done once as people would do it, and the facts it must leave."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sinergi.access import actions as access
from sinergi.agreements import actions as agreements
from sinergi.agreements.models import UnitLink
from sinergi.agreements.types import AgreementKind, Scope
from sinergi.alerts import actions as alerts
from sinergi.alerts.channels.webhook import signing
from sinergi.alerts.models import Delivery, SystemAlert
from sinergi.alerts.types import ACCEPTED, LadderSaid, StepSaid
from sinergi.core import clock
from sinergi.core.actor import SYSTEM
from sinergi.incidents import actions as incidents
from sinergi.incidents.actions import Correction, Flash
from sinergi.incidents.types import Severity, Visibility
from tests.world import World

HOOK = "https://pusat-komando.invalid/alarm"
Act = Callable[[], object]


@dataclass(frozen=True)
class Deed:
    """``prepare`` brings the world to where the verb can be done and returns the doing of it."""

    prepare: Callable[[World], Act]
    facts: tuple[str, ...]
    """Kinds, sorted."""


def _report(kind: str, **said: Any) -> Callable[[World], Act]:
    return lambda w: partial(incidents.report, actor=w.actors["guard"], flash=Flash(kind, **said))


def _after(*steps: str, verb: str, by: str, kind: str = "CONTRABAND_FIND", **said: Any) -> Callable[[World], Act]:
    """The verb on an incident that took these steps before."""
    hands = {
        "confirm": "shift_leader", "declare_under_control": "shift_leader", "start_recovery": "security_chief",
        "complete": "reporting_officer", "review": "facility_head", "close": "facility_head",
    }  # fmt: skip

    def prepare(w: World) -> Act:
        found = incidents.report(actor=w.actors["guard"], flash=Flash(kind))
        for step in steps:
            getattr(incidents, step)(actor=w.actors[hands[step]], incident_id=found.id)
        return partial(getattr(incidents, verb), actor=w.actors[by], incident_id=found.id, **said)

    return prepare


def _answer(verb: str, *before: tuple[str, dict[str, Any]], **said: Any) -> Callable[[World], Act]:
    def prepare(w: World) -> Act:
        found = incidents.report(actor=w.actors["guard"], flash=Flash("RIOT"))
        key = {"actor": w.actors["police_desk"], "alert_id": found.alerts[0]}
        for name, words in before:
            getattr(alerts, name)(**key, **words)
        return partial(getattr(alerts, verb), **key, **said)

    return prepare


def _duplicate(w: World) -> Act:
    first, second = (incidents.report(actor=w.actors["guard"], flash=Flash("CONTRABAND_FIND")) for _ in range(2))
    said: dict[str, Any] = {"incident_id": second.id, "duplicate_of": first.reference}
    return partial(incidents.mark_duplicate, actor=w.actors["shift_leader"], **said)


def _climb(seconds: float) -> Callable[[World], Act]:
    def prepare(w: World) -> Act:
        incidents.report(actor=w.actors["guard"], flash=Flash("ESCAPE"))
        return partial(alerts.climb_due, clock.now() + timedelta(seconds=seconds))

    return prepare


def _succeed(w: World) -> Act:
    incidents.report(actor=w.actors["guard"], flash=Flash("ESCAPE"))
    post, heir = w.posts["police_desk"], w.persons["police_ops"]
    posting = access.post_person(actor=w.actors["police_admin"], post_id=post, person_id=heir)
    return partial(alerts.wake_successor, posting_id=posting.pk)


def _lapse(w: World) -> Act:
    found = incidents.report(actor=w.actors["guard"], flash=Flash("RIOT"))
    alerts.acknowledge(actor=w.actors["police_desk"], alert_id=found.alerts[0])
    return partial(alerts.lapse_due, clock.now() + timedelta(minutes=4))


def _telephone(w: World) -> Act:
    found = incidents.report(actor=w.actors["guard"], flash=Flash("ESCAPE"))
    alerts.acknowledge(actor=w.actors["shift_leader"], alert_id=found.alerts[0])
    for _step in range(3):
        alerts.climb_due(clock.now() + timedelta(hours=1))
    return partial(alerts.telephone, actor=w.actors["shift_leader"], alert_id=found.alerts[0])


def _roster(w: World, *posts: str) -> UUID:
    named = [w.posts[post] for post in posts or ("police_desk",)]
    return alerts.create_roster(actor=w.actors["police_admin"], post_ids=named).pk


def _shift(w: World, roster_id: UUID, role: str = "police_desk") -> UUID:
    who = w.postings[role]
    keeper = w.actors["police_admin"]
    return alerts.add_shift(actor=keeper, roster_id=roster_id, posting_id=who, starts_at=clock.now(), minutes=60).pk


def _override(w: World, roster_id: UUID) -> UUID:
    said: dict[str, Any] = {"starts_at": clock.now(), "ends_at": clock.now() + timedelta(hours=1)}
    out = w.postings["police_desk"]
    return alerts.add_override(actor=w.actors["police_admin"], roster_id=roster_id, out_posting_id=out, **said).pk


def _keep(verb: str, **made: Callable[[World, UUID], UUID]) -> Callable[[World], Act]:
    """A verb on a roster of the police desk, after its shift or replacement was made."""

    def prepare(w: World) -> Act:
        roster_id = _roster(w)
        named = {name: make(w, roster_id) for name, make in made.items()}
        return partial(getattr(alerts, verb), actor=w.actors["police_admin"], roster_id=roster_id, **named)

    return prepare


def _relief(w: World) -> Act:
    roster_id = _roster(w, "police_desk", "police_desk_2")
    _shift(w, roster_id, "police_desk_2")
    incidents.report(actor=w.actors["guard"], flash=Flash("ESCAPE"))
    _shift(w, roster_id)
    return alerts.wake_relief


LADDER = LadderSaid("Malam", (StepSaid(0, functions=("police_desk",)),))


def _ladder(verb: str, **said: Any) -> Callable[[World], Act]:
    """A verb on a ladder of the police, after it was written."""

    def prepare(w: World) -> Act:
        keeper = w.actors["police_chief"]
        written = alerts.create_ladder(actor=keeper, said=LADDER)
        return partial(getattr(alerts, verb), actor=keeper, ladder_id=written.pk, **said)

    return prepare


def _endpoint(w: World) -> dict[str, Any]:
    keeper = w.actors["police_admin"]
    return {"actor": keeper, "endpoint_id": alerts.add_endpoint(actor=keeper, url=HOOK, secret=signing.new_secret()).pk}


def _end_endpoint(w: World) -> Act:
    return partial(alerts.end_endpoint, **_endpoint(w))


def _replay(w: World) -> Act:
    told = _endpoint(w)
    incidents.report(actor=w.actors["guard"], flash=Flash("RIOT"))
    sent = Delivery.objects.get(endpoint_id=told["endpoint_id"])
    alerts.settle([(each, ACCEPTED) for each in alerts.claim_due(lane=0, free={"webhook": 1})])
    return partial(alerts.replay, actor=told["actor"], delivery_id=sent.pk)


def _token(w: World) -> Act:
    key: dict[str, Any] = {"actor": w.actors["guard"], "posting_id": w.postings["guard"]}
    made = access.issue_token(**key, name="x", scopes=["read"])
    return partial(access.revoke_token, actor=w.actors["guard"], token_id=made.token_id)


def _sign_out(w: World) -> Act:
    sign_in = access.start_sign_in(actor=SYSTEM, posting_id=w.postings["guard"], session_key="a browser")
    return partial(access.end_sign_in, actor=w.actors["guard"], sign_in_id=sign_in.pk)


def _paper(w: World) -> Act:
    today, parties = w.at.date(), (w.units["lapas"], w.units["bnnk"])
    return partial(
        agreements.sign_agreement, actor=w.actors["facility_head"], kind=AgreementKind.PKS, number="PKS/900",
        title="Kerja sama", signed_on=today, valid_from=today, valid_until=today, parties=parties,
        scopes=[Scope.ASSISTANCE], links=[parties],
    )  # fmt: skip


def _accept(w: World) -> Act:
    UnitLink.objects.filter(pk=w.links["pair"]).update(partner_accepted_at=None)
    return partial(agreements.accept_link, actor=w.actors["police_chief"], link_id=w.links["pair"])


def _propose(w: World) -> Act:
    UnitLink.objects.filter(pk=w.links["pair"]).update(partner_id=w.units["polsek"])
    key = {"agreement_id": w.agreements["pair"], "facility_id": w.units["lapas"], "partner_id": w.units["polres"]}
    return partial(agreements.propose_link, actor=w.actors["facility_head"], **key)


def _by_admin(verb: str, **named: Any) -> Callable[[World], Act]:
    """A verb of a unit's admin; ``post="guard"`` names by role what the verb takes by id."""
    ids = {"posting": "postings", "post": "posts", "person": "persons", "unit": "units"}

    def prepare(w: World) -> Act:
        given: dict[str, Any] = {
            f"{name}_id": getattr(w, ids[name])[label] for name, label in named.items() if name in ids
        }
        words = {name: word for name, word in named.items() if name not in ids}
        return partial(getattr(access, verb), actor=w.actors["unit_admin"], **given, **words)

    return prepare


def _audit(w: World) -> Act:
    return partial(alerts.audit, machine="here", engine_silent_since=w.at)


def _see_to_it(w: World) -> Act:
    _audit(w)()
    found = SystemAlert.objects.get()
    return partial(alerts.acknowledge_system, actor=w.actors["directorate"], alert_id=found.pk)


RESPOND: tuple[str, dict[str, Any]] = ("respond", {"personnel": 3, "eta_minutes": 5})
DEEDS: dict[str, Deed] = {
    "access.create_person": Deed(
        _by_admin("create_person", unit="lapas", email="baru@demo.invalid", name="Baru"), ("access.person_created",)
    ),
    "access.invite": Deed(
        _by_admin("invite", post="gate", email="baru@demo.invalid", name="Baru"),
        ("access.person_created", "access.person_invited", "access.posting_started"),
    ),
    "access.invite_again": Deed(_by_admin("invite_again", posting="guard"), ("access.person_invited",)),
    "access.create_post": Deed(
        _by_admin("create_post", unit="lapas", title="Regu C", functions=("guard",)), ("access.post_created",)
    ),
    "access.post_person": Deed(_by_admin("post_person", post="gate", person="guard"), ("access.posting_started",)),
    "access.end_posting": Deed(_by_admin("end_posting", posting="guard"), ("access.posting_ended",)),
    "access.hand_over": Deed(
        _by_admin("hand_over", posting="shift_leader", person="guard_2"),
        ("access.posting_ended", "access.posting_started"),
    ),
    "access.issue_token": Deed(
        lambda w: partial(
            access.issue_token, actor=w.actors["guard"], posting_id=w.postings["guard"], name="x", scopes=["read"]
        ),
        ("access.token_issued",),
    ),
    "access.revoke_token": Deed(_token, ("access.token_revoked",)),
    "access.start_sign_in": Deed(
        lambda w: partial(access.start_sign_in, actor=SYSTEM, posting_id=w.postings["guard"], session_key="key"),
        ("access.sign_in_started",),
    ),
    "access.end_sign_in": Deed(_sign_out, ("access.sign_in_ended",)),
    "agreements.sign_agreement": Deed(_paper, ("agreement.signed",)),
    "agreements.propose_link": Deed(_propose, ("agreement.link_proposed",)),
    "agreements.accept_link": Deed(_accept, ("agreement.link_accepted",)),
    "agreements.end_link": Deed(
        lambda w: partial(agreements.end_link, actor=w.actors["facility_head"], link_id=w.links["pair"]),
        ("agreement.link_ended",),
    ),
    "agreements.terminate": Deed(
        lambda w: partial(agreements.terminate, actor=w.actors["facility_head"], agreement_id=w.agreements["pair"]),
        ("agreement.terminated",),
    ),
    "alerts.acknowledge": Deed(_answer("acknowledge"), ("alert.acknowledged",)),
    "alerts.respond": Deed(_answer("respond", personnel=3, eta_minutes=5), ("alert.responding",)),
    "alerts.decline": Deed(_answer("decline", reason="Tidak ada regu."), ("alert.declined",)),
    "alerts.arrive": Deed(_answer("arrive", RESPOND), ("alert.arrived",)),
    "alerts.stand_down": Deed(_answer("stand_down", RESPOND), ("alert.stood_down",)),
    "alerts.take_back": Deed(_answer("take_back", ("acknowledge", {})), ("alert.rung", "alert.taken_back")),
    "alerts.telephone": Deed(_telephone, ("alert.telephoned",)),
    "alerts.try_screen": Deed(
        lambda w: partial(alerts.try_screen, actor=w.actors["police_desk"], screen_id=uuid4()), ("screen.tested",)
    ),
    "alerts.lapse_due": Deed(_lapse, ("alert.lapsed", "alert.rung")),
    "alerts.climb_due": Deed(
        _climb(60), ("alert.climbed", "alert.climbed", "alert.rung", "alert.rung")
    ),
    "alerts.wake_relief": Deed(_relief, ("alert.rung",)),
    "alerts.create_roster": Deed(
        lambda w: partial(
            alerts.create_roster, actor=w.actors["police_admin"], post_ids=[w.posts["police_desk"]]
        ),
        ("roster.created",),
    ),
    "alerts.end_roster": Deed(_keep("end_roster"), ("roster.ended",)),
    "alerts.add_shift": Deed(lambda w: partial(_shift, w, _roster(w)), ("roster.shift_added",)),
    "alerts.end_shift": Deed(_keep("end_shift", shift_id=_shift), ("roster.shift_ended",)),
    "alerts.add_override": Deed(lambda w: partial(_override, w, _roster(w)), ("roster.override_added",)),
    "alerts.withdraw_override": Deed(
        _keep("withdraw_override", override_id=_override), ("roster.override_withdrawn",)
    ),
    "alerts.audit": Deed(_audit, ("system.alert_raised",)),
    "alerts.acknowledge_system": Deed(_see_to_it, ("system.alert_acknowledged",)),
    "alerts.wake_successor": Deed(_succeed, ("alert.rung",)),
    "alerts.create_ladder": Deed(
        lambda w: partial(alerts.create_ladder, actor=w.actors["police_chief"], said=LADDER), ("ladder.created",)
    ),
    "alerts.change_ladder": Deed(_ladder("change_ladder", said=replace(LADDER, repeat=2)), ("ladder.changed",)),
    "alerts.move_ladder": Deed(_ladder("move_ladder", position=1), ("ladder.moved",)),
    "alerts.end_ladder": Deed(_ladder("end_ladder"), ("ladder.ended",)),
    "alerts.add_endpoint": Deed(
        lambda w: partial(alerts.add_endpoint, actor=w.actors["police_admin"], url=HOOK, secret=signing.new_secret()),
        ("alert.endpoint_added",),
    ),
    "alerts.end_endpoint": Deed(_end_endpoint, ("alert.endpoint_ended",)),
    "alerts.replay": Deed(_replay, ("alert.send_replayed",)),
    "incidents.report": Deed(_report("RIOT"), ("alert.raised", "alert.rung", "incident.reported")),
    "incidents.report, restricted": Deed(
        _report("STAFF_MISCONDUCT"), ("alert.raised", "alert.rung", "incident.reported")
    ),
    "incidents.confirm": Deed(
        _after(verb="confirm", by="shift_leader"), ("alert.acknowledged", "alert.answered", "incident.confirmed")
    ),
    "incidents.amend": Deed(
        _after(verb="amend", by="shift_leader", correction=Correction(severity=Severity.CRITICAL)),
        ("alert.raised", "alert.rung", "incident.amended"),
    ),
    "incidents.amend, waiting for a second post": Deed(
        _after(verb="amend", by="shift_leader", kind="RIOT", correction=Correction(severity=Severity.LOW)),
        ("incident.second_post_awaited",),
    ),
    "incidents.add_entry": Deed(
        _after(verb="add_entry", by="guard", text="Kabar.", visibility=Visibility.SHARED), ("incident.entry_added",)
    ),
    "incidents.declare_under_control": Deed(
        _after("confirm", verb="declare_under_control", by="shift_leader"), ("incident.under_control",)
    ),
    "incidents.start_recovery": Deed(
        _after("confirm", "declare_under_control", verb="start_recovery", by="security_chief"),
        ("incident.recovery_started",),
    ),
    "incidents.complete": Deed(
        _after("confirm", "declare_under_control", "start_recovery", verb="complete", by="reporting_officer"),
        ("incident.report_completed",),
    ),
    "incidents.review": Deed(
        _after("confirm", "declare_under_control", "start_recovery", "complete", verb="review", by="facility_head"),
        ("incident.reviewed",),
    ),
    "incidents.review, sent back": Deed(
        _after(
            "confirm", "declare_under_control", "start_recovery", "complete", verb="review", by="facility_head",
            approve=False, reason="Kurang.",
        ),
        ("incident.report_sent_back",),
    ),
    "incidents.close": Deed(
        _after(
            "confirm", "declare_under_control", "start_recovery", "complete", "review", verb="close", by="facility_head"
        ),
        ("alert.stood_down", "incident.closed"),
    ),
    "incidents.reopen": Deed(
        _after(
            "confirm", "declare_under_control", "start_recovery", "complete", "review", "close", verb="reopen",
            by="facility_head", reason="Belum selesai.",
        ),
        ("incident.reopened",),
    ),
    "incidents.mark_false_alarm": Deed(
        _after(verb="mark_false_alarm", by="shift_leader", reason="Keliru."),
        ("alert.superseded", "incident.false_alarm"),
    ),
    "incidents.mark_duplicate": Deed(_duplicate, ("alert.superseded", "incident.duplicate")),
}  # fmt: skip
