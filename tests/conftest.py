"""What every test may use. Each fixture lives in the plugin named after what it gives."""

pytest_plugins = ["tests.plugin.database", "tests.plugin.stack"]
