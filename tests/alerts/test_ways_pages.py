"""How alarms reach me, and the systems of my unit: as a browser sees it. Every page goes through the page checker."""

import re
from collections.abc import Iterator

import pytest
from django.test.utils import override_settings

from sinergi.access.models import Person
from sinergi.alerts import jobs
from sinergi.alerts.models import Delivery, Endpoint, Trial
from tests.alerts.conftest import Report
from tests.cast import BrowserOf
from tests.fakes import post_office, web_provider
from tests.fakes.post_office import PostOffice
from tests.fakes.web_provider import WebProvider
from tests.world import World

WAYS, HOOKS = "/alerts/ways/", "/alerts/webhooks/"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """The SMTP server this test's mails go to."""
    found = PostOffice()
    controller = post_office.opened(found)
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=controller.hostname, EMAIL_PORT=controller.port):
        yield found
    controller.stop()


@pytest.fixture
def provider() -> Iterator[WebProvider]:
    """The command centre's own system."""
    with web_provider.opened() as found:
        yield found


def test_a_test_mail_reaches_me_and_the_page_says_so(browser_of: BrowserOf, world: World, office: PostOffice) -> None:
    browser = browser_of("guard")
    assert browser.post(f"{WAYS}mail-test/").headers["Location"] == WAYS
    page = browser.get(WAYS).content.decode()
    assert "Sedang berjalan" in page
    assert world.email("guard") in page
    assert HOOKS not in page
    jobs.run_trials()
    assert "Diterima setelah" in browser.get(WAYS).content.decode()
    (mail,) = office.mails
    assert (mail["To"], mail["Subject"]) == (world.email("guard"), "Sinergi: surat uji")
    assert "menunggu" not in mail.as_string(), "a test is no alarm"


def test_a_refused_test_mail_says_what_the_provider_said(browser_of: BrowserOf, office: PostOffice) -> None:
    office.mood = post_office.refuses
    browser = browser_of("guard")
    browser.post(f"{WAYS}mail-test/")
    jobs.run_trials()
    assert "SMTPDataError 554" in browser.get(WAYS).content.decode()


def test_without_an_address_the_page_says_whom_to_ask(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    Person.objects.filter(pk=world.persons["guard"]).update(email="")
    assert "Minta admin satuan" in browser.get(WAYS).content.decode()
    assert "Minta admin satuan" in browser.post(f"{WAYS}mail-test/", follow=True).content.decode()
    assert not Trial.objects.exists()


def test_from_adding_a_system_to_its_end(
    browser_of: BrowserOf, provider: WebProvider, report: Report, world: World
) -> None:
    browser = browser_of("police_admin")
    assert HOOKS in browser.get(WAYS).content.decode()
    assert "Belum ada sistem" in browser.get(HOOKS).content.decode()
    added = browser.post(f"{HOOKS}add/", {"url": provider.url}).content.decode()
    secret = re.search(r"whsec_[\w+/=]+", added)
    assert secret
    own = f"{HOOKS}{Endpoint.objects.get().pk}/"
    browser.post(f"{own}test/")
    assert "Sedang berjalan" in browser.get(own).content.decode()
    assert browser.post(f"{own}test/", follow=True).status_code == 200
    jobs.run_trials()
    assert "Diterima setelah" in browser.get(own).content.decode()
    ringing = report("RIOT")
    jobs.deliver_due()
    page = browser.get(own).content.decode()
    assert ringing.alarm.code in page
    assert secret.group() not in page
    sent = Delivery.objects.get(channel="webhook")
    assert browser.post(f"/alerts/sends/{sent.pk}/replay/").headers["Location"] == own
    assert browser.post(f"/alerts/sends/{sent.pk}/replay/", follow=True).status_code == 200
    jobs.deliver_due()
    assert provider.ids.count(str(sent.pk)) == 2
    assert browser.post(f"{own}end/").headers["Location"] == HOOKS
    page = browser.get(own).content.decode()
    assert "replay" not in page
    assert "Diakhiri" in page
    assert own in browser.get(HOOKS).content.decode()


def test_a_failing_system_says_since_when_and_why(browser_of: BrowserOf, provider: WebProvider, report: Report) -> None:
    browser = browser_of("police_admin")
    browser.post(f"{HOOKS}add/", {"url": provider.url})
    provider.manners.append(web_provider.says("500 Oops"))
    report("RIOT")
    jobs.deliver_due()
    for page in (HOOKS, f"{HOOKS}{Endpoint.objects.get().pk}/"):
        assert "gagal sejak" in browser.get(page).content.decode()
    assert "status 500" in browser.get(page).content.decode()


@pytest.mark.parametrize("url", ["", "ftp://x.example/", "https://"])
def test_an_address_that_cannot_be_told_is_named_at_its_field(browser_of: BrowserOf, url: str) -> None:
    answer = browser_of("police_admin").post(f"{HOOKS}add/", {"url": url})
    assert answer.status_code == 422
    assert not Endpoint.objects.exists()


def test_the_same_address_twice_is_refused_in_words(browser_of: BrowserOf) -> None:
    browser = browser_of("police_admin")
    browser.post(f"{HOOKS}add/", {"url": "https://x.invalid/"})
    again = browser.post(f"{HOOKS}add/", {"url": "https://x.invalid/"})
    assert again.status_code == 409
    assert "sudah memberi tahu" in again.content.decode()


@pytest.mark.parametrize(("role", "status"), [("police_desk", 403), ("unit_admin", 404), ("stranger_chief", 404)])
def test_another_unit_cannot_tell_that_it_exists(browser_of: BrowserOf, role: str, status: int) -> None:
    browser_of("police_admin").post(f"{HOOKS}add/", {"url": "https://x.invalid/"})
    own = f"{HOOKS}{Endpoint.objects.get().pk}/"
    other = browser_of(role)
    assert other.get(own).status_code == status
    assert {other.post(f"{own}{verb}/").status_code for verb in ("test", "end")} == {status}
