"""Pages of this room: the flash report, reading, and one address for each verb."""
