"""What every test may use. Each fixture lives in the plugin named after what it gives."""

pytest_plugins = [
    "tests.plugin.database",
    "tests.plugin.pages",
    "tests.plugin.stack",
    "tests.plugin.machine",
    "tests.plugin.live",
    "tests.plugin.browser",
    "tests.cast",
]
