"""The same questions to the product and to the oracle; every answer on which they differ is kept as a sentence."""

import json
from collections import Counter
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.test import Client

from sinergi.access import actions as access
from sinergi.access.middleware import ENTERED
from sinergi.alerts import queries as alerts
from sinergi.core import clock
from sinergi.core.actor import SYSTEM
from sinergi.core.errors import NotFound
from sinergi.incidents import queries, timeline
from sinergi.incidents.cards import Card
from sinergi.ledger import actions as ledger
from sinergi.ledger import queries as facts
from sinergi.ledger.types import SealedFact
from sinergi.live.streams import Stream
from tests.oracle.drama import Drama
from tests.oracle.oracle import Case, Line, Somebody
from tests.plugin.pages import CheckedClient

INCIDENT_FACTS = "incident."
API_FIELDS = ("type", "severity", "status", "under_control", "help_needed", "side")
LINES_OF = 0.4
"""Of so many cards in lists the lines are asked too; of every card on a page."""


class Inquiry:
    """Asks about everybody and everything, or about a random few where an answer costs a request."""

    def __init__(self, drama: Drama) -> None:
        self.drama, self.oracle, self.dice = drama, drama.oracle, drama.dice
        self.asked: Counter[str] = Counter()
        self.differences: list[str] = []
        self.heard_to = facts.last_seq()

    def everything(self) -> int:
        """One round; returns how many questions were asked so far."""
        self.lists_counts_and_cards(limit=30)
        self.pages(20)
        self.api(10)
        self.screens(6)
        self.streams()
        return self.asked.total()

    def lists_counts_and_cards(self, limit: int | None = None) -> None:
        """For everybody (or so many): the list, the count, each card in it, each line on each card, the alerts."""
        by_id = {case.id: case for case in self.oracle.cases}
        for who in self.dice.sample(self.oracle.people, limit) if limit else self.oracle.people:
            at, actor = clock.now(), self.drama.actor(who)
            cards = self._whole_list(who)
            visible = {case.id for case in self.oracle.cases if self.oracle.is_visible(who, case)}
            self._same("list", who, "which incidents", {card.id for card in cards}, visible, worth=len(by_id))
            self._same("count", who, "how many", queries.count(actor=actor), len(visible))
            for card in cards:
                if card.id in visible:
                    self._card(who, by_id[card.id], card, at)
            self._alerts(who)

    def pages(self, many: int) -> None:
        """One incident by its address, for random pairs."""
        for who, case in self._pairs(many):
            at, may = clock.now(), self.oracle.is_visible(who, case)
            try:
                card = queries.get_card(actor=self.drama.actor(who), incident_id=case.id)
            except NotFound:
                self._same("page", who, f"sees {case.now}", False, may)  # noqa: FBT003 - the answer is no
                continue
            self._same("page", who, f"sees {case.now}", True, may)  # noqa: FBT003 - the answer is yes
            if may:
                self._card(who, case, card, at, where="page")
                self._chronicle(who, case, at)

    def api(self, many: int) -> None:
        """The same through the door of the machines."""
        for who, case in self._pairs(many):
            at, may = clock.now(), self.oracle.is_visible(who, case)
            answer = self._get(who, f"/incidents/{case.id}")
            chronicle = self._get(who, f"/incidents/{case.id}/timeline")
            statuses = (answer[0], chronicle[0])
            self._same("api", who, f"status of {case.now}", statuses, (200, 200) if may else (404, 404), worth=2)
            if not may or answer[0] != 200:
                continue
            expected = self.oracle.card(who, case, at)
            said = {name: answer[1][name] for name in API_FIELDS}
            right = {name: expected[name] for name in API_FIELDS}
            self._same("api", who, f"fields of {case.now}", said, right, worth=len(right))
            self._same("api", who, "own part", answer[1]["own"] is None, expected["own"] is None)
            texts = {UUID(each["id"]): each["text"] for each in chronicle[1]["items"] if each["kind"] == "entry"}
            self._same("api", who, f"lines of {case.now}", texts, self._lines(who, case, at), worth=len(case.lines))

    def screens(self, many: int) -> None:
        """The same through a browser: is there a page, and which lines stand on it."""
        for who, case in self._pairs(many):
            at, may = clock.now(), self.oracle.is_visible(who, case)
            answer = self._browser(who).get(f"/incidents/{case.id}/")
            self._same("screen", who, f"status of {case.now}", answer.status_code, 200 if may else 404)
            text = answer.content.decode()
            read = set(filter(None, self._lines(who, case, at).values())) if may else set()
            shown = {line.text for line in case.lines if f">{line.text}<" in text}
            self._same("screen", who, f"lines of {case.now}", shown, read, worth=len(case.lines))

    def _browser(self, who: Somebody) -> Client:
        client = CheckedClient()
        session = client.session
        session[ENTERED] = True
        session.save()
        key = str(session.session_key)
        access.start_sign_in(actor=SYSTEM, posting_id=who.posting_id, session_key=key, device="Test")
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client

    def streams(self) -> None:
        """Who is nudged by which fact since the last question; and nobody about something they could not see."""
        while ledger.seal():
            pass
        cases = {f"incident:{case.id}": case for case in self.oracle.cases}
        lines = {str(line.id): line for case in self.oracle.cases for line in case.lines}
        told = [fact for fact in self._new_facts() if fact.subject in cases]
        for who in self.oracle.people:
            stream = Stream(self.drama.actor(who), cast("Any", None))
            for fact in told:
                self._nudge(
                    who,
                    cases[fact.subject],
                    fact,
                    lines.get(fact.payload.get("entry_id", "")),
                    hears=stream.hears(fact),
                )

    def _nudge(self, who: Somebody, case: Case, fact: SealedFact, line: Line | None, *, hears: bool) -> None:
        if fact.kind.startswith(INCIDENT_FACTS):
            expected = self.oracle.hears(who, case, fact.kind, line, fact.at)
            self._same("stream", who, f"hears {fact.kind} of {case.now}", hears, expected)
        else:
            may = self.oracle.is_visible(who, case)
            self._same("stream", who, f"hears {fact.kind} of {case.now}", hears and not may, False)  # noqa: FBT003

    def _card(self, who: Somebody, case: Case, card: Card, at: datetime, where: str = "list") -> None:
        expected = self.oracle.card(who, case, at)
        for name, value in expected.items():
            self._same(where, who, f"{name} of {case.now} from {expected['side']}", _field(card, name), value)
        if where == "list" and self.dice.random() > LINES_OF:
            return
        texts = {entry.pk: entry.text for entry in queries.list_entries(actor=self.drama.actor(who), card=card)}
        self._same(where, who, f"lines of {case.now}", texts, self._lines(who, case, at), worth=len(case.lines))

    def _chronicle(self, who: Somebody, case: Case, at: datetime) -> None:
        events = timeline.list_timeline(actor=self.drama.actor(who), incident_id=case.id)
        texts = {event.id: event.text for event in events if event.kind == "entry"}
        self._same("page", who, f"lines of {case.now}", texts, self._lines(who, case, at), worth=len(case.lines))
        side = self.oracle.side(who, case, at)[0]
        kinds = {event.kind for event in events if event.kind != "entry"}
        if side == "flash":
            ends = {"incident.reported", "incident.closed", "incident.false_alarm", "incident.duplicate"}
            self._same("page", who, "facts after the end", kinds <= ends, True)  # noqa: FBT003
        if case.is_child and not case.restricted and who.office is not case.facility:
            said = [event.details.get("reason") for event in events]
            self._same("page", who, "reasons in a child's case", any(said), False)  # noqa: FBT003

    def _lines(self, who: Somebody, case: Case, at: datetime) -> dict[UUID, str]:
        read = {line.id: self.oracle.reads(who, case, line, at) for line in case.lines}
        return {key: text for key, text in read.items() if text is not None}

    def _alerts(self, who: Somebody) -> None:
        actor, before, found = self.drama.actor(who), None, set()
        while True:
            page = alerts.list_alerts(actor=actor, before=before, limit=100)
            found |= {(each.alarm.subject, each.unit_id) for each in page.items}
            before = page.next
            if before is None:
                break
        expected = {
            (f"incident:{case.id}", office.id)
            for case in self.oracle.cases for office in self.oracle.standing(case)
            if self.oracle.sees_alert(who, case, office)
        }  # fmt: skip
        self._same("alerts", who, "which alerts", found, expected, worth=len(self.oracle.cases))

    def _whole_list(self, who: Somebody) -> list[Card]:
        actor, before, cards = self.drama.actor(who), None, []
        while True:
            page = queries.list_cards(actor=actor, before=before, limit=100)
            cards += page.items
            before = page.next
            if before is None:
                return cards

    def _pairs(self, many: int) -> list[tuple[Somebody, Case]]:
        return [(self.dice.choice(self.oracle.people), self.dice.choice(self.oracle.cases)) for _ in range(many)]

    def _new_facts(self) -> list[SealedFact]:
        told: list[SealedFact] = []
        while more := facts.list_after(self.heard_to):
            told += more
            self.heard_to = more[-1].seq
        return told

    def _get(self, who: Somebody, path: str) -> tuple[int, dict[str, Any]]:
        bearer = {"authorization": f"Bearer {self.drama.country.token(who)}"}
        answer = Client(headers=bearer).get(f"/api/v1{path}")
        return answer.status_code, json.loads(answer.content)

    def _same(self, where: str, who: Somebody, what: str, product: object, oracle: object, *, worth: int = 1) -> None:
        self.asked[where] += worth
        if product != oracle:
            self.differences.append(
                f"[{where}] {who.title} at {who.office.kind}, {what}:\n   product {product}\n   oracle  {oracle}"
            )


def _field(card: Card, name: str) -> object:
    value = getattr(card, name)
    if name == "casualties":
        return (value.dead, value.serious, value.minor)
    if name == "own":
        return {"summary": value.summary, "narrative": value.narrative} if value else None
    return value
