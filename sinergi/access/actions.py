"""Every verb about people, posts and the ways in."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.access import events, queries
from sinergi.access.models import Person, Post, Posting, SignIn, Token
from sinergi.access.policy import POLICY, Action
from sinergi.access.types import Desk, Issued, Scope
from sinergi.core import clock
from sinergi.core.actor import Actor
from sinergi.core.errors import Conflict, Invalid, NotFound
from sinergi.ledger import actions as ledger
from sinergi.ledger.types import Audience

TOKEN_LIFE = timedelta(days=365)


@transaction.atomic
def create_person(
    *, actor: Actor, unit_id: UUID, email: str, name: str, password: str | None = None, **card: str
) -> Person:
    """Write down somebody who will hold a post in this unit; ``card``: rank, service_number, phone, language."""
    desk = queries.get_unit_desk(actor, unit_id)
    POLICY.require(actor, Action.CREATE_PERSON, desk)
    person = _new_person(email, password, name=name, **card)
    subject = f"person:{person.id}"
    ledger.record(events.PersonCreated(subject=subject, unit_id=unit_id, audience=_told(person.id)), actor=actor)
    return person


@transaction.atomic
def invite(*, actor: Actor, post_id: UUID, email: str, name: str, is_acting: bool = False, **card: str) -> Posting:
    """Give a post to somebody new, who is told by mail how to choose a password."""
    post = queries.get_post(actor, post_id)
    POLICY.require(actor, Action.INVITE, queries.desk_of(post))
    person = create_person(actor=actor, unit_id=post["unit_id"], email=email, name=name, **card)
    posting = post_person(actor=actor, post_id=post_id, person_id=person.id, is_acting=is_acting)
    subject = f"person:{person.id}"
    ledger.record(events.PersonInvited(subject=subject, unit_id=post["unit_id"], person_id=person.id), actor=actor)
    return posting


@transaction.atomic
def invite_again(*, actor: Actor, posting_id: UUID) -> UUID:
    """Somebody who has not come in yet is told once more how to choose a password; returns who."""
    posting = queries.get_posting(actor, posting_id)
    POLICY.require(actor, Action.INVITE_AGAIN, queries.desk_of(posting))
    person_id: UUID = posting["person_id"]
    if Person.objects.filter(id=person_id).exclude(last_login=None).exists():
        raise Conflict(_("This person has signed in before and can ask for a new password at the door."))
    subject = f"person:{person_id}"
    ledger.record(events.PersonInvited(subject=subject, unit_id=posting["unit_id"], person_id=person_id), actor=actor)
    return person_id


@transaction.atomic
def create_post(*, actor: Actor, unit_id: UUID, title: str, functions: Collection[str]) -> Post:
    """Make a post in a unit; its functions must be of that unit's kind."""
    POLICY.require(actor, Action.CREATE_POST, queries.get_unit_desk(actor, unit_id))
    if not functions or not set(functions) <= queries.list_functions(actor, unit_id):
        raise Invalid(functions=_("A post in this unit cannot have this function."))
    if Post.objects.filter(unit_id=unit_id, title=title).exists():
        raise Invalid(title=_("This unit already has a post with this title."))
    post = Post.objects.create(unit_id=unit_id, title=title, functions=sorted(functions))
    ledger.record(
        events.PostCreated(subject=f"post:{post.id}", unit_id=unit_id, functions=tuple(post.functions)), actor=actor
    )
    return post


@transaction.atomic
def post_person(
    *, actor: Actor, post_id: UUID, person_id: UUID, starts_at: datetime | None = None, is_acting: bool = False
) -> Posting:
    """Let a person hold a post from now or a later moment."""
    post = queries.get_post(actor, post_id, lock=True)
    POLICY.require(actor, Action.POST_PERSON, Desk(post["unit_id"], post["unit_path"], person_id))
    posting = _start(post_id, person_id, starts_at or clock.now(), is_acting=is_acting)
    ledger.record(_started(posting, post["unit_id"]), actor=actor)
    return posting


@transaction.atomic
def end_posting(*, actor: Actor, posting_id: UUID, at: datetime | None = None) -> None:
    """A person no longer holds a post; its tokens and sign-ins end with it, at once."""
    posting = queries.get_posting(actor, posting_id, lock=True)
    POLICY.require(actor, Action.END_POSTING, queries.desk_of(posting))
    ends_at = _end(posting, at)
    ledger.record(_ended(posting, ends_at), actor=actor)


@transaction.atomic
def hand_over(*, actor: Actor, posting_id: UUID, person_id: UUID, is_acting: bool = False) -> Posting:
    """The post goes to another person in one moment: nobody in between, never two."""
    posting = queries.get_posting(actor, posting_id, lock=True)
    POLICY.require(actor, Action.HAND_OVER, queries.desk_of(posting))
    POLICY.require(actor, Action.POST_PERSON, Desk(posting["unit_id"], posting["unit_path"], person_id))
    if person_id == posting["person_id"]:
        raise Invalid(person=_("This person already holds the post."))
    at = _end(posting, None)
    heir = _start(posting["post_id"], person_id, at, is_acting=is_acting)
    ledger.record(_ended(posting, at), _started(heir, posting["unit_id"]), actor=actor)
    return heir


@transaction.atomic
def issue_token(
    *, actor: Actor, posting_id: UUID, name: str, scopes: Collection[str], expires_at: datetime | None = None
) -> Issued:
    """Make a key with which a machine acts for one's own posting; the secret is told once."""
    posting = queries.get_posting(actor, posting_id, lock=True)
    POLICY.require(actor, Action.ISSUE_TOKEN, queries.desk_of(posting))
    at = clock.now()
    until = expires_at or at + TOKEN_LIFE
    if not at < until <= at + TOKEN_LIFE:
        raise Invalid(expires_at=_("A token ends in the future and within one year."))
    if not scopes or not set(scopes) <= set(Scope):
        raise Invalid(scopes=_("A token may read, or read and write."))
    secret = f"sinergi_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        posting_id=posting_id, name=name, secret_hash=queries.key_hash(secret), scopes=sorted(scopes),
        created_at=at, expires_at=until,
    )  # fmt: skip
    ledger.record(
        events.TokenIssued(
            subject=f"token:{token.id}", unit_id=posting["unit_id"], audience=_told(posting["person_id"]),
            scopes=tuple(token.scopes), expires_at=until,
        ),
        actor=actor,
    )  # fmt: skip
    return Issued(token.id, secret, until)


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: UUID) -> None:
    """The machine that holds this token is refused from now on."""
    token = queries.get_token(actor, token_id)
    POLICY.require(actor, Action.REVOKE_TOKEN, queries.desk_of(token))
    Token.objects.filter(id=token_id, revoked_at=None).update(revoked_at=clock.now())
    subject, told = f"token:{token_id}", _told(token["person_id"])
    ledger.record(events.TokenRevoked(subject=subject, unit_id=token["unit_id"], audience=told), actor=actor)


@transaction.atomic
def start_sign_in(*, actor: Actor, posting_id: UUID, session_key: str, device: str = "") -> SignIn:
    """Let a browser act for a posting, after its person has proved who he is; judged as the product's own act."""
    posting = queries.get_posting(actor, posting_id, lock=True)
    POLICY.require(actor, Action.START_SIGN_IN, queries.desk_of(posting))
    key_hash = queries.key_hash(session_key)
    if twice := SignIn.objects.filter(key_hash=key_hash, posting_id=posting_id, ended_at=None).first():
        return twice  # two tabs that were opened at once
    sign_in = SignIn.objects.create(
        posting_id=posting_id, key_hash=key_hash, device=device[:120], created_at=clock.now()
    )
    subject, told = f"sign_in:{sign_in.id}", _told(posting["person_id"])
    ledger.record(events.SignInStarted(subject=subject, unit_id=posting["unit_id"], audience=told), actor=actor)
    return sign_in


@transaction.atomic
def end_sign_in(*, actor: Actor, sign_in_id: UUID) -> None:
    """The browser no longer acts for the posting; its stream ends within two seconds."""
    sign_in = queries.get_sign_in(actor, sign_in_id)
    POLICY.require(actor, Action.END_SIGN_IN, queries.desk_of(sign_in))
    SignIn.objects.filter(id=sign_in_id, ended_at=None).update(ended_at=clock.now())
    subject, told = f"sign_in:{sign_in_id}", _told(sign_in["person_id"])
    ledger.record(events.SignInEnded(subject=subject, unit_id=sign_in["unit_id"], audience=told), actor=actor)


def _new_person(email: str, password: str | None, **card: str) -> Person:
    try:
        with transaction.atomic():
            return Person.objects.create_user(email, password, **card)
    except IntegrityError as taken:
        raise Invalid(email=_("Somebody with this e-mail address is already known. Post them instead.")) from taken


def _start(post_id: UUID, person_id: UUID, starts_at: datetime, *, is_acting: bool) -> Posting:
    if not Person.objects.filter(id=person_id, is_active=True).exists():
        raise NotFound(_("There is no such person."))
    if Posting.objects.filter(post_id=post_id, person_id=person_id).exclude(ends_at__lte=starts_at).exists():
        raise Conflict(_("This person already holds the post."))
    return Posting.objects.create(post_id=post_id, person_id=person_id, starts_at=starts_at, is_acting=is_acting)


def _end(posting: dict[str, Any], at: datetime | None) -> datetime:
    now = clock.now()
    ends_at: datetime = max(at or now, posting["starts_at"])
    if ends_at < now:
        raise Invalid(at=_("A posting ends now or later; what was done under it stays done."))
    Posting.objects.filter(id=posting["posting_id"]).update(ends_at=ends_at)
    if ends_at <= now:
        Token.objects.filter(posting_id=posting["posting_id"], revoked_at=None).update(revoked_at=now)
        SignIn.objects.filter(posting_id=posting["posting_id"], ended_at=None).update(ended_at=now)
    return ends_at


def _started(posting: Posting, unit_id: UUID) -> events.PostingStarted:
    return events.PostingStarted(
        subject=f"posting:{posting.id}", unit_id=unit_id, audience=_told(posting.person_id), post_id=posting.post_id,
        holder_id=posting.person_id, starts_at=posting.starts_at, is_acting=posting.is_acting,
    )  # fmt: skip


def _ended(posting: dict[str, Any], ends_at: datetime) -> events.PostingEnded:
    return events.PostingEnded(
        subject=f"posting:{posting['posting_id']}", unit_id=posting["unit_id"], audience=_told(posting["person_id"]),
        post_id=posting["post_id"], holder_id=posting["person_id"], ends_at=ends_at,
    )  # fmt: skip


def _told(person_id: UUID) -> Audience:
    return Audience(people=frozenset({person_id}))
