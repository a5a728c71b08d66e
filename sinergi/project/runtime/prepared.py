"""Whether this very code already prepared this home: a start that changes nothing need not ask Django."""

import hashlib
from pathlib import Path

from sinergi.project.runtime.home import Home
from sinergi.project.runtime.installation import Installation

_CODE = Path(__file__).resolve().parents[2]


def is_current(installation: Installation) -> bool:
    """True when tables, static files and the page for a bad day are those of the code as it stands."""
    home = installation.home
    made = [home.path / "static", *(home.run / name for name in ("503.html", "503.json", "413.json")), _stamp(home)]
    # An outside database may be changed by others; asking it is always right.
    return installation.embeds_database and all(p.exists() for p in made) and _stamp(home).read_text() == _state()


def mark(installation: Installation) -> None:
    """Remember it inside the data folder, so that other data never carries the mark."""
    if installation.embeds_database:
        _stamp(installation.home).write_text(_state())


def forget(home: Home) -> None:
    """Somebody is about to change the tables by hand."""
    _stamp(home).unlink(missing_ok=True)


def _stamp(home: Home) -> Path:
    return home.data / "sinergi-prepared"


def _state() -> str:
    files = [path for path in _CODE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    found = [
        f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files) if path.suffix != ".mo"
    ]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
