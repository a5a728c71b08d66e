"""The scan finds what it is there for, and nothing in what we wrote."""

from pathlib import Path

import pytest

from sinergi.project import secret_scan


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN RSA " + "PRIVATE KEY-----", "a private key"),
        ("token = 'ghp_" + "a" * 36 + "'", "a token"),
        ("url = 'postgresql://me:hunter2" + "@db/x'", "a password in an address"),
        ("pip install --index-" + "url https://somewhere", "a registry"),
        ("open('/home/" + "somebody/x')", "a path of one machine"),
    ],
)
def test_it_finds(tmp_path: Path, line: str, what: str) -> None:
    file = tmp_path / "file.py"
    file.write_text(f"harmless\n{line}\n")
    assert secret_scan.scan(file) == [f"{file}:2: {what}"]


def test_it_leaves_the_harmless_alone(tmp_path: Path) -> None:
    file = tmp_path / "file.md"
    file.write_text("postgresql://login:password@host/sinergi\nnats://user:password@host:4222\n/srv/sinergi\n")
    assert secret_scan.scan(file) == []
