"""How an endpoint is declared: ``read`` or ``write``. What every endpoint owes its caller is done here, once."""

import functools
import json
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import ninja
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from sinergi.core import idempotency, transactions
from sinergi.core.actor import Actor
from sinergi.core.api.body import read_object
from sinergi.core.api.schemas import Filters, Versioned
from sinergi.core.errors import Invalid, Stale

View = TypeVar("View", bound=Callable[..., Any])
LONGEST_KEY = 200
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "The same key with the same body gets the same answer and changes nothing again.",
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag you last saw; 412 if the thing has changed since.",
}


class ApiRequest(HttpRequest):
    """A request whose token was found alive."""

    actor: Actor


class Router(ninja.Router):
    """A room's endpoints."""

    def read(self, path: str, answer: type[BaseModel]) -> Callable[[View], View]:
        """GET: one query, shown as ``answer``."""
        declare = self.get(path, response=answer, by_alias=True)
        return lambda view: declare(_reading(view, answer))

    def write(
        self,
        path: str,
        answer: type[BaseModel],
        *,
        status: int = 200,
        method: str = "POST",
        honours_if_match: bool = False,
    ) -> Callable[[View], View]:
        """POST or PATCH: one action in one transaction, its answer kept for whoever repeats the request."""
        is_change = issubclass(answer, Versioned) and status == 200
        parameters = [_KEY, _IF_MATCH] if is_change or honours_if_match else [_KEY]
        declare = self.api_operation(
            [method], path, response={status: answer}, by_alias=True, openapi_extra={"parameters": parameters}
        )
        return lambda view: declare(_writing(view, answer, status))


def expected_version(request: HttpRequest) -> int | None:
    """The version in If-Match, if the caller sent one."""
    tag = request.headers.get("If-Match", "").strip()
    if tag in {"", "*"}:
        return None
    number = tag.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit():
        raise Stale(_("If-Match names no version of this. Read it again and send the ETag you get."))
    return int(number)


def _reading(view: View, answer: type[BaseModel]) -> View:
    @functools.wraps(view)
    def edge(request: ApiRequest, **arguments: Any) -> HttpResponse:
        _refuse_unknown_filters(request, arguments)
        shown = answer.model_validate(view(request, **arguments))
        response = HttpResponse(shown.model_dump_json(by_alias=True), content_type="application/json")
        response["Cache-Control"] = "no-store"
        _tag(response, getattr(shown, "version", None))
        return response

    return edge  # type: ignore[return-value]  # same arguments, other result: the library calls it, nobody else


def _writing(view: View, answer: type[BaseModel], status: int) -> View:
    @functools.wraps(view)
    def edge(request: ApiRequest, **arguments: Any) -> HttpResponse:
        def do() -> idempotency.Answer:
            with transactions.joined():
                done = answer.model_validate(view(request, **arguments))
            return idempotency.Answer(status, done.model_dump(mode="json", by_alias=True))

        return _respond(request, _once(request, do))

    return edge  # type: ignore[return-value]  # same arguments, other result: the library calls it, nobody else


def _once(request: ApiRequest, do: Callable[[], idempotency.Answer]) -> idempotency.Answer:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        with transaction.atomic():
            return do()
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid(_("Idempotency-Key must be 1 to 200 printable characters."))
    said = idempotency.fingerprint((request.method or "").encode(), request.path.encode(), _content(request.body))
    return idempotency.once(owner=request.actor.posting_id, key=key, body_hash=said, do=do)


def _content(body: bytes) -> bytes:
    """What a body says: a client may write the same words in another order when it sends them again."""
    return json.dumps(read_object(body), sort_keys=True, separators=(",", ":")).encode() if body else b""


def _respond(request: HttpRequest, given: idempotency.Answer) -> HttpResponse:
    # Sorted, because the kept answer comes back from the database in another order and must be the same to the byte.
    content = json.dumps(given.body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    response = HttpResponse(content, status=given.status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    _tag(response, given.body.get("version"))
    if given.status == 201:
        response["Location"] = f"{request.path.rstrip('/')}/{UUID(str(given.body['id']))}"
    if given.repeated:
        response["Idempotency-Replayed"] = "true"
    return response


def _tag(response: HttpResponse, version: object) -> None:
    if version is not None:
        response["ETag"] = f'"{version}"'


def _refuse_unknown_filters(request: HttpRequest, arguments: dict[str, Any]) -> None:
    known = {name for each in arguments.values() if isinstance(each, Filters) for name in type(each).model_fields}
    # A misspelt filter that is ignored shows more than was asked for.
    if unknown := sorted(set(request.GET) - known):
        raise Invalid(**{name: _("There is no such filter.") for name in unknown})
