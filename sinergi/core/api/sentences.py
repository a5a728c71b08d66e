"""Say in a sentence what is wrong with a field; the library's own words are for programmers and only in English."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SENTENCES = {
    "missing": gettext_lazy("This field is required."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("Use text."),
    "string_unicode": gettext_lazy("This text holds a character that cannot be kept (NUL or half a character)."),
    "string_too_long": gettext_lazy("Use at most %(max_length)s characters."),
    "string_too_short": gettext_lazy("Use at least %(min_length)s characters."),
    "too_long": gettext_lazy("Use at most %(max_length)s."),
    "int_type": gettext_lazy("Use a whole number."),
    "int_parsing": gettext_lazy("Use a whole number."),
    "int_from_float": gettext_lazy("Use a whole number."),
    "greater_than_equal": gettext_lazy("Use %(ge)s or more."),
    "less_than_equal": gettext_lazy("Use %(le)s or less."),
    "bool_type": gettext_lazy("Use true or false."),
    "bool_parsing": gettext_lazy("Use true or false."),
    "enum": gettext_lazy("Use one of: %(expected)s."),
    "literal_error": gettext_lazy("Use one of: %(expected)s."),
    "uuid_type": gettext_lazy("Use an id, as the lists give it."),
    "uuid_parsing": gettext_lazy("Use an id, as the lists give it."),
    "model_type": gettext_lazy("Use an object: {…}."),
    "model_attributes_type": gettext_lazy("Use an object: {…}."),
    "list_type": gettext_lazy("Use a list: […]."),
}
_CHOICE = re.compile(r"'([^']*)'")
_TIME = gettext_lazy("Use a date and time with its offset, for example 2026-11-22T10:15:00+07:00.")


def of_error(error: Mapping[str, Any]) -> dict[str, str]:
    """``{field, message}`` of one of pydantic's errors."""
    kind = str(error["type"])
    context = error.get("ctx", {})
    if "expected" in context:  # the library lists the choices in English: 'own', 'shared' or 'restricted'
        context = {**context, "expected": ", ".join(_CHOICE.findall(context["expected"]))}
    if kind in _SENTENCES:
        message = str(_SENTENCES[kind]) % context
    elif kind.startswith(("datetime", "timezone", "date_")):
        message = str(_TIME)
    elif kind == "blank":
        message = str(error["msg"])
    else:
        message = _("This value cannot be used.")
    return {"field": _field(error["loc"]), "message": message}


def _field(location: tuple[Any, ...]) -> str:
    # The first parts are where it stood (body, query) and our argument's name; the reader knows only the rest.
    rest = location[2:] if len(location) > 2 else location[-1:]
    return ".".join(str(part) for part in rest)
