"""How allauth's sign-in is bent to this house: no self sign-up, a factor for everybody, trusted devices for guards."""

import base64
import hashlib

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import TrustStage
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from qrcode.image.svg import SvgPathImage

from sinergi.access import queries
from sinergi.access.types import Function

ONCE_PER_DEVICE = frozenset({Function.GUARD, Function.SHIFT_LEADER, Function.GATE})
"""Posts that share a desk or run with a phone: they give their second factor once per device."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """People are invited by their unit's admin; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Asked before anything changes, except by who sets up the very first factor after signing in."""
        required: bool = super().is_reauthentication_required(app=app)
        return required and is_mfa_enabled(self.request.user, [Authenticator.Type.TOTP])

    def get_login_stages(self) -> list[str]:
        """Allauth's stages, with our own rule of who may trust a device."""
        stages: list[str] = super().get_login_stages()
        ours = f"{GuardTrustStage.__module__}.{GuardTrustStage.__name__}"
        return [ours if stage == "allauth.mfa.stages.TrustStage" else stage for stage in stages]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """The second factor's secret is encrypted in the database, so that a copy of it alone lets nobody in."""

    def encrypt(self, text: str) -> str:
        """With a key made of the installation's secret key."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What ``encrypt`` hid."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The square to scan, as an element that stands in the page itself."""
        svg: str = qrcode.make(url, image_factory=SvgPathImage).to_string(encoding="unicode")
        return svg.replace("<svg ", '<svg class="d-qr" ', 1)


class GuardTrustStage(TrustStage):  # type: ignore[misc] # allauth is untyped
    """Offers to remember a device only to those whose every post works at a shared desk or in the field."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Skip the question for everybody else."""
        postings = queries.list_postings_of(self.login.user.pk)
        if postings and all(set(posting["functions"]) <= ONCE_PER_DEVICE for posting in postings):
            offered: tuple[HttpResponse | None, bool] = super().handle()
            return offered
        return None, True


def _fernet() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second factor {key}".encode()).digest())) for key in keys]
    )
