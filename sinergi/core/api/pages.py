"""Lists page by key: the cursor is the key of the last item, opaque to its reader."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from sinergi.core.errors import Invalid

T = TypeVar("T")


def encode(*key: object) -> str:
    """A cursor from the key of an item."""
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode().rstrip("=")


def decode(cursor: str | None, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """The key in a cursor, each part read by its kind; a cursor that we did not make is refused."""
    if cursor is None:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise Invalid(cursor=_("This cursor is not one of ours. Take it from the next of the page before.")) from None


def page(rows: Sequence[T], limit: int, key: Callable[[T], tuple[object, ...]]) -> dict[str, Any]:
    """``{items, next}`` from up to limit + 1 rows: the extra one only says that there are more."""
    shown = rows[:limit]
    return {"items": shown, "next": encode(*key(shown[-1])) if len(rows) > limit else None}
