"""Fixtures for every room."""
