"""The doctor names what is wrong and the cure, and is silent about what is well."""

from pathlib import Path

import pytest

from sinergi.project import doctor
from sinergi.project.runtime.home import Home
from tests.plugin.stack import free_port


@pytest.fixture
def healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with nothing to find but the missing mail."""
    for name in ("DATABASE_URL", "NATS_URL", "SMTP_URL", "SINERGI_HOSTS", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SINERGI_PORT", str(free_port()))
    home = Home(tmp_path / "home")
    home.open()
    home.secret("secret_key")
    return home


def findings(home: Home, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What it says has to be repaired."""
    doctor.main(home)
    return [line for line in capsys.readouterr().out.splitlines() if line.startswith("FIX")]


def test_it_finds_only_that_no_mail_can_leave(healthy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    (only,) = findings(healthy, capsys)
    assert "SMTP_URL is missing" in only


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("DATABASE_URL", "postgresql://x@127.0.0.1:1/x", "DATABASE_URL does not answer"),
        ("NATS_URL", "nats://127.0.0.1:1", "NATS_URL does not answer"),
        ("SMTP_URL", "smtp://127.0.0.1:1", "SMTP_URL does not answer"),
        ("SINERGI_HOSTS", "sinergi.example", "Set SINERGI_TLS=acme"),
        ("SINERGI_PORT", "eight", "Use a whole number"),
    ],
)
def test_it_finds_what_the_environment_gets_wrong(
    healthy: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str, cure: str
) -> None:
    monkeypatch.setenv(name, value)
    assert any(cure in finding for finding in findings(healthy, capsys))


def test_it_finds_a_home_that_others_may_read(healthy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.path.chmod(0o755)
    (healthy.path / "secret_key").chmod(0o644)
    found = "\n".join(findings(healthy, capsys))
    assert f"chmod 700 {healthy.path}" in found
    assert "chmod 600" in found


def test_it_finds_data_of_another_postgresql(healthy: Home, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.data.mkdir()
    (healthy.data / "PG_VERSION").write_text("9\n")
    assert any("is PostgreSQL 9, the program is" in finding for finding in findings(healthy, capsys))
