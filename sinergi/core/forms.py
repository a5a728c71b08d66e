"""Forms that say which control is empty, not only that one is."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext as _


class PlainForm(forms.Form):
    """Every required field without words of its own for being empty names itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = forms.Field.default_error_messages["required"]
        for field in self.fields.values():
            if field.required and field.label and field.error_messages.get("required") == usual:
                field.error_messages["required"] = lazystr(_("Fill in: %(label)s.") % {"label": field.label})
