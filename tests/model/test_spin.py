"""Every order of claim, send, receipt and climb, with engines that die: checked exhaustively by spin."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

MODEL = Path(__file__).with_name("alarm.pml")
CLAIMS = re.findall(r"^ltl (\w+)", MODEL.read_text(), re.MULTILINE)


def check(folder: Path, *switches: str, claims: list[str]) -> dict[str, int]:
    """How many errors each claim has."""
    missing = [program for program in ("spin", "gcc") if shutil.which(program) is None]
    if missing:
        pytest.fail(f"The model needs {' and '.join(missing)}. Run: sudo apt-get install -y spin gcc")
    run(folder, "spin", *switches, "-a", str(MODEL))
    run(folder, "gcc", "-O2", "-w", "-DNFAIR=3", "-o", "pan", "pan.c")
    found = {}
    for claim in claims:
        said = run(folder, "./pan", "-a", "-f", "-m100000", "-N", claim)
        assert "max search depth too small" not in said
        found[claim] = int(re.findall(r"errors: (\d+)", said)[0])
    return found


def run(folder: Path, *command: str) -> str:
    """What a program says."""
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_in_every_order_each_claim_holds(tmp_path: Path) -> None:
    assert check(tmp_path, claims=CLAIMS) == dict.fromkeys(CLAIMS, 0)


@pytest.mark.parametrize(("switch", "claim"), [("-DBLIND", "all_of_it_holds"), ("-DNO_REAPER", "a_lease_comes_back")])
def test_the_model_notices_what_it_is_there_for(tmp_path: Path, switch: str, claim: str) -> None:
    assert check(tmp_path, switch, claims=[claim])[claim] > 0
