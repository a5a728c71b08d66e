"""Secrets that must be read again, hidden in the database with keys made of the installation's secret key."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def hide(text: str, *, purpose: str) -> str:
    """Only ``reveal`` with the same purpose reads it again."""
    return _keys(purpose).encrypt(text.encode()).decode()


def reveal(hidden: str, *, purpose: str) -> str:
    """What was hidden; also under the key before the present one."""
    return _keys(purpose).decrypt(hidden.encode()).decode()


def _keys(purpose: str) -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"{purpose} {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
