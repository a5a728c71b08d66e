"""With whom we share what, on what ground, until when; and what a head does about it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access.types import ActorRequest
from sinergi.agreements import actions, forms, pages, queries
from sinergi.agreements.types import AgreementKind
from sinergi.core import clock
from sinergi.core.errors import Invalid
from sinergi.units.types import FACILITY_KINDS

SHOWN = 500


def agreements(request: ActorRequest) -> HttpResponse:
    """Every partner and every ground, what has ended apart."""
    found = queries.list_agreements(actor=request.actor, at=clock.now(), limit=SHOWN)
    partners = pages.partners(found, queries.own_units(request.actor))
    context = {
        "partners": [partner for partner in partners if partner["grounds"][0]["state"] != "ended"],
        "lapsed": [partner for partner in partners if partner["grounds"][0]["state"] == "ended"],
        "may": {"sign": queries.may_sign(request.actor)},
    }
    return render(request, "agreements/list.html", context)


def detail(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: the paper, what it opens, between which units."""
    agreement = queries.get_agreement(request.actor, agreement_id, clock.now())
    closing = queries.count_open_doors(clock.now(), agreement_id=agreement_id)
    context = pages.detail(agreement, request.actor, queries.own_units(request.actor))
    linkable = [(str(unit["unit_id"]), unit["name"]) for unit in queries.list_linkable(request.actor, agreement)]
    proposal = forms.Proposal(units=linkable) if linkable else None
    return render(request, "agreements/detail.html", {**context, "closing": closing, "proposal": proposal})


def sign(request: ActorRequest) -> HttpResponse:
    """Write down what my unit and another one signed; they accept the link for their side."""
    queries.require_signatory(request.actor)
    form = forms.Paper(request.POST or None, partners=_partners(request))
    if form.is_valid():
        try:
            signed = _sign(request, form)
        except Invalid as refused:
            for field, sentence in refused.fields.items():
                form.add_error(field if field in form.fields else None, sentence)
        else:
            messages.success(request, _("Written down. It opens when the other side accepts the link."))
            return redirect("agreements:detail", signed)
    return render(request, "agreements/sign.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def propose_link(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Ask another unit to be connected with mine under this agreement."""
    form = forms.Proposal(request.POST, units=())
    if not form.is_valid():
        raise Invalid(_("Choose a unit."))
    own, other = request.actor.unit_id, form.cleaned_data["unit_id"]
    facility_id, partner_id = (own, other) if request.actor_card["unit_kind"] in FACILITY_KINDS else (other, own)
    actions.propose_link(actor=request.actor, agreement_id=agreement_id, facility_id=facility_id, partner_id=partner_id)
    messages.success(request, _("Asked. It opens when the other side accepts."))
    return redirect("agreements:detail", agreement_id)


@require_POST
def accept_link(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """My side says yes."""
    actions.accept_link(actor=request.actor, link_id=link_id)
    return _back(request, link_id, _("Accepted for your unit."))


@require_POST
def end_link(request: ActorRequest, link_id: UUID) -> HttpResponse:
    """The doors along this link close."""
    actions.end_link(actor=request.actor, link_id=link_id)
    return _back(request, link_id, _("Ended. Nothing new is shared along this link."))


@require_POST
def terminate(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """The agreement ends before its day."""
    actions.terminate(actor=request.actor, agreement_id=agreement_id)
    messages.success(request, _("Ended. Nothing new is shared on this ground."))
    return redirect("agreements:detail", agreement_id)


def _partners(request: ActorRequest) -> list[tuple[str, str]]:
    others = queries.list_possible_partners(request.actor)
    return [(str(unit["unit_id"]), unit["name"]) for unit in others]


def _sign(request: ActorRequest, form: forms.Paper) -> UUID:
    paper = dict(form.cleaned_data)
    partner_id: UUID = paper.pop("partner_id")
    own = request.actor.unit_id
    is_facility = request.actor_card["unit_kind"] in FACILITY_KINDS
    pair = (own, partner_id) if is_facility else (partner_id, own)
    links = [pair] if paper["kind"] == AgreementKind.PKS else []
    return actions.sign_agreement(actor=request.actor, parties=[own, partner_id], links=links, **paper).id


def _back(request: ActorRequest, link_id: UUID, sentence: str) -> HttpResponse:
    agreement, _link = queries.get_link(request.actor, link_id)
    messages.success(request, sentence)
    return redirect("agreements:detail", agreement["id"])
