"""The account and a unit's people, as a browser sees them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from sinergi.access import actions, queries
from sinergi.access.models import Person, Posting, Token
from sinergi.core import clock
from sinergi.core.actor import SYSTEM
from tests.cast import BrowserOf
from tests.plugin.pages import CheckedClient
from tests.world import World


def test_a_stranger_is_sent_to_the_door_and_back(page: CheckedClient, world: World) -> None:
    answer = page.get("/people/?a=1")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fpeople%2F%3Fa%3D1"


def test_a_fragment_asked_by_a_stranger_reloads_the_whole_page(page: CheckedClient, world: World) -> None:
    answer = page.get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"][:9]) == (401, "/sign-in/")


@pytest.mark.parametrize(
    "address",
    ["/people/", "/people/invite/", "/people/known/", "/people/posts/new/", "/account/"],
)
def test_the_units_admin_opens_every_page(browser_of: BrowserOf, address: str) -> None:
    assert browser_of("unit_admin").get(address).status_code == 200


@pytest.mark.parametrize("address", ["/people/", "/people/invite/", "/people/known/", "/people/posts/new/"])
def test_somebody_else_of_the_house_does_not(browser_of: BrowserOf, address: str) -> None:
    assert browser_of("shift_leader").get(address).status_code == 403


def test_the_list_shows_the_units_people_and_no_other(browser_of: BrowserOf, world: World) -> None:
    html = browser_of("unit_admin").get("/people/").content.decode()
    assert "Bayu Contoh" in html
    assert "Kirana Contoh" not in html
    assert "Agung Contoh" not in html


def test_the_regional_admin_goes_on_to_the_facilities_below(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("regional_admin")
    first = browser.get("/people/").content.decode()
    assert "Agung Contoh" in first
    assert "Bayu Contoh" not in first
    below = f"/people/?unit={world.units['lapas']}"
    assert f'href="{below}"' in first
    assert "Bayu Contoh" in browser.get(below).content.decode()
    posted = browser.post(
        f"/people/posts/new/?unit={world.units['lapas']}", {"title": "Menara 9", "functions": ["guard"]}, follow=True
    )
    assert "Menara 9" in posted.content.decode()


@pytest.mark.parametrize("unit", ["stranger_lapas", "kanwil", "polres"])
def test_a_unit_that_is_not_below_does_not_exist(browser_of: BrowserOf, world: World, unit: str) -> None:
    for address in ("/people/", "/people/invite/", "/people/posts/new/"):
        assert browser_of("unit_admin").get(f"{address}?unit={world.units[unit]}").status_code == 404
    assert browser_of("unit_admin").get("/people/?unit=nothing").status_code == 404


def test_the_people_page_asks_little_of_the_database(
    browser_of: BrowserOf, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    browser = browser_of("unit_admin")
    with django_assert_max_num_queries(10):  # type: ignore[operator] # a context manager
        browser.get("/people/")


def test_an_admin_invites_somebody(browser_of: BrowserOf, world: World) -> None:
    given = {"post_id": world.posts["gate"], "name": "Baru Contoh", "email": "baru@contoh.invalid"}
    answer = browser_of("unit_admin").post("/people/invite/", given, follow=True)
    assert "Baru Contoh" in answer.content.decode()


def test_a_mistake_in_an_invitation_is_shown_beside_its_field(browser_of: BrowserOf, world: World) -> None:
    given = {"post_id": world.posts["gate"], "name": "Baru Contoh", "email": world.email("guard")}
    answer = browser_of("unit_admin").post("/people/invite/", given)
    assert answer.status_code == 422
    assert 'href="#id_email"' in answer.content.decode()


def test_an_admin_gives_a_further_post_to_a_known_person(browser_of: BrowserOf, world: World) -> None:
    given = {"post_id": world.posts["gate"], "email": world.email("guard")}
    assert browser_of("unit_admin").post("/people/known/", given).status_code == 302
    assert Posting.objects.filter(post_id=world.posts["gate"], person_id=world.persons["guard"]).exists()


def test_an_admin_makes_a_post(browser_of: BrowserOf, world: World) -> None:
    given = {"title": "Menara 9", "functions": ["guard"]}
    answer = browser_of("unit_admin").post("/people/posts/new/", given, follow=True)
    assert "Menara 9" in answer.content.decode()


def test_an_admin_ends_a_posting_and_the_person_is_out(browser_of: BrowserOf, world: World) -> None:
    guard, admin = browser_of("guard"), browser_of("unit_admin")
    assert guard.get("/account/").status_code == 200
    address = reverse("access:posting", args=[world.postings["guard"]])
    assert admin.get(address).status_code == 200

    assert admin.post(f"{address}end/").status_code == 302

    assert guard.get("/account/").headers["Location"].startswith("/sign-in/")


def test_an_admin_hands_a_post_over(browser_of: BrowserOf, world: World) -> None:
    address = reverse("access:hand_over", args=[world.postings["shift_leader"]])
    assert browser_of("unit_admin").post(address, {"person_id": world.persons["guard"]}).status_code == 302


def test_a_post_is_handed_over_only_to_somebody_who_was_chosen(browser_of: BrowserOf, world: World) -> None:
    admin, address = browser_of("unit_admin"), reverse("access:posting", args=[world.postings["shift_leader"]])
    page = admin.get(address).content.decode()
    select = page[page.index('name="person_id"') : page.index("</select>", page.index('name="person_id"'))]
    assert '<option value="" selected>' in select
    assert str(world.persons["shift_leader"]) not in select
    assert "langsung kehilangan jabatan ini" in page
    refused = admin.post(reverse("access:hand_over", args=[world.postings["shift_leader"]]), {"person_id": ""})
    assert refused.status_code == 422
    assert "Pilih siapa yang menerima jabatan ini" in refused.content.decode()


def test_an_empty_control_names_itself(browser_of: BrowserOf, world: World) -> None:
    page = browser_of("unit_admin").post("/people/invite/", {"post_id": world.posts["gate"]}).content.decode()
    assert "Isi kolom ini: Nama." in page
    assert "Isian ini wajib" not in page


def test_a_posting_elsewhere_does_not_exist(browser_of: BrowserOf, world: World) -> None:
    address = reverse("access:posting", args=[world.postings["police_desk"]])
    assert browser_of("unit_admin").get(address).status_code == 404


def test_a_token_is_shown_once(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    made = browser.post("/account/tokens/", {"name": "kamera", "scopes": "read write", "months": "12"})
    found = re.search(r"sinergi_[\w-]+", made.content.decode())
    assert found is not None
    actor = queries.find_actor(found[0])
    assert actor is not None
    assert actor.posting_id == world.postings["guard"]
    listed = browser.get("/account/").content.decode()
    assert "kamera" in listed
    assert found[0] not in listed


def test_a_token_is_revoked_by_its_owner_and_not_by_a_colleague(browser_of: BrowserOf, world: World) -> None:
    token = Token.objects.get(posting_id=world.postings["guard"])
    address = reverse("access:revoke_token", args=[token.id])
    assert browser_of("guard_2").post(address).status_code == 403
    assert browser_of("guard").post(address).status_code == 302
    assert queries.find_actor(world.tokens["guard"]) is None


def test_a_browser_is_signed_out_from_another_one(browser_of: BrowserOf, world: World) -> None:
    desk, phone = browser_of("guard"), browser_of("guard")
    keys = queries.list_keys(world.actors["guard"])
    newest = next(key for key in keys if key["kind"] == "sign_in")
    assert desk.post(reverse("access:end_sign_in", args=[newest["id"]])).status_code == 302
    assert phone.get("/account/").headers["Location"].startswith("/sign-in/")
    assert desk.get("/account/").status_code == 200


def test_signing_out_ends_the_sign_in(browser_of: BrowserOf, world: World) -> None:
    browser = browser_of("guard")
    key = browser.session.session_key
    browser.post("/sign-out/")
    assert queries.find_actor(key or "") is None


def test_the_clock_on_a_page_is_the_units_own(browser_of: BrowserOf, world: World) -> None:
    html = browser_of("unit_admin").get("/account/").content.decode()
    assert 'data-zone="Asia/Jakarta"' in html


def test_somebody_without_a_living_posting_reads_why(page: CheckedClient, world: World) -> None:
    actions.end_posting(actor=SYSTEM, posting_id=world.postings["guard"])
    page.force_login(_person(world, "guard"))
    _with_factor(world, "guard")
    answer = page.get("/account/", follow=True)
    assert answer.status_code == 403
    assert "admin" in answer.content.decode()


def test_somebody_with_several_posts_chooses(page: CheckedClient, world: World) -> None:
    second = actions.post_person(actor=SYSTEM, post_id=world.posts["gate"], person_id=world.persons["guard"])
    page.force_login(_person(world, "guard"))
    _with_factor(world, "guard")
    assert page.get("/account/", follow=True).status_code == 200
    chosen = page.post("/account/enter/", {"posting_id": second.id, "next": "/account/"})
    assert chosen.headers["Location"] == "/account/"
    actor = queries.find_actor(page.session.session_key or "")
    assert actor is not None
    assert actor.posting_id == second.id


def test_nobody_chooses_another_persons_post(page: CheckedClient, world: World) -> None:
    actions.post_person(actor=SYSTEM, post_id=world.posts["gate"], person_id=world.persons["guard"])
    page.force_login(_person(world, "guard"))
    _with_factor(world, "guard")
    page.post("/account/enter/", {"posting_id": world.postings["facility_head"]})
    assert queries.find_actor(page.session.session_key or "") is None


def test_a_posting_that_begins_tomorrow_opens_nothing_today(page: CheckedClient, world: World) -> None:
    Posting.objects.filter(id=world.postings["guard"]).update(starts_at=clock.now() + timedelta(days=1))
    page.force_login(_person(world, "guard"))
    _with_factor(world, "guard")
    assert page.get("/account/", follow=True).status_code == 403


def _person(world: World, role: str) -> Person:
    return Person.objects.get(id=world.persons[role])


def _with_factor(world: World, role: str) -> None:
    Authenticator.objects.create(user_id=world.persons[role], type=Authenticator.Type.TOTP, data={"secret": "x"})
