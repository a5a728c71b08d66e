"""Open screens of Sinergi itself."""
