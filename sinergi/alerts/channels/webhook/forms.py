"""What the keeper of a unit's systems types."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Address(forms.Form):
    """Where the unit's own system listens."""

    url = forms.CharField(
        label=_("Address of your system"),
        max_length=250,
        help_text=_("Begins with https:// and can be reached from the internet."),
        error_messages={"required": _("Write the address of your system.")},
    )
