"""Incidents for machines: the same verbs and the same cards as the pages."""

from sinergi.incidents.api import reading, writing
from sinergi.incidents.api.router import router

__all__ = ["reading", "router", "writing"]
