"""What a unit's admin and an account's owner may type."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.access.types import FUNCTION_LABELS, Scope
from sinergi.core.errors import Invalid
from sinergi.core.forms import PlainForm

MONTHS = ((1, _("1 month")), (3, _("3 months")), (6, _("6 months")), (12, _("12 months")))
SCOPES = ((Scope.READ.value, _("Read only")), (f"{Scope.READ.value} {Scope.WRITE.value}", _("Read and write")))

Choices = Iterable[tuple[str, str]]


class Invitation(PlainForm):
    """Somebody new, and the post they will hold."""

    post_id = forms.UUIDField(label=_("Post"), widget=forms.Select)
    name = forms.CharField(label=_("Name"), max_length=120)
    rank = forms.CharField(label=_("Rank"), max_length=40, required=False)
    service_number = forms.CharField(
        label=_("Service number"), max_length=20, required=False, help_text=_("NIP or NRP, digits only")
    )
    email = forms.EmailField(label=_("E-mail address"), help_text=_("The link to choose a password goes here."))
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    is_acting = forms.BooleanField(label=_("Acting (Plh. or Plt.)"), required=False)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post_id"].widget.choices = list(posts)


class KnownPerson(PlainForm):
    """Somebody who already signs in here, and a further post."""

    post_id = forms.UUIDField(label=_("Post"), widget=forms.Select)
    email = forms.EmailField(label=_("E-mail address"))
    is_acting = forms.BooleanField(label=_("Acting (Plh. or Plt.)"), required=False)

    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post_id"].widget.choices = list(posts)


class NewPost(PlainForm):
    """A post of a unit, with what it may do."""

    title = forms.CharField(label=_("Title of the post"), max_length=80)
    functions = forms.MultipleChoiceField(label=_("What this post may do"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, functions: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(functions)
        self.fields["functions"].choices = [  # type: ignore[attr-defined] # a MultipleChoiceField
            (function.value, label) for function, label in FUNCTION_LABELS.items() if function in offered
        ]


class HandOver(PlainForm):
    """Who takes the post over."""

    person_id = forms.UUIDField(
        label=_("Handed over to"),
        widget=forms.Select,
        error_messages={"required": _("Choose who takes the post over.")},
    )
    is_acting = forms.BooleanField(label=_("Acting (Plh. or Plt.)"), required=False)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody is chosen beforehand: a post does not go to whoever stands first in a list.
        self.fields["person_id"].widget.choices = [("", gettext("Choose a person")), *people]


class NewToken(PlainForm):
    """A key for a machine that acts for one's own post."""

    name = forms.CharField(label=_("What it is for"), max_length=80, help_text=_("For example: camera server"))
    scopes = forms.ChoiceField(label=_("What it may do"), choices=SCOPES, widget=forms.RadioSelect)
    months = forms.TypedChoiceField(label=_("Ends after"), choices=MONTHS, coerce=int, initial=3)

    @property
    def life(self) -> timedelta:
        """How long the token lives; a year at most."""
        return timedelta(days=min(365, 30 * int(self.cleaned_data["months"]) + 5))


class ChosenPosting(PlainForm):
    """Which of one's posts to act for."""

    posting_id = forms.UUIDField(label=_("Post"))


def refuse(form: forms.Form, refused: Invalid) -> None:
    """Show an action's refusal beside the field it is about."""
    if not refused.fields:
        form.add_error(None, refused.message)
    for field, sentence in refused.fields.items():
        form.add_error(field if field in form.fields else None, sentence)
