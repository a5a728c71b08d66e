"""One's own account: where one is signed in, which machines act in one's name, the second factor."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from sinergi.access import actions, forms, queries
from sinergi.access.types import ActorRequest
from sinergi.core import clock


def security(request: ActorRequest) -> HttpResponse:
    """My sign-ins, my tokens, my second factor."""
    return _show(request, forms.NewToken())


@require_POST
def issue_token(request: ActorRequest) -> HttpResponse:
    """Make a token for my post; its secret stands on this one page and nowhere else."""
    form = forms.NewToken(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    issued = actions.issue_token(
        actor=request.actor,
        posting_id=request.actor.posting_id,
        name=form.cleaned_data["name"],
        scopes=form.cleaned_data["scopes"].split(),
        expires_at=clock.now() + form.life,
    )
    return render(request, "access/token_issued.html", {"issued": issued, "name": form.cleaned_data["name"]})


@require_POST
def revoke_token(request: ActorRequest, token_id: UUID) -> HttpResponse:
    """The token ends now."""
    actions.revoke_token(actor=request.actor, token_id=token_id)
    return redirect(_after(request))


@require_POST
def end_sign_in(request: ActorRequest, sign_in_id: UUID) -> HttpResponse:
    """The browser is signed out now."""
    actions.end_sign_in(actor=request.actor, sign_in_id=sign_in_id)
    return redirect(_after(request))


def _show(request: ActorRequest, form: forms.NewToken, *, status: int = 200) -> HttpResponse:
    keys = queries.list_keys(request.actor, request.actor.person_id)
    context = {
        "sign_ins": [key for key in keys if key["kind"] == "sign_in"],
        "tokens": [key for key in keys if key["kind"] == "token"],
        "here": UUID(request.actor.session_id),
        "has_factor": is_mfa_enabled(request.user, [Authenticator.Type.TOTP]),
        "form": form,
    }
    return render(request, "access/account.html", context, status=status)


def _after(request: ActorRequest) -> str:
    """Back to the list the button stood in."""
    posting_id = request.POST.get("posting_id", "")
    return f"/people/postings/{UUID(posting_id)}/" if posting_id else "/account/"
