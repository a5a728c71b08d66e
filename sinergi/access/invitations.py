"""The mail by which somebody new chooses a password. Sent after the commit, by the page that invited."""

import logging
from smtplib import SMTPException
from typing import Final
from uuid import UUID

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.access.models import Person

log: Final = logging.getLogger(__name__)


def send(request: HttpRequest, person_id: UUID) -> bool:
    """Mail the link; False when the mail server did not take it, so that the admin can try again."""
    person = Person.objects.get(id=person_id)
    with translation.override(person.language):
        subject = f"{_mark()}{_('Your invitation to Sinergi')}"
        body = _mark() + render_to_string("access/invitation.txt", {"link": _link(request, person)})
    try:
        send_mail(subject, body, None, [person.email])
    except (SMTPException, OSError) as failure:
        log.warning("an invitation was not taken by the mail server: %s", type(failure).__name__)
        return False
    return True


def _mark() -> str:
    """Nobody takes a mail of the invented world for one of a prison."""
    return "[CONTOH] " if settings.DEMO else ""


def _link(request: HttpRequest, person: Person) -> str:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    arguments = {"uidb36": user_pk_to_url_str(person), "key": token}
    return request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=arguments))
