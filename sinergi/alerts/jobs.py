"""Work on sends, the engine's and the auditor's: claim, send outside any transaction, settle."""

from concurrent.futures import ThreadPoolExecutor

from sinergi.alerts import actions
from sinergi.alerts.channels import SEND
from sinergi.alerts.channels.email import system
from sinergi.alerts.types import Outgoing

AT_ONCE = 32
_senders = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send")


def deliver_due() -> int:
    """Send what is due; returns how many were tried."""
    claimed = actions.claim_due()
    if claimed:
        actions.settle(list(zip(claimed, _senders.map(_send, claimed), strict=True)))
    return len(claimed)


def mail_system_alerts() -> int:
    """The auditor's own way to people, which needs no engine; returns how many mails were tried."""
    mails = actions.claim_system_mails()
    if mails and (failed := system.send(mails)):
        actions.settle_system_mails(failed)
    return 0 if mails and failed else len(mails)


def _send(outgoing: Outgoing) -> str:
    try:
        return SEND[outgoing.channel](outgoing)
    except Exception as fault:  # noqa: BLE001 - the boundary of a job: one bad send must not hold up the others of its batch
        return f"fault: {type(fault).__name__}"
