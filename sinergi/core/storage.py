"""Static files as the browser gets them: named by content, the stylesheet in one piece, compressed once."""

import re
from collections.abc import Iterator
from typing import Any

import brotli
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

ENTRY = "sinergi.css"
IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)
COMPRESSED = (".css", ".js", ".svg")

Processed = tuple[str, str, bool] | tuple[str, None, RuntimeError]


class Storage(ManifestStaticFilesStorage):
    """In production one request brings the whole style; while writing it stays one small file per component."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Processed]:  # noqa: FBT001, FBT002 - Django's signature
        """Join, hash, compress."""
        if dry_run:
            return
        if ENTRY in paths:
            self._join(ENTRY)
            paths = {**paths, ENTRY: (self, ENTRY)}  # hash what was joined, not what was written
        for name, hashed, processed in super().post_process(paths, dry_run=dry_run, **options):
            if hashed and str(hashed).endswith(COMPRESSED):
                self._compress(str(hashed))
            yield name, hashed, processed

    def _join(self, entry: str) -> None:
        text = self._text(entry)
        joined = IMPORT.sub(lambda found: self._part(found["path"], found["layer"]), text)
        self._replace(entry, joined.encode())

    def _part(self, path: str, layer: str | None) -> str:
        folder = path.rpartition("/")[0]
        text = self._text(path).removeprefix('@charset "UTF-8";')
        text = re.sub(r'url\("\.\./', 'url("' + "../" * (folder.count("/")), text) if folder else text
        return f"@layer {layer} {{\n{text}\n}}" if layer else text

    def _compress(self, name: str) -> None:
        with self.open(name) as file:
            self._replace(f"{name}.br", brotli.compress(file.read(), quality=11))

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode())

    def _replace(self, name: str, content: bytes) -> None:
        if self.exists(name):
            self.delete(name)
        self.save(name, ContentFile(content))
