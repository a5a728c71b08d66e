"""The engine's work on sends: claim, send outside any transaction, settle."""

from concurrent.futures import ThreadPoolExecutor

from sinergi.alerts import actions
from sinergi.alerts.channels import SEND
from sinergi.alerts.types import Outgoing

AT_ONCE = 32
_senders = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send")


def deliver_due() -> int:
    """Send what is due; returns how many were tried."""
    claimed = actions.claim_due()
    if claimed:
        actions.settle(list(zip(claimed, _senders.map(_send, claimed), strict=True)))
    return len(claimed)


def _send(outgoing: Outgoing) -> str:
    try:
        return SEND[outgoing.channel](outgoing)
    except Exception as fault:  # noqa: BLE001 - the boundary of a job: one bad send must not hold up the others of its batch
        return f"fault: {type(fault).__name__}"
