"""From cards to what templates show: the flash report, one incident, lists of them."""
