"""What every test may use. Each fixture lives in the plugin named after what it gives."""

import pytest

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


def pytest_configure(config: pytest.Config) -> None:
    """Pages are tested in Indonesian: the catalogue must be the one that was written, once for all workers."""
    if not hasattr(config, "workerinput"):
        translations.compile_catalogues()
