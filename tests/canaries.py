"""Unique strings to put into every field, name and key; later they are looked for where they must never be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4


@dataclass
class Canaries:
    """Each sings once, by the name of the place it was put."""

    sung: dict[str, str] = field(default_factory=dict)

    def sing(self, place: str) -> str:
        """A new one for this place."""
        self.sung[place] = f"kenari{uuid4().hex}"
        return self.sung[place]

    def know(self, place: str, secret: str) -> None:
        """A secret that exists already, such as a token, is looked for too."""
        assert len(secret) >= 16, f"{place}: too short to be told from other text"
        self.sung[place] = secret

    def heard_in(self, text: str) -> list[str]:
        """The places whose canary is in this text."""
        return sorted(place for place, song in self.sung.items() if song in text)

    def heard_in_any(self, texts: Mapping[str, str]) -> dict[str, list[str]]:
        """Which text betrays which places."""
        return {name: heard for name, text in texts.items() if (heard := self.heard_in(text))}


def texts_of(files: Iterable[Path]) -> dict[str, str]:
    """Files by name, whatever bytes they hold."""
    return {file.name: file.read_text(errors="replace") for file in files if file.is_file()}
