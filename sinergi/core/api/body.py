"""Read a JSON body without trusting a byte of it."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from sinergi.core.errors import Invalid, Refusal

MOST_BYTES = 1_000_000


class Unreadable(Refusal):
    """The body is not JSON."""

    status = 400
    title = "Unreadable"


class TooLarge(Refusal):
    """The body is larger than any report needs to be."""

    status = 413
    title = "Too large"


class WrongMediaType(Refusal):
    """The body says it is something other than JSON."""

    status = 415
    title = "Wrong media type"


class StrictJson(Parser):
    """UTF-8 JSON only; no duplicate names, no NaN, no text that a database cannot keep."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The object in the body."""
        _check_head(request)
        return read_object(request.body)


def _check_head(request: HttpRequest) -> None:
    if len(request.body) > MOST_BYTES:
        raise TooLarge(_("The body is larger than 1 MB. Send less text; photos and files go elsewhere."))
    kind = (request.content_type or "").lower()
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    is_json = kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
    if not is_json or charset not in {"utf-8", "utf8"}:
        raise WrongMediaType(_("Send JSON in UTF-8, with the header Content-Type: application/json."))


def read_object(raw: bytes) -> dict[str, Any]:
    """Parse one JSON object, or say where it stops being one."""
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise Unreadable(_("The body is not UTF-8: see byte %(place)s.") % {"place": error.start}) from None
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise Unreadable(_("The body is not JSON: see line %(line)s, column %(column)s.") % place) from None
    except (RecursionError, ValueError):
        raise Unreadable(_("The body is nested too deep or holds a number too long to read.")) from None
    if not isinstance(found, dict):
        raise Invalid(_("Send a JSON object: {…}."))
    # Only an escape can bring NUL or half a character into JSON text.
    if b"\\u" in raw and (where := next(_unkeepable(found, ""), None)) is not None:
        raise Invalid(**{where: _("This text holds a character that cannot be kept (NUL or half a character).")})
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable(_("The body names one field twice."))
    return found


def _constant(name: str) -> NoReturn:
    raise Unreadable(_("%(name)s is not a number in JSON.") % {"name": name})


def _unkeepable(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, str):
        if not _keepable(value):
            yield where
    elif isinstance(value, dict):
        for name, inner in value.items():
            if not _keepable(name):
                yield where or "body"
            yield from _unkeepable(inner, f"{where}.{name}" if where else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unkeepable(inner, f"{where}.{index}")


def _keepable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
