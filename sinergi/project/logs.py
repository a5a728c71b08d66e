"""Logs say what broke and where, never what somebody wrote: values in messages may be names of prisoners."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any


class WithoutValues(logging.Formatter):
    """One JSON line per record; an exception is told by its type and place, not by its message, which quotes values."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "says": _sentence(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])[-8:]]
        return json.dumps(line, ensure_ascii=False)


def _sentence(record: logging.LogRecord) -> str:
    """Our own code passes only what may be logged; what others fill in may come from people."""
    if record.name.startswith("sinergi."):
        return record.getMessage()
    return record.msg if isinstance(record.msg, str) else type(record.msg).__name__


CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_values": {"()": WithoutValues}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "without_values"}},
    "root": {"handlers": ["output"], "level": "WARNING"},
    # "Not Found: /somebody's-words" at WARNING says nothing we need.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "sinergi": {"level": "INFO"},
    },
}
