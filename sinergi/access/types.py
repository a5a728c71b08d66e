"""The fixed set of functions that policy knows (architecture §4), and what a token may do."""

from enum import StrEnum


class Function(StrEnum):
    """What a post may do; posts are data, functions are not."""

    GUARD = "guard"
    SHIFT_LEADER = "shift_leader"
    GATE = "gate"
    SECURITY_CHIEF = "security_chief"
    REPORTING_OFFICER = "reporting_officer"
    FACILITY_HEAD = "facility_head"
    INTEL_OFFICER = "intel_officer"
    PROGRAMME_OFFICER = "programme_officer"
    REGIONAL_OFFICE = "regional_office"
    DIRECTORATE = "directorate"
    COMPLIANCE = "compliance"
    POLICE_DESK = "police_desk"
    POLICE_OPS = "police_ops"
    POLICE_CHIEF = "police_chief"
    POLICE_INTEL = "police_intel"
    POLICE_DRUGS = "police_drugs"
    SUPPORT_DESK = "support_desk"
    AUDITOR = "auditor"
    UNIT_ADMIN = "unit_admin"


class Scope(StrEnum):
    """What a token may do at all, on top of its posting's rights."""

    READ = "read"
    WRITE = "write"


HEADS = frozenset({Function.FACILITY_HEAD, Function.POLICE_CHIEF, Function.REGIONAL_OFFICE})
"""Posts that answer for their unit."""
