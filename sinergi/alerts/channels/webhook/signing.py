"""Standard Webhooks: who made the request, and that it was made just now. https://www.standardwebhooks.com"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

PREFIX = "whsec_"
PURPOSE = "webhook"
"""Under which the secret is hidden in the database."""


def new_secret() -> str:
    """What both sides know."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(secret: str, *, key: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers; ``key`` is the same for every try of one send, so that its reader can drop repeats."""
    stamp = str(int(at.timestamp()))
    signed = b".".join([key.encode(), stamp.encode(), body])
    mac = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return {"webhook-id": key, "webhook-timestamp": stamp, "webhook-signature": f"v1,{base64.b64encode(mac).decode()}"}
