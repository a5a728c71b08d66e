"""Every Caddyfile we can write is one that Caddy understands."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sinergi.project.runtime import binaries, caddy
from sinergi.project.runtime.home import Home
from sinergi.project.runtime.installation import Installation


def adapted(tmp_path: Path, **changes: Any) -> dict[str, Any]:
    """What Caddy makes of it."""
    run = tmp_path / "a home" / "run"
    run.mkdir(parents=True, exist_ok=True)
    for status in (413, 503):
        (run / f"{status}.json").write_text(json.dumps({"status": status, "detail": "Coba lagi."}))
    usual: dict[str, Any] = {"port": 8000, "demo": False, "hosts": (), "tls": "off"}
    file = tmp_path / "Caddyfile"
    file.write_text(caddy.caddyfile(Installation(Home(tmp_path / "a home"), **(usual | changes))))
    command = [binaries.beside_python("caddy"), "adapt", "--adapter", "caddyfile", "--config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def listeners(made: dict[str, Any]) -> set[str]:
    """Where it listens."""
    return {address for server in made["apps"]["http"]["servers"].values() for address in server["listen"]}


def test_without_hosts_nobody_else_can_reach_it(tmp_path: Path) -> None:
    assert listeners(adapted(tmp_path)) <= {"127.0.0.1:8000", "[::1]:8000"}
    assert listeners(adapted(tmp_path, demo=True)) <= {"127.0.0.1:8000", "[::1]:8000"}


@pytest.mark.parametrize("tls", ["off", "internal", "acme"])
def test_with_hosts_it_answers_the_network(tmp_path: Path, tls: str) -> None:
    made = adapted(tmp_path, hosts=("a.example", "b.example"), tls=tls, port=8443)
    assert listeners(made) == {":8443"}
    assert ("tls" in made["apps"]) is (tls == "internal")


def test_a_stream_is_neither_held_back_nor_compressed(tmp_path: Path) -> None:
    text = json.dumps(adapted(tmp_path))
    stream, _, rest = text.partition("/static/*")
    assert '"flush_interval": -1' in stream
    assert "encode" not in stream.rpartition("/live/*")[2]
    assert "encode" in rest
