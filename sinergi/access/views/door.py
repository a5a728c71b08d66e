"""From a proven person to an actor: choose a post, enter, leave; and the demo's own door."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sinergi.access import demo as demo_door
from sinergi.access import entrance, forms, queries


@never_cache
@login_not_required
def enter(request: HttpRequest) -> HttpResponse:
    """After the password: set up the second factor if there is none, choose a post if there are several, go in."""
    if not request.user.is_authenticated or getattr(request, "actor", None):
        return redirect("/" if request.user.is_authenticated else "account_login")
    if entrance.needs_factor(request):
        return redirect("mfa_activate_totp")
    postings = queries.list_postings_of(request.user.pk)
    if not postings:
        return render(request, "access/no_posting.html", status=403)
    chosen = _chosen(request, [posting["posting_id"] for posting in postings])
    if chosen is None:
        return render(
            request, "access/choose_posting.html", {"postings": postings, "next": request.GET.get("next", "")}
        )
    entrance.begin(request, chosen)
    return HttpResponseRedirect(_back(request))


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """This browser acts for nobody any more."""
    entrance.leave(request)
    return redirect("account_login")


@never_cache
@login_not_required
def demo(request: HttpRequest) -> HttpResponse:
    """Who a visitor of the demo can be; on a role's own host just that one."""
    demo_door.require(request)
    role = demo_door.role_of_host(request)
    context = {"role": role} if role else {"ways": demo_door.list_ways(request)}
    return render(request, "access/demo.html", context)


@never_cache
@login_not_required
def demo_enter(request: HttpRequest) -> HttpResponse:
    """One click makes this browser the role its host is named after."""
    demo_door.require(request)
    role = demo_door.role_of_host(request)
    if role is None:
        return redirect("access:demo")
    demo_door.enter(request, role)
    return redirect("/")


def _chosen(request: HttpRequest, offered: list[UUID]) -> UUID | None:
    if len(offered) == 1:
        return offered[0]
    form = forms.ChosenPosting(request.POST or None)
    given = form.cleaned_data["posting_id"] if form.is_valid() else None
    return given if given in offered else None


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_ours else "/"
