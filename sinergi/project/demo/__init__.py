"""The demo world: an invented country of prisons and their partners, in which every page has something to show."""
