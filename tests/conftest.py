"""What every test may use. Each fixture lives in the plugin named after what it gives."""

import os

from django.utils.translation.reloader import translation_file_changed

from sinergi.project import translations

pytest_plugins = [
    "tests.plugin.database",
    "tests.plugin.pages",
    "tests.plugin.stack",
    "tests.plugin.machine",
    "tests.plugin.live",
    "tests.plugin.browser",
    "tests.cast",
]

# Pages are tested in Indonesian: the catalogue must be the one that was written. Once for all workers, and Django,
# which pytest-django has set up before this file is read, looks again.
if "PYTEST_XDIST_WORKER" not in os.environ:
    translations.compile_catalogues()
    translation_file_changed(sender=None, file_path=translations.CATALOGUE.with_suffix(".mo"))
