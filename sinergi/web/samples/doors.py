"""Samples."""

SCREENS = {}
