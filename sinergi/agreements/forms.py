"""What a head may type about an agreement."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.agreements.types import SCOPE_LABELS, AgreementKind
from sinergi.core.forms import PlainForm

KINDS = ((AgreementKind.PKS.value, _("PKS")), (AgreementKind.MOU.value, _("MoU")))

Choices = Iterable[tuple[str, str]]


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Paper(PlainForm):
    """What was signed on paper."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Number"), max_length=120)
    title = forms.CharField(label=_("Title"), max_length=250)
    partner_id = forms.UUIDField(label=_("With which unit"), widget=forms.Select)
    scopes = forms.MultipleChoiceField(
        label=_("What is shared"), choices=list(SCOPE_LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    signed_on = forms.DateField(label=_("Signed on"), widget=Day)
    valid_from = forms.DateField(label=_("In force from"), widget=Day)
    valid_until = forms.DateField(
        label=_("In force until"), widget=Day, help_text=_("The last day; it lapses by itself.")
    )

    def __init__(self, *args: Any, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner_id"].widget.choices = list(partners)


class Proposal(PlainForm):
    """With whom to be connected."""

    unit_id = forms.UUIDField(label=_("With which unit"), widget=forms.Select)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].widget.choices = list(units)
