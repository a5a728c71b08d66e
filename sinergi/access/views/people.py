"""A unit's people, for its admin: invite, post, end, hand over, revoke."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sinergi.access import actions, forms, invitations, queries
from sinergi.access.policy import POLICY
from sinergi.access.types import FUNCTION_LABELS, ActorRequest
from sinergi.core.errors import Invalid, NotFound


def people(request: ActorRequest) -> HttpResponse:
    """Who holds which post in a unit, which posts are vacant, and the way to the units below."""
    unit_id = _unit(request)
    postings = queries.list_people(request.actor, unit_id)
    held = {posting["post_id"] for posting in postings}
    vacant = [post for post in queries.list_posts(request.actor, unit_id) if post["post_id"] not in held]
    for row in (*postings, *vacant):
        row["words"] = [FUNCTION_LABELS[function] for function in row["functions"]]
    units = queries.list_administered_units(request.actor)
    unit = next(unit for unit in units if unit["unit_id"] == unit_id)
    others = [other for other in units if other["unit_id"] != unit_id]
    context = {"postings": postings, "vacant": vacant, "unit": unit, "units": others}
    return render(request, "access/people.html", context)


def invite(request: ActorRequest) -> HttpResponse:
    """Give a post to somebody new."""
    form = forms.Invitation(request.POST or None, posts=_posts(request))
    if form.is_valid():
        try:
            posting = actions.invite(actor=request.actor, **form.cleaned_data)
        except Invalid as refused:
            forms.refuse(form, refused)
        else:
            return _mailed(request, posting.person_id, posting.id)
    return _form(request, form, title=_("Invite somebody"), verb=_("Invite"))


@require_POST
def invite_again(request: ActorRequest, posting_id: UUID) -> HttpResponse:
    """Mail the link once more."""
    person_id = actions.invite_again(actor=request.actor, posting_id=posting_id)
    return _mailed(request, person_id, posting_id)


def post_person(request: ActorRequest) -> HttpResponse:
    """Give a further post to somebody who already signs in here."""
    form = forms.KnownPerson(request.POST or None, posts=_posts(request))
    if form.is_valid():
        try:
            given = form.cleaned_data
            person_id = queries.get_person_by_email(request.actor, given["email"])
            actions.post_person(
                actor=request.actor, post_id=given["post_id"], person_id=person_id, is_acting=given["is_acting"]
            )
        except Invalid as refused:
            forms.refuse(form, refused)
        else:
            return _done(request, _("The posting has begun."))
    return _form(request, form, title=_("Give a post to a known person"), verb=_("Give the post"))


def create_post(request: ActorRequest) -> HttpResponse:
    """Make a new post in my unit or one below it."""
    unit_id = _unit(request)
    form = forms.NewPost(request.POST or None, functions=queries.list_functions(request.actor, unit_id))
    if form.is_valid():
        try:
            actions.create_post(actor=request.actor, unit_id=unit_id, **form.cleaned_data)
        except Invalid as refused:
            forms.refuse(form, refused)
        else:
            return _done(request, _("The post exists. Nobody holds it yet."))
    return _form(request, form, title=_("New post"), verb=_("Make the post"))


def posting(request: ActorRequest, posting_id: UUID) -> HttpResponse:
    """One posting: who, since when, from where signed in; end it or hand it over."""
    return _show(request, posting_id, None)


@require_POST
def end_posting(request: ActorRequest, posting_id: UUID) -> HttpResponse:
    """The posting ends now."""
    actions.end_posting(actor=request.actor, posting_id=posting_id)
    return _done(request, _("The posting has ended. Its sign-ins and tokens ended with it."))


@require_POST
def hand_over(request: ActorRequest, posting_id: UUID) -> HttpResponse:
    """The post goes to somebody else, now."""
    form = forms.HandOver(request.POST, people=_heirs(request, posting_id))
    if form.is_valid():
        try:
            actions.hand_over(actor=request.actor, posting_id=posting_id, **form.cleaned_data)
        except Invalid as refused:
            forms.refuse(form, refused)
        else:
            return _done(request, _("The post was handed over."))
    return _show(request, posting_id, form)


def _show(request: ActorRequest, posting_id: UUID, form: forms.HandOver | None) -> HttpResponse:
    found = queries.get_posting(request.actor, posting_id)
    keys = queries.list_keys(request.actor, found["person_id"])
    may = POLICY.may(request.actor, queries.desk_of(found))
    context = {
        "posting": found,
        "words": [FUNCTION_LABELS[function] for function in found["functions"]],
        "keys": [key for key in keys if key["posting_id"] == posting_id],
        "may": may,
        "has_come": found["last_login"] is not None,
        "form": form or forms.HandOver(people=_heirs(request, posting_id)) if may["hand_over"] else None,
    }
    return render(request, "access/posting.html", context, status=422 if form else 200)


def _unit(request: ActorRequest) -> UUID:
    """The unit whose people are shown: one's own, or one below it that the address names."""
    try:
        return UUID(request.GET.get("unit", str(request.actor.unit_id)))
    except ValueError:
        raise NotFound(_("There is no such unit.")) from None


def _posts(request: ActorRequest) -> list[tuple[str, str]]:
    return [(str(post["post_id"]), post["title"]) for post in queries.list_posts(request.actor, _unit(request))]


def _heirs(request: ActorRequest, posting_id: UUID) -> list[tuple[str, str]]:
    """Everybody of the unit but whoever holds the post."""
    found = queries.get_posting(request.actor, posting_id)
    people = [
        row for row in queries.list_people(request.actor, found["unit_id"]) if row["person_id"] != found["person_id"]
    ]
    return list({str(row["person_id"]): f"{row['rank']} {row['name']}".strip() for row in people}.items())


def _form(request: ActorRequest, form: Any, **words: str) -> HttpResponse:
    return render(request, "access/form.html", {"form": form, **words}, status=422 if form.errors else 200)


def _mailed(request: ActorRequest, person_id: UUID, posting_id: UUID) -> HttpResponse:
    if invitations.send(request, person_id):
        messages.success(request, _("Invited. A link to choose a password is on its way by e-mail."))
    else:
        messages.error(
            request, _("The person is posted, but the mail server did not take the invitation. Send it again.")
        )
    return redirect("access:posting", posting_id)


def _done(request: ActorRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    back = reverse("access:people")
    return redirect(f"{back}?unit={request.GET['unit']}" if "unit" in request.GET else back)
