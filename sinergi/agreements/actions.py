"""Every verb about agreements and links. Each makes the doors anew before its transaction ends."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.agreements import doors, events, policy, queries
from sinergi.agreements.models import Agreement, Party, ScopeItem, UnitLink
from sinergi.agreements.policy import POLICY, Action
from sinergi.agreements.types import AgreementKind, Scope
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience
from sinergi.units import queries as units
from sinergi.units.types import FACILITY_KINDS, Agency

Pair = tuple[UUID, UUID]
"""A facility and its partner."""
Unit = Mapping[str, Any]


@transaction.atomic
def sign_agreement(
    *, actor: Actor, kind: AgreementKind, number: str, title: str, signed_on: date, valid_from: date, valid_until: date,
    parties: Collection[UUID], scopes: Collection[Scope], links: Collection[Pair] = (),
) -> Agreement:  # fmt: skip
    """Write down what was signed on paper; the signer's own ends of the links are accepted with it."""
    signing = [units.get_unit(unit_id) for unit_id in dict.fromkeys(parties)]
    POLICY.require(actor, Action.SIGN_AGREEMENT, policy.among(signing))
    _check_paper(kind, number, valid_from, valid_until)
    _check_parties(signing, scopes)
    linked = [_linkable(pair, signing) for pair in dict.fromkeys(links)]
    agreement = Agreement.objects.create(
        kind=kind, number=number, title=title, signed_on=signed_on, valid_from=valid_from, valid_until=valid_until
    )
    Party.objects.bulk_create(Party(agreement=agreement, unit_id=unit["unit_id"]) for unit in signing)
    ScopeItem.objects.bulk_create(ScopeItem(agreement=agreement, scope=scope) for scope in dict.fromkeys(scopes))
    UnitLink.objects.bulk_create(_new_link(agreement.id, ends, actor) for ends in linked)
    doors.rewrite([agreement.id])
    told = _told([*signing, *(unit for ends in linked for unit in ends)])
    ledger.record(
        events.AgreementSigned(
            subject=f"agreement:{agreement.id}", unit_id=signing[0]["unit_id"], audience=told, number=number,
            scopes=tuple(scopes), valid_from=valid_from, valid_until=valid_until,
        ),
        actor=actor,
    )  # fmt: skip
    return agreement


@transaction.atomic
def propose_link(*, actor: Actor, agreement_id: UUID, facility_id: UUID, partner_id: UUID) -> UnitLink:
    """Ask to be connected under an agreement that covers both; one's own end is accepted with it."""
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    ends = _linkable((facility_id, partner_id), agreement["parties"])
    POLICY.require(actor, Action.PROPOSE_LINK, policy.among(ends, is_open=policy.is_alive(agreement)))
    if UnitLink.objects.filter(agreement_id=agreement_id, facility_id=facility_id, partner_id=partner_id).exists():
        raise Conflict(_("These two units were already linked under this agreement."))
    link = _new_link(agreement_id, ends, actor)
    link.save(force_insert=True)
    doors.rewrite([agreement_id])
    ledger.record(events.LinkProposed(**_about(agreement_id, link.id, ends)), actor=actor)
    return link


@transaction.atomic
def accept_link(*, actor: Actor, link_id: UUID) -> None:
    """One's own end says yes; when both have, the doors open."""
    agreement, link = queries.get_link(actor, link_id, lock=True)
    POLICY.require(actor, Action.ACCEPT_LINK, policy.acceptance(agreement, link))
    at, row = clock.now(), UnitLink.objects.filter(id=link_id)
    said = row.filter(facility_id=actor.unit_id, facility_accepted_at=None).update(facility_accepted_at=at)
    said += row.filter(partner_id=actor.unit_id, partner_accepted_at=None).update(partner_accepted_at=at)
    if not said:
        raise Conflict(_("Your unit has accepted already. The other side has not answered yet."))
    doors.rewrite([agreement["id"]])
    ledger.record(events.LinkAccepted(**_about(agreement["id"], link_id, _units_of(link))), actor=actor)


@transaction.atomic
def end_link(*, actor: Actor, link_id: UUID) -> None:
    """Close the doors between a facility and its partner; what is still open between them stays answerable."""
    agreement, link = queries.get_link(actor, link_id, lock=True)
    POLICY.require(actor, Action.END_LINK, policy.ending(agreement, link))
    UnitLink.objects.filter(id=link_id, ended_at=None).update(ended_at=clock.now())
    doors.rewrite([agreement["id"]])
    ledger.record(events.LinkEnded(**_about(agreement["id"], link_id, _units_of(link))), actor=actor)


@transaction.atomic
def terminate(*, actor: Actor, agreement_id: UUID) -> None:
    """End the agreement before its day; all its doors close now."""
    agreement = queries.get_agreement(actor, agreement_id, lock=True)
    POLICY.require(actor, Action.TERMINATE, policy.termination(agreement))
    Agreement.objects.filter(id=agreement_id, terminated_at=None).update(terminated_at=clock.now())
    doors.rewrite([agreement_id])
    linked = UnitLink.objects.filter(agreement_id=agreement_id).values_list("facility_id", "partner_id")
    concerned = [units.get_unit(unit_id) for unit_id in {unit_id for pair in linked for unit_id in pair}]
    told = _told([*agreement["parties"], *concerned])
    first: UUID = agreement["parties"][0]["unit_id"]
    ledger.record(
        events.AgreementTerminated(subject=f"agreement:{agreement_id}", unit_id=first, audience=told), actor=actor
    )


def _check_paper(kind: AgreementKind, number: str, valid_from: date, valid_until: date) -> None:
    if kind == AgreementKind.EMERGENCY_ORDER:
        raise Invalid(kind=_("An emergency order is not written down here."))
    if valid_until < valid_from:
        raise Invalid(valid_until=_("It ends before it begins."))
    if Agreement.objects.filter(number=number).exists():
        raise Invalid(number=_("An agreement with this number is already written down."))


def _check_parties(signing: Collection[Unit], scopes: Collection[Scope]) -> None:
    if len({unit["agency"] for unit in signing}) < 2:
        raise Invalid(parties=_("An agreement needs parties of two agencies."))
    if not scopes or not set(scopes) <= set(Scope):
        raise Invalid(scopes=_("Choose what is shared."))


def _linkable(pair: Pair, parties: Collection[Unit]) -> list[Unit]:
    """The two ends, when each stands at or below a party and they are of different agencies."""
    facility, partner = (units.get_unit(unit_id) for unit_id in pair)
    if facility["kind"] not in FACILITY_KINDS or partner["agency"] == Agency.CORRECTIONS:
        raise Invalid(links=_("A link joins a facility and a unit of another agency."))
    for end in (facility, partner):
        if not any(f"{end['path']}.".startswith(f"{party['path']}.") for party in parties):
            raise Invalid(links=_("This agreement does not speak for both units."))
    return [facility, partner]


def _new_link(agreement_id: UUID, ends: Collection[Unit], actor: Actor) -> UnitLink:
    at = clock.now()
    facility, partner = (unit["unit_id"] for unit in ends)
    # What the product itself writes down was signed by both; a head speaks only for the own unit.
    accepted = {unit_id: at if actor.is_system or unit_id == actor.unit_id else None for unit_id in (facility, partner)}
    return UnitLink(
        agreement_id=agreement_id, facility_id=facility, partner_id=partner,
        facility_accepted_at=accepted[facility], partner_accepted_at=accepted[partner],
    )  # fmt: skip


def _units_of(link: Unit) -> list[Unit]:
    return [units.get_unit(link["facility_id"]), units.get_unit(link["partner_id"])]


def _about(agreement_id: UUID, link_id: UUID, ends: Collection[Unit]) -> dict[str, Any]:
    facility, partner = ends
    return {
        "subject": f"agreement:{agreement_id}",
        "unit_id": facility["unit_id"],
        "audience": _told(ends),
        "link_id": link_id,
        "facility_id": facility["unit_id"],
        "partner_id": partner["unit_id"],
    }


def _told(concerned: Iterable[Unit]) -> Audience:
    return Audience.of_paths(unit["path"] for unit in concerned)
