"""The few pages of allauth that this house uses, under the names allauth knows them by."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required, login_required
from django.urls import path, re_path
from django.views.generic import RedirectView

# These ask for a proven person, not for an actor: the second factor is set up before anybody acts.
proven = [
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/confirm/code/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/factor/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/factor/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/factor/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/factor/done/", RedirectView.as_view(pattern_name="access:security"), name="mfa_index"),
]
for pattern in proven:
    pattern.callback = login_not_required(login_required(pattern.callback))

urlpatterns = [
    *proven,
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", factor.authenticate, name="mfa_authenticate"),
    path("sign-in/device/", factor.trust, name="mfa_trust"),
    path("sign-in/closed/", login_not_required(account.account_inactive), name="account_inactive"),
    path("password/", login_not_required(account.password_reset), name="account_reset_password"),
    path("password/sent/", login_not_required(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_not_required(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
