"""Invented people and events for the gallery: every component and screen in a state worth looking at."""

from sinergi.web.samples.components import components
from sinergi.web.samples.screens import SCREENS

__all__ = ["SCREENS", "components"]
