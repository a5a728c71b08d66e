"""Static files: collected under hashed names, and compressed once so that nobody waits for it."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")  # nothing else is ever asked for
_COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest", ".txt", ".html"}


def collect() -> None:
    """Collect and compress, unless nothing changed since the last time."""
    root = Path(settings.STATIC_ROOT)
    seen, now = root / ".fingerprint", _fingerprint()
    if seen.exists() and seen.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=root.exists())
    for file in root.rglob("*"):
        if file.suffix in _COMPRESSED and _HASHED.search(file.name):
            _compress(file)
    seen.write_text(now)


def _compress(file: Path) -> None:
    content = file.read_bytes()
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content))
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, mtime=0))


def _fingerprint() -> str:
    found = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            found.append(f"{path} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()
