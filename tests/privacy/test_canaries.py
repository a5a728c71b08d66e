"""Nothing confidential in any log, mail, title, address or error page: canaries through the whole running product."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.canaries import Canaries, texts_of
from tests.plugin.stack import Stack
from tests.plugin.waiting import until

pytestmark = pytest.mark.stack

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESS = re.compile(r'(?:href|action|src)="([^"]*)"')
PAGES = ("/", "/board/", "/incidents/", "/incidents/report/", "/agreements/", "/account/", "/alarm/")


class Story:
    """A riot told by both sides, with a canary in every field that takes words."""

    def __init__(self, stack: Stack) -> None:
        self.stack, self.canaries = stack, Canaries()
        for role, token in stack.demo["tokens"].items():
            self.canaries.know(f"token of {role}", token)
        self.canaries.know("secret key", (stack.home / "secret_key").read_text().strip())
        self.incident_id = self.alert_id = ""

    def tell(self) -> None:
        """Report, answer, write, end; right and wrong."""
        sing = self.canaries.sing
        told = self.post("guard", "/incidents", {"type": "RIOT", "summary": sing("summary")})
        self.incident_id, self.alert_id = told["id"], told["alerts"][0]
        here, alert = f"/incidents/{self.incident_id}", f"/alerts/{self.alert_id}"
        for visibility in ("own", "shared", "restricted"):
            entry = {"text": sing(f"{visibility} entry"), "visibility": visibility}
            self.post("shift_leader", f"{here}/entries", entry)
        self.post("police_desk", f"{here}/entries", {"text": sing("police entry"), "visibility": "shared"})
        note = {"personnel": 4, "eta_minutes": 5, "note": sing("note")}
        self.post("police_desk", f"{alert}/respond", note)
        self.post("shift_leader", f"{here}/confirm", {})
        self.post("shift_leader", f"{here}/under-control", {})
        self.post("security_chief", f"{here}/recovery", {})
        self.post("reporting_officer", f"{here}/complete", {"narrative": sing("narrative")})
        self.post("regional_office", f"{here}/review", {"approve": False, "reason": sing("review")})
        secret = {"type": "STAFF_MISCONDUCT", "summary": sing("restricted summary")}
        self.post("guard", "/incidents", secret)

    def refused(self) -> dict[str, str]:
        """What the product answers to what it cannot use."""
        sing, answers = self.canaries.sing, {}
        with self.stack.client("guard") as guard:
            hidden = {"Idempotency-Key": sing("key"), "Cookie": f"sessionid={sing('cookie')}"}
            call = partial(guard.request, headers=hidden)
            asked: dict[str, tuple[str, str, dict[str, Any]]] = {
                "unknown type": ("POST", "/api/v1/incidents", {"json": {"type": sing("type")}}),
                "unknown field": ("POST", "/api/v1/incidents", {"json": {"type": "OTHER", "x": sing("field value")}}),
                "broken body": ("POST", "/api/v1/incidents", {"content": sing("broken body")}),
                "unknown incident": ("GET", f"/api/v1/incidents/{uuid4()}", {"params": {"q": sing("query")}}),
                "unknown path": ("GET", f"/api/v1/{sing('path')}", {}),
                "page": ("GET", f"/{sing('page path')}/", {"params": {"q": sing("page query")}}),
                "form": ("POST", "/incidents/report/", {"data": {"summary": sing("form")}}),
                "bad cookie": ("GET", f"/board/?next={sing('next')}", {}),
            }
            for name, (method, path, more) in asked.items():
                answers[name] = call(method, path, **more).text
        with httpx.Client(base_url=self.stack.url) as nobody:
            wrong = {"Authorization": f"Bearer {sing('wrong token')}", "User-Agent": sing("agent")}
            answers["wrong token"] = nobody.get("/api/v1/incidents", headers=wrong).text
            said = {"login": f"{sing('login')}@demo.invalid", "password": sing("password")}
            answers["sign-in"] = nobody.post("/sign-in/", data=said).text
        return answers

    def post(self, role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call that must succeed."""
        with self.stack.client(role) as machine:
            answer = machine.post(f"/api/v1{path}", json=body)
        assert answer.status_code in {200, 201, 202}, (path, answer.text)
        found: dict[str, Any] = answer.json()
        return found

    def pages(self, role: str) -> Iterator[tuple[str, str]]:
        """The pages of a role, by their path."""
        host = {"Host": f"{role.replace('_', '-')}.localhost:{self.stack.port}"}
        with httpx.Client(base_url=self.stack.url, headers=host, timeout=20) as browser:
            answer = browser.get("/-/demo/enter/")
            jar = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
            assert jar, answer.status_code
            for path in (
                *PAGES,
                f"/incidents/{self.incident_id}/",
                f"/alarm/{self.alert_id}/",
                f"/incidents/{uuid4()}/",
            ):
                yield path, browser.get(path, headers=host | {"Cookie": jar}).text


@pytest.fixture(scope="module")
def story(stack: Stack) -> Story:
    """Told once."""
    told = Story(stack)
    told.tell()
    return told


def test_no_answer_to_bad_input_repeats_it(story: Story) -> None:
    answers = story.refused()
    # A form gives back what its writer typed; everything else must not.
    assert story.canaries.heard_in_any({name: text for name, text in answers.items() if name != "form"}) == {}


def test_no_title_and_no_address_of_any_page_betrays_anything(story: Story) -> None:
    betrayed, read = {}, ""
    for role in ("guard", "shift_leader", "police_desk", "regional_office", "compliance"):
        for path, page in story.pages(role):
            read += page
            parts = "\n".join([*TITLE.findall(page), *ADDRESS.findall(page)])
            if heard := story.canaries.heard_in(parts):
                betrayed[f"{role} {path}"] = heard
    assert betrayed == {}
    assert "shared entry" in story.canaries.heard_in(read), "the pages were really read"
    assert not [place for place in story.canaries.heard_in(read) if place.startswith(("token", "secret"))]


def test_a_side_reads_only_its_own_canaries(story: Story) -> None:
    heard = {}
    for role in ("police_desk", "stranger_police"):
        heard[role] = story.canaries.heard_in("".join(page for _, page in story.pages(role)))
    assert heard["police_desk"] == sorted(["note", "police entry", "shared entry"])
    assert heard["stranger_police"] == []


def test_no_mail_says_more_than_a_code(story: Story) -> None:
    mails = until(story.stack.mails, within=20, what="a mail")
    for file in mails:
        mail = message_from_bytes(file.read_bytes(), policy=default)
        body = mail.get_body(("plain",))
        whole = f"{mail['Subject']}\n{body.get_content() if body else ''}"
        assert story.canaries.heard_in(whole) == [], mail["Subject"]
        assert "CONTOH" in str(mail["Subject"])
        assert story.incident_id not in whole


def test_no_process_writes_any_of_it_to_its_log(story: Story) -> None:
    """The last of this file: everything above was done by then."""
    logs = texts_of((story.stack.home / "log").rglob("*"))
    assert len(logs) >= 5, "every process has its log"
    assert story.canaries.heard_in_any(logs) == {}
    names = {name: re.findall(r"[\w.]+@demo\.invalid", text) for name, text in logs.items()}
    assert {name: found for name, found in names.items() if found} == {}
