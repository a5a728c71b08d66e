"""Every environment variable the product reads, in one place. A wrong value stops the start and says the cure."""

import os
from pathlib import Path


class BadEnvironment(SystemExit):
    """The environment cannot be used; the message names the variable and the cure."""


def text(name: str, default: str | None = None) -> str:
    """The variable, or the content of the file named by ``<name>_FILE`` (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    value = os.environ.get(name, default)
    if value is None:
        raise BadEnvironment(f"{name} is missing. Set {name}, or {name}_FILE to a file that holds it.")
    return value


def flag(name: str) -> bool:
    """True for 1/true/yes, False for absent/0/false/no; anything else stops the start."""
    value = os.environ.get(name, "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise BadEnvironment(f"{name} is {value!r}. Use 1 or 0.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    """A whole number; anything else stops the start."""
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise BadEnvironment(f"{name} is {value!r}. Use a whole number.")
    return int(value)


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words, the first if absent; anything else stops the start."""
    value = os.environ.get(name) or allowed[0]
    if value not in allowed:
        raise BadEnvironment(f"{name} is {value!r}. Use one of: {', '.join(allowed)}.")
    return value


def address(name: str) -> str:
    """An http address, or a file that holds it; empty if absent, anything else stops the start."""
    value = text(name, "")
    if value and not value.startswith(("https://", "http://")):
        raise BadEnvironment(f"{name} is no web address. Begin it with https://.")
    return value
