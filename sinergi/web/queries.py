"""What the board needs of lower rooms' published views."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sinergi.core import sql

MOST_TILES = 120
_FACILITIES = """
SELECT unit_id, short_name, count(*) OVER () AS total FROM units_v_facility WHERE unit_id = ANY(%s)
ORDER BY lower(short_name), unit_id LIMIT %s
"""


def list_facilities(unit_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """The facilities among these units, by name; ``total`` says how many there are."""
    return sql.rows(_FACILITIES, [list(unit_ids), MOST_TILES])
