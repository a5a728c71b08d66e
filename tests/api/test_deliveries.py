"""Sends and webhooks for machines."""

from collections.abc import Iterator

import pytest

from sinergi.alerts import jobs
from sinergi.alerts.channels.webhook import signing
from tests.api.test_incidents import reported
from tests.fakes import web_provider
from tests.fakes.web_provider import WebProvider
from tests.plugin.machine import Machines, fields, read
from tests.world import World


@pytest.fixture
def provider() -> Iterator[WebProvider]:
    """The command centre's own system."""
    with web_provider.opened() as found:
        yield found


def hook(machine: Machines, url: str) -> str:
    """The path of a webhook of the police unit."""
    made = machine("police_admin").post("/webhooks", {"url": url, "secret": signing.new_secret()})
    assert made.status_code == 201, made.content
    assert made["Location"] == f"/api/v1/webhooks/{read(made)['id']}"
    return f"/webhooks/{read(made)['id']}"


def alert_of(machine: Machines, role: str = "police_desk") -> str:
    """The alert that rings."""
    (only,) = read(machine(role).get("/alerts?state=open"))["items"]
    return f"/alerts/{only['id']}"


def test_a_unit_reads_its_own_sends_with_their_stamps_and_never_the_others(machine: Machines, world: World) -> None:
    reported(machine("guard"))
    jobs.deliver_due()
    prison, police = (
        read(machine(role).get(f"{alert_of(machine, role)}/deliveries"))["items"]
        for role in ("shift_leader", "police_desk")
    )
    assert {each["post"] for each in prison} == {"Karupam A", "Karupam B"}
    assert {each["post"] for each in police} == {"Ka SPKT", "Piket SPKT"}
    mail = next(each for each in police if each["channel"] == "email")
    assert mail["state"] == "sent"
    assert 0 <= mail["delay_seconds"] < 60
    assert "demo.invalid" not in str(police)
    assert "acknowledged_at" in mail


def test_sends_page_by_key(machine: Machines) -> None:
    reported(machine("guard"))
    path, seen, cursor = f"{alert_of(machine)}/deliveries?limit=1", [], ""
    while True:
        page = read(machine("police_desk").get(f"{path}{cursor}"))
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert len(seen) == len(set(seen)) == 4
    assert machine("police_desk").get(f"{path}&cursor=nonsense").status_code == 422


@pytest.mark.parametrize("role", ["stranger_police", "fire", "lpka_head"])
def test_who_may_not_see_the_alert_sees_none_of_its_sends(machine: Machines, role: str) -> None:
    reported(machine("guard"))
    assert machine(role).get(f"{alert_of(machine)}/deliveries").status_code == 404


def test_a_superior_sees_the_alert_but_no_sends_of_other_units(machine: Machines) -> None:
    reported(machine("guard"))
    assert read(machine("regional_office").get(f"{alert_of(machine)}/deliveries"))["items"] == []


def test_from_adding_a_webhook_to_its_end(machine: Machines, provider: WebProvider) -> None:
    keeper, path = machine("police_admin"), hook(machine, provider.url)
    asked = read(keeper.post(f"{path}/test"))
    assert asked["done_at"] is None
    jobs.run_trials()
    (done,) = read(keeper.get(f"{path}/tests"))["items"]
    assert (done["id"], done["error"]) == (asked["id"], "")
    reported(machine("guard"))
    jobs.deliver_due()
    sent = next(
        each for each in read(keeper.get(f"{alert_of(machine)}/deliveries"))["items"] if each["channel"] == "webhook"
    )
    assert sent["state"] == "sent"
    assert sent["post"] == ""
    receipt = machine("police_desk").post(f"/deliveries/{sent['id']}/receipt", {"state": "seen"})
    assert read(receipt)["state"] == "seen"
    assert read(keeper.post(f"/deliveries/{sent['id']}/replay"))["state"] == "queued"
    assert keeper.post(f"/deliveries/{sent['id']}/replay").status_code == 409
    jobs.deliver_due()
    assert provider.ids.count(sent["id"]) == 2
    assert read(keeper.post(f"{path}/end"))["ended_at"]
    assert keeper.post(f"{path}/test").status_code == 409
    (listed,) = read(keeper.get("/webhooks"))["items"]
    assert listed["ended_at"]
    assert "secret" not in listed


def test_a_webhook_repeated_with_its_key_is_made_once(machine: Machines, provider: WebProvider) -> None:
    body = {"url": provider.url, "secret": signing.new_secret()}
    answers = [machine("police_admin").post("/webhooks", body, idempotency_key="k1") for _ in range(2)]
    assert {each.status_code for each in answers} == {201}
    assert answers[0].content == answers[1].content
    assert body["secret"] not in answers[0].content.decode()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"secret": signing.new_secret()}, "url"),
        ({"url": "ftp://x.example/", "secret": signing.new_secret()}, "url"),
        ({"url": "https://x.invalid/", "secret": "whsec_c2hvcnQ="}, "secret"),
        ({"url": "https://x.invalid/", "secret": "nothing"}, "secret"),
        ({"url": "https://x.invalid/", "secret": signing.new_secret(), "more": 1}, "more"),
    ],
)
def test_a_webhook_that_makes_no_sense_names_its_field(machine: Machines, body: dict[str, object], field: str) -> None:
    assert fields(machine("police_admin").post("/webhooks", body)) == {field}


@pytest.mark.parametrize(("role", "status"), [("police_desk", 403), ("unit_admin", 404), ("stranger_chief", 404)])
def test_a_webhook_is_its_own_units_alone(machine: Machines, provider: WebProvider, role: str, status: int) -> None:
    path = hook(machine, provider.url)
    assert machine(role).get(path).status_code == status
    assert machine(role).post(f"{path}/end").status_code == status
    assert machine(role).get(f"{path}/tests").status_code == status
