"""Password, second factor, devices, invitations: through allauth, as a browser meets them."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail

from sinergi.access import queries
from sinergi.access.models import Person
from tests.cast import sign_in
from tests.plugin.pages import CheckedClient
from tests.world import World

PASSWORD = "tiga kunci pemasyarakatan maju"


@pytest.fixture(autouse=True)
def _mail_is_kept(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_a_password_alone_opens_nothing_until_a_second_factor_is_set_up(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    answer = _sign_in(page, world, "guard")
    assert answer.redirect_chain[-1][0] == "/account/factor/"
    assert _actor(page) is None
    assert page.get("/people/").headers["Location"].startswith("/account/enter/")


def test_setting_up_the_second_factor_gives_recovery_codes_and_opens_the_house(
    page: CheckedClient, committed: World
) -> None:
    _password(committed, "unit_admin")
    form = _sign_in(page, committed, "unit_admin")
    secret = form.context["form"].secret
    assert "<svg" in form.content.decode()
    done = page.post("/account/factor/", {"code": _code(secret)})
    assert done.headers["Location"] == "/account/factor/codes/"
    assert page.get("/account/factor/codes/").status_code == 200
    page.get("/account/enter/")
    assert _is(page, committed, "unit_admin")


def test_the_second_factors_secret_is_not_readable_in_the_database(page: CheckedClient, world: World) -> None:
    _password(world, "unit_admin")
    secret = _sign_in(page, world, "unit_admin").context["form"].secret
    page.post("/account/factor/", {"code": _code(secret)})
    stored = Authenticator.objects.get(user_id=world.persons["unit_admin"], type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(_code(secret, ahead=1))


def test_who_has_a_factor_gives_password_and_code(page: CheckedClient, world: World) -> None:
    _password(world, "police_chief")
    secret = _factor(world, "police_chief")
    asked = _sign_in(page, world, "police_chief")
    assert asked.redirect_chain[-1][0] == "/sign-in/code/"
    assert page.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    page.post("/sign-in/code/", {"code": _code(secret)}, follow=True)
    assert _is(page, world, "police_chief")


def test_a_guard_gives_the_code_once_per_device(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    secret = _factor(world, "guard")
    _sign_in(page, world, "guard")
    offered = page.post("/sign-in/code/", {"code": _code(secret)}, follow=True)
    assert offered.redirect_chain[-1][0] == "/sign-in/device/"
    page.post("/sign-in/device/", {"action": "trust"}, follow=True)
    assert _is(page, world, "guard")

    page.post("/sign-out/")
    _sign_in(page, world, "guard")
    assert _is(page, world, "guard")

    elsewhere = CheckedClient()
    assert _sign_in(elsewhere, world, "guard").redirect_chain[-1][0] == "/sign-in/code/"


def test_an_admin_gives_the_code_every_time(page: CheckedClient, world: World) -> None:
    _password(world, "unit_admin")
    secret = _factor(world, "unit_admin")
    _sign_in(page, world, "unit_admin")
    after = page.post("/sign-in/code/", {"code": _code(secret)}, follow=True)
    assert "/sign-in/device/" not in [address for address, _status in after.redirect_chain]


def test_who_is_invited_chooses_a_password_by_the_link_in_the_mail(page: CheckedClient, world: World) -> None:
    admin = sign_in(CheckedClient(), world, "unit_admin")
    given = {"post_id": world.posts["gate"], "name": "Baru Contoh", "email": "baru@contoh.invalid"}
    admin.post("/people/invite/", given)

    (letter,) = mail.outbox
    assert letter.to == ["baru@contoh.invalid"]
    assert "Contoh" not in letter.subject + str(letter.body).replace("baru@contoh.invalid", "")
    after = _follow_link(page, str(letter.body), PASSWORD)

    assert after.redirect_chain[-1][0] == "/account/factor/"
    assert _follow_link(CheckedClient(), str(letter.body), PASSWORD).status_code == 200  # the link no longer works


def test_a_mail_of_the_invented_world_says_so(world: World, settings: Any) -> None:
    admin = sign_in(CheckedClient(), world, "unit_admin")
    settings.DEMO = True
    admin.post(
        "/people/invite/", {"post_id": world.posts["gate"], "name": "Baru Contoh", "email": "baru@contoh.invalid"}
    )
    (letter,) = mail.outbox
    assert letter.subject.startswith("[CONTOH] ")
    assert str(letter.body).startswith("[CONTOH] ")


def test_an_admin_is_told_when_the_mail_server_takes_nothing(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    settings.EMAIL_HOST = "127.0.0.1"
    admin = sign_in(CheckedClient(), world, "unit_admin")
    given = {"post_id": world.posts["gate"], "name": "Baru Contoh", "email": "baru@contoh.invalid"}
    answer = admin.post("/people/invite/", given, follow=True)
    assert 'data-kind="error"' in answer.content.decode()
    again = answer.redirect_chain[-1][0] + "invite/"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    admin.post(again)
    assert len(mail.outbox) == 1


def test_a_refused_sign_in_speaks_in_the_houses_words(page: CheckedClient, world: World) -> None:
    wrong = page.post("/sign-in/", {"login": world.email("guard"), "password": "salah sekali"}).content.decode()
    assert "Alamat surel atau kata sandi Anda tidak cocok" in wrong
    assert "e-mail" not in wrong.lower()
    empty = page.post("/sign-in/", {"login": "", "password": ""}).content.decode()
    assert "Isi alamat surel Anda." in empty
    assert "Isi kata sandi Anda." in empty
    assert "Isian ini wajib" not in empty


def test_nobody_signs_up(page: CheckedClient, world: World) -> None:
    assert page.get("/sign-up/").status_code == 404
    assert page.get("/accounts/signup/").status_code == 404


def test_a_wrong_password_is_refused_and_counted(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    for _ in range(6):
        refused = page.post("/sign-in/", {"login": world.email("guard"), "password": "salah semua"})
    assert refused.status_code == 200
    assert _sign_in(page, world, "guard").redirect_chain == []
    assert _actor(page) is None


def test_counting_attempts_never_locks_a_signed_in_desk_out(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    secret = _factor(world, "guard")
    desk = CheckedClient()
    _sign_in(desk, world, "guard")
    desk.post("/sign-in/code/", {"code": _code(secret)}, follow=True)
    desk.post("/sign-in/device/", {"action": "skip"}, follow=True)
    for _ in range(8):
        page.post("/sign-in/", {"login": world.email("guard"), "password": "salah semua"})
    assert desk.get("/account/").status_code == 200


def test_attempts_are_counted_by_the_address_that_our_proxy_saw(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    behind = {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "10.0.0.9"}
    given = {"login": world.email("guard"), "password": PASSWORD}
    assert page.post("/sign-in/", given, **behind).status_code == 302  # type: ignore[arg-type] # WSGI's own names


def test_after_signing_in_one_is_where_one_wanted_to_be(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    secret = _factor(world, "guard")
    page.post("/sign-in/?next=/account/", {"login": world.email("guard"), "password": PASSWORD, "next": "/account/"})
    page.post("/sign-in/code/", {"code": _code(secret)}, follow=True)
    there = page.post("/sign-in/device/", {"action": "skip"})
    assert there.headers["Location"] == "/account/"
    door = page.get("/account/").headers["Location"]
    assert page.get(door).headers["Location"] == "/account/"


def test_a_forgotten_password_is_chosen_anew_and_ends_every_sign_in(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    secret = _factor(world, "guard")
    desk = CheckedClient()
    _sign_in(desk, world, "guard")
    desk.post("/sign-in/code/", {"code": _code(secret)}, follow=True)
    desk.post("/sign-in/device/", {"action": "skip"}, follow=True)
    assert _is(desk, world, "guard")

    page.post("/password/", {"email": world.email("guard")})
    _follow_link(page, str(mail.outbox[0].body), "sandi baru yang panjang sekali")

    assert _actor(desk) is None
    assert desk.get("/account/").headers["Location"].startswith("/sign-in/")


def test_an_unknown_address_gets_no_mail_and_no_hint(page: CheckedClient, world: World) -> None:
    known = page.post("/password/", {"email": world.email("guard")}, follow=True)
    unknown = page.post("/password/", {"email": "siapa@contoh.invalid"}, follow=True)
    assert [len(mail.outbox), mail.outbox[0].to] == [1, [world.email("guard")]]
    assert known.redirect_chain == unknown.redirect_chain


def test_who_is_no_longer_active_is_not_let_in(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    Person.objects.filter(id=world.persons["guard"]).update(is_active=False)
    _sign_in(page, world, "guard")
    assert _actor(page) is None
    assert queries.find_actor(world.tokens["guard"]) is None


def test_changing_the_password_ends_every_other_sign_in(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    other = sign_in(CheckedClient(), world, "guard")
    sign_in(page, world, "guard")
    assert page.get("/account/password/").status_code == 200
    new = "sandi baru yang panjang sekali"
    page.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert _actor(other) is None
    _factor(world, "guard")
    page.get("/account/enter/")
    assert _is(page, world, "guard")


def test_the_second_factor_moves_to_another_phone_after_one_more_proof(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    secret = _factor(world, "guard")
    sign_in(page, world, "guard")
    asked = page.get("/account/factor/remove/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/account/confirm/")
    assert page.get("/account/confirm/code/").status_code == 200
    page.post("/account/confirm/code/", {"code": _code(secret)})
    assert page.get("/account/factor/remove/").status_code == 200
    page.post("/account/factor/remove/")
    assert not Authenticator.objects.filter(user_id=world.persons["guard"], type=Authenticator.Type.TOTP).exists()


def test_new_recovery_codes_replace_the_old(page: CheckedClient, world: World) -> None:
    _password(world, "guard")
    secret = _factor(world, "guard")
    sign_in(page, world, "guard")
    page.post("/account/confirm/code/", {"code": _code(secret)})
    assert page.get("/account/factor/codes/new/").status_code == 200
    page.post("/account/factor/codes/new/")
    assert page.get("/account/factor/codes/").status_code == 200


def _password(world: World, role: str) -> None:
    person = Person.objects.get(id=world.persons[role])
    person.set_password(PASSWORD)
    assert person.password.startswith("argon2$")
    person.save()


def _factor(world: World, role: str) -> str:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(Person.objects.get(id=world.persons[role]), secret)
    return secret


def _code(secret: str, ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def _sign_in(browser: CheckedClient, world: World, role: str) -> Any:
    return browser.post("/sign-in/", {"login": world.email(role), "password": PASSWORD}, follow=True)


def _follow_link(browser: CheckedClient, body: str, password: str) -> Any:
    address = "/password/" + body.split("/password/", 1)[1].split(maxsplit=1)[0]
    form = browser.get(address, follow=True)
    if not form.redirect_chain:
        return form
    return browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True)


def _actor(browser: CheckedClient) -> Any:
    return queries.find_actor(browser.session.session_key or "")


def _is(browser: CheckedClient, world: World, role: str) -> bool:
    actor = _actor(browser)
    return actor is not None and actor.posting_id == world.postings[role]
