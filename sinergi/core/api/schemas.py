"""What requests and answers are made of. Unknown fields are refused: a misspelt ``help_needed`` must not be lost."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Body(BaseModel):
    """What a request says."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What an answer says; built from rows, dataclasses or models."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Filters(BaseModel):
    """What a list may be asked: every list pages by key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cursor: str | None = Field(None, max_length=300, description="The `next` of the page before.")
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Versioned(Answer):
    """A thing with a version, which is its ETag."""

    id: UUID
    version: int


def _written_as_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise PydanticCustomError("datetime_type", "text")
    return value


def _within_reach(value: datetime) -> datetime:
    # A broken clock may say the year 1 or 9999; time never refuses a report, so it becomes a time that can be kept.
    try:
        return min(max(value.astimezone(UTC), EARLIEST), LATEST)
    except OverflowError:
        return LATEST if value.year > LATEST.year else EARLIEST


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", str(_("Write something here.")))
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_written_as_text), AfterValidator(_within_reach)]
"""A time with its offset, as text (RFC 3339)."""
Words = Annotated[str, StringConstraints(max_length=10_000)]
"""Free text."""
SaidWords = Annotated[Words, AfterValidator(_not_blank)]
"""Free text that must say something."""
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
