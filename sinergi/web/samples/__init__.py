"""Invented people and events for the gallery: every component and screen in a state worth looking at."""
