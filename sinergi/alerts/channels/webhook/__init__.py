"""Signed webhooks to a unit's own system (Standard Webhooks)."""
