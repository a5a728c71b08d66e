"""Static files as the browser gets them: named by their content, the stylesheet in one piece."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile

ENTRY = "sinergi.css"
IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>\w+)\))?;$', re.MULTILINE)

Processed = tuple[str, str, bool] | tuple[str, None, RuntimeError]


class Storage(ManifestStaticFilesStorage):
    """In production one request brings the whole style; while writing it stays one small file per component."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Processed]:  # noqa: FBT001, FBT002 - Django's signature
        """Join the stylesheet, then name everything by its content."""
        if ENTRY in paths and not dry_run:
            self._join(ENTRY)
            paths = {**paths, ENTRY: (self, ENTRY)}  # hash what was joined, not what was written
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join(self, entry: str) -> None:
        joined = IMPORT.sub(lambda found: self._part(found["path"], found["layer"]), self._text(entry))
        self.delete(entry)
        self.save(entry, ContentFile(joined.encode()))

    def _part(self, path: str, layer: str | None) -> str:
        text = self._text(path).removeprefix('@charset "UTF-8";').replace('url("../', 'url("')
        return f"@layer {layer} {{\n{text}\n}}" if layer else text

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode())
