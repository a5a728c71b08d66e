"""Sinergi: a prison and its security partners keep the prison safe together."""
