"""``demo.json``: what a machine needs to play every role. It holds tokens, so only its owner may read it."""

import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sinergi.access import actions as access
from sinergi.access import queries as access_queries
from sinergi.access.types import Scope
from sinergi.core import clock, sql
from sinergi.core.actor import SYSTEM
from sinergi.project.demo.casting import cast_roles
from sinergi.project.demo.partnerships import AGREEMENTS
from sinergi.project.demo.posts import ROLES
from sinergi.project.demo.units import FACILITIES, units
from sinergi.units.queries import list_places, list_units

TOKEN_ROLES = tuple(ROLES)[:17]
TOKEN_LIFE = timedelta(days=30)
LABEL = "demo.json"
_AGREEMENTS = "SELECT id AS agreement_id, number FROM agreements_agreement"


def write(*, url: str, path: Path) -> None:
    """Issue fresh tokens and put everything in one file, readable by its owner alone, never half-written."""
    ids = {unit["name"]: str(unit["unit_id"]) for unit in list_units()}
    specs = {spec.key: spec for spec in units()}
    page = {
        "url": url,
        "tokens": _issue_tokens(),
        "units": {key: {"id": ids[spec.name], "name": spec.name} for key, spec in specs.items()},
        "places": {facility.key: _places(ids[specs[facility.key].name]) for facility in FACILITIES},
        "agreements": _agreements(),
    }
    _replace(path, json.dumps(page, indent=1, ensure_ascii=False) + "\n")


def _issue_tokens() -> dict[str, str]:
    """One token a role; those of an earlier start are revoked, as nobody has their file any more."""
    found = cast_roles()
    until = clock.now() + TOKEN_LIFE
    tokens: dict[str, str] = {}
    for role in TOKEN_ROLES:
        for key in access_queries.list_keys(SYSTEM, found[role]["person_id"]):
            if key["label"] == LABEL:
                access.revoke_token(actor=SYSTEM, token_id=key["id"])
        issued = access.issue_token(
            actor=SYSTEM, posting_id=found[role]["posting_id"], name=LABEL, scopes=[*Scope], expires_at=until
        )
        tokens[role] = issued.secret
    return tokens


def _places(unit_id: str) -> list[dict[str, str]]:
    return [{"id": str(place["place_id"]), "name": place["full_name"]} for place in list_places(UUID(unit_id))]


def _agreements() -> dict[str, str]:
    ids = {row["number"]: str(row["agreement_id"]) for row in sql.rows(_AGREEMENTS)}
    return {spec.key: ids[spec.number] for spec in AGREEMENTS}


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(draft).replace(path)
