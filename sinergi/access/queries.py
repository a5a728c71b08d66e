"""Who is asking, who is on duty, and what a unit's admin may see."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.access.policy import POLICY, Action, visible
from sinergi.access.types import Desk, Function, functions_of
from sinergi.core import clock, sql
from sinergi.core.actor import Actor
from sinergi.core.errors import Invalid, NotFound
from sinergi.units import queries as units
from sinergi.units.types import FACILITY_KINDS

_BY_KEY = """
SELECT session_id, person_id, posting_id, unit_id, unit_path::text AS unit_path, functions, scopes FROM access_v_grant
WHERE key_hash = %(key_hash)s AND (ended_at IS NULL OR ended_at > %(at)s)
  AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s) AND is_active
"""
_VISITOR = """
SELECT g.session_id, g.scopes, c.* FROM (
  SELECT g.* FROM access_v_grant g
  WHERE g.key_hash = %(key_hash)s AND (g.ended_at IS NULL OR g.ended_at > %(at)s)
    AND g.starts_at <= %(at)s AND (g.ends_at IS NULL OR g.ends_at > %(at)s) AND g.is_active) g
JOIN access_v_card c ON c.posting_id = g.posting_id
"""
_ALIVE = """
SELECT session_id FROM access_v_grant
WHERE session_id = ANY(%(ids)s) AND (ended_at IS NULL OR ended_at > %(at)s)
  AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s) AND is_active
"""
_DUTY = """
SELECT DISTINCT ON (posting_id)
       posting_id, person_id, post_id, title, function, unit_id, name, rank, phone, email, is_acting
FROM access_v_duty
WHERE unit_id = %(unit_id)s AND function = ANY(%(functions)s)
  AND starts_at <= %(at)s AND (ends_at IS NULL OR ends_at > %(at)s)
ORDER BY posting_id, array_position(%(functions)s, function::text)
"""
_POSTING = """
SELECT p.id AS posting_id, p.person_id, p.post_id, p.starts_at, p.ends_at, p.is_acting, o.title, o.functions,
       u.unit_id, u.path AS unit_path, u.name AS unit_name, u.short_name AS unit_short_name,
       person.name, person.rank, person.last_login
FROM access_posting p
JOIN access_post o ON o.id = p.post_id
JOIN access_person person ON person.id = p.person_id
JOIN units_v_unit u ON u.unit_id = o.unit_id
"""
_LIVING = "p.starts_at <= %(at)s AND (p.ends_at IS NULL OR p.ends_at > %(at)s) AND person.is_active"
_KEYS = """
SELECT k.id, k.kind, k.label, k.scopes, k.created_at, k.ended_at, p.id AS posting_id, p.person_id, o.title,
       u.unit_id, u.path AS unit_path, u.short_name AS unit_short_name
FROM (SELECT id, 'token' AS kind, posting_id, name AS label, scopes, created_at,
             LEAST(expires_at, revoked_at) AS ended_at FROM access_token
      UNION ALL
      SELECT id, 'sign_in', posting_id, device, NULL, created_at,
             LEAST(ended_at, created_at + interval '30 days') FROM access_signin) k
JOIN access_posting p ON p.id = k.posting_id
JOIN access_post o ON o.id = p.post_id
JOIN units_v_unit u ON u.unit_id = o.unit_id
"""


def key_hash(secret: str) -> bytes:
    """How a token or a session key is stored: SHA-256 (both are long and random, so no salt is needed)."""
    return hashlib.sha256(secret.encode()).digest()


def find_actor(secret: str) -> Actor | None:
    """The actor behind a token or session key, if it is alive now: one query."""
    row = sql.one(_BY_KEY, {"key_hash": key_hash(secret), "at": clock.now()})
    return actor_of(row) if row else None


def find_visitor(session_key: str) -> tuple[Actor, dict[str, Any]] | None:
    """The actor behind a browser's session and the card its pages show: one query."""
    row = sql.one(_VISITOR, {"key_hash": key_hash(session_key), "at": clock.now()})
    return (actor_of(row), row) if row else None


def actor_of(row: Mapping[str, Any]) -> Actor:
    """An actor from a row of ``access_v_grant``."""
    return Actor(
        person_id=row["person_id"],
        posting_id=row["posting_id"],
        unit_id=row["unit_id"],
        unit_path=row["unit_path"],
        functions=frozenset(row["functions"]),
        session_id=str(row["session_id"]),
        scopes=frozenset(row["scopes"]),
    )


def list_alive(session_ids: Collection[UUID]) -> set[UUID]:
    """Which of these tokens and sign-ins still let their holder in."""
    rows = sql.rows(_ALIVE, {"ids": list(session_ids), "at": clock.now()})
    return {row["session_id"] for row in rows}


def get_card(actor: Actor) -> dict[str, Any] | None:
    """What the top bar says of the actor: person, post, unit, agency, zone."""
    return sql.one("SELECT * FROM access_v_card WHERE posting_id = %s", [actor.posting_id])


def list_on_duty(unit_id: UUID, functions: Collection[str], at: datetime) -> list[dict[str, Any]]:
    """Who holds a post with one of these functions in the unit at that instant, in the functions' order."""
    wanted = [str(function) for function in functions]
    found = sql.rows(_DUTY, {"unit_id": unit_id, "functions": wanted, "at": at})
    return sorted(found, key=lambda row: (wanted.index(row["function"]), row["title"], row["posting_id"]))


def list_postings_of(person_id: UUID) -> list[dict[str, Any]]:
    """The living postings of one person, for that person to choose from at sign-in."""
    return sql.rows(
        f"{_POSTING} WHERE {_LIVING} AND p.person_id = %(person_id)s ORDER BY p.starts_at, p.id",
        {"person_id": person_id, "at": clock.now()},
    )


def list_people(actor: Actor, unit_id: UUID) -> list[dict[str, Any]]:
    """Who holds which post in one of the admin's units, now or from a later day."""
    POLICY.require(actor, Action.INVITE, get_unit_desk(actor, unit_id))
    return sql.rows(
        f"{_POSTING} WHERE u.unit_id = %(unit_id)s AND (p.ends_at IS NULL OR p.ends_at > %(at)s)"
        " ORDER BY lower(o.title), p.starts_at, p.id",
        {"unit_id": unit_id, "at": clock.now()},
    )


def list_posts(actor: Actor, unit_id: UUID) -> list[dict[str, Any]]:
    """The posts of one of the admin's units, held or vacant."""
    POLICY.require(actor, Action.INVITE, get_unit_desk(actor, unit_id))
    return sql.rows(
        "SELECT id AS post_id, title, functions FROM access_post WHERE unit_id = %s ORDER BY lower(title), id",
        [unit_id],
    )


def list_keys(actor: Actor, person_id: UUID | None = None) -> list[dict[str, Any]]:
    """One's own sign-ins and tokens that are alive, or those of a person one administers; newest first."""
    found = sql.rows(
        f"{_KEYS} WHERE p.person_id = %s AND (k.ended_at IS NULL OR k.ended_at > %s) ORDER BY k.created_at DESC, k.id",
        [person_id or actor.person_id, clock.now()],
    )
    return [row for row in found if visible(actor, desk_of(row))]


def get_posting(actor: Actor, posting_id: UUID, *, lock: bool = False) -> dict[str, Any]:
    """One posting, if the actor may know of it."""
    ending = " WHERE p.id = %s" + (" FOR NO KEY UPDATE OF p" if lock else "")
    return _seen(actor, sql.one(_POSTING + ending, [posting_id]))


def get_token(actor: Actor, token_id: UUID) -> dict[str, Any]:
    """One token, if the actor may know of it."""
    return _seen(actor, sql.one(f"{_KEYS} WHERE k.id = %s AND k.kind = 'token'", [token_id]))


def get_sign_in(actor: Actor, sign_in_id: UUID) -> dict[str, Any]:
    """One sign-in, if the actor may know of it."""
    return _seen(actor, sql.one(f"{_KEYS} WHERE k.id = %s AND k.kind = 'sign_in'", [sign_in_id]))


def get_post(actor: Actor, post_id: UUID, *, lock: bool = False) -> dict[str, Any]:
    """One post, if the actor may know of it."""
    statement = """SELECT o.id AS post_id, o.title, o.functions, u.unit_id, u.path AS unit_path
                   FROM access_post o JOIN units_v_unit u ON u.unit_id = o.unit_id WHERE o.id = %s"""
    return _seen(actor, sql.one(statement + (" FOR NO KEY UPDATE OF o" if lock else ""), [post_id]))


def get_unit_desk(actor: Actor, unit_id: UUID) -> Desk:
    """A unit as the actor administers it."""
    unit = units.get_unit(unit_id)
    desk = Desk(unit["unit_id"], unit["path"])
    if not visible(actor, desk):
        raise NotFound(_("There is no such unit."))
    return desk


def desk_of(row: Mapping[str, Any]) -> Desk:
    """What policy judges, from a row of a posting, post, token or sign-in."""
    ended_at = row["ended_at"] if "ended_at" in row else row.get("ends_at")
    return Desk(row["unit_id"], row["unit_path"], row.get("person_id"), row.get("posting_id"), ended_at)


def _seen(actor: Actor, row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None or not visible(actor, desk_of(row)):
        raise NotFound(_("It does not exist, or it is not in your unit."))
    return row


def get_cards(posting_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """The cards of several postings in one query, for callers that have judged what they show of them."""
    rows = (
        sql.rows("SELECT * FROM access_v_card WHERE posting_id = ANY(%s)", [list(posting_ids)]) if posting_ids else []
    )
    return {row["posting_id"]: row for row in rows}


def get_post_title(actor: Actor) -> str:
    """The jabatan the actor acts in; empty for the clock."""
    card = get_card(actor)
    return str(card["post_title"]) if card else ""


def list_holders_above(path: str, function: str, at: datetime) -> list[UUID]:
    """The persons who hold a function in any unit above this path at that moment."""
    rows = sql.rows(
        """SELECT DISTINCT d.person_id FROM access_v_duty d JOIN units_v_unit u ON u.unit_id = d.unit_id
           WHERE d.function = %s AND u.tree @> %s::ltree AND u.path <> %s
             AND d.starts_at <= %s AND (d.ends_at IS NULL OR d.ends_at > %s)""",
        [function, path, path, at, at],
    )
    return [row["person_id"] for row in rows]


def get_person_by_email(actor: Actor, email: str) -> UUID:
    """Who has exactly this address; an admin posts people who come from other units."""
    POLICY.require(actor, Action.INVITE, Desk(actor.unit_id, actor.unit_path))
    row = sql.one("SELECT id FROM access_person WHERE email = lower(%s) AND is_active", [email])
    if row is None:
        raise Invalid(email=_("Nobody with this e-mail address is known. Invite them instead."))
    person_id: UUID = row["id"]
    return person_id


def list_administered_units(actor: Actor) -> list[dict[str, Any]]:
    """The admin's unit and those below it."""
    POLICY.require(actor, Action.CREATE_POST, Desk(actor.unit_id, actor.unit_path))
    return units.list_below(actor.unit_path)


def list_functions(actor: Actor, unit_id: UUID) -> frozenset[Function]:
    """Every function a post of this unit may have."""
    POLICY.require(actor, Action.CREATE_POST, get_unit_desk(actor, unit_id))
    unit = units.get_unit(unit_id)
    return functions_of(unit["agency"], is_facility=unit["kind"] in FACILITY_KINDS)
