"""What a start does before anyone is served: tables, translations, static files, the page for a bad day."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string

from sinergi.core.api.usual import document
from sinergi.project import static_files, translations


def main() -> None:
    """Do all of it; cheap when nothing changed."""
    call_command("migrate", verbosity=0, interactive=False)
    translations.compile_catalogues()
    static_files.collect()
    # Served by Caddy when the web process is away, and by the web process when the database is.
    run = Path(settings.HOME) / "run"
    (run / "503.html").write_text(render_to_string("503.html", {"demo": settings.DEMO}))
    for status in (413, 503):
        (run / f"{status}.json").write_text(json.dumps(document(status), ensure_ascii=False))
