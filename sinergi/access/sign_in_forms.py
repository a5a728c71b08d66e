"""Allauth's forms, without the words our pages say themselves."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignIn(LoginForm):  # type: ignore[misc] # allauth is untyped
    """E-mail address and password; the way to a new password stands below the form, once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        self.fields["login"].error_messages["required"] = _("Give your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Give your password.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it, and stays
