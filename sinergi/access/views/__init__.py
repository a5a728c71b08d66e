"""Pages of this room: the door, one's own account, a unit's people."""
