"""A backup taken while it serves fills an empty home, and nothing but an empty one."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from sinergi.project.runtime import bootstrap, database
from sinergi.project.runtime.home import Home
from tests.plugin.stack import command

pytestmark = pytest.mark.stack


def test_a_backup_comes_back_whole(seeded_home: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(seeded_home, tmp_path / "old"))
    file = tmp_path / "copy.dump"
    _sinergi("backup", str(file), home=old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    _sinergi("restore", "--demo", str(file), home=tmp_path / "new")
    assert _facts(tmp_path / "new") == _facts(old) > 0
    again = _sinergi("restore", "--demo", str(file), home=tmp_path / "new", succeeds=False)
    assert "already holds data" in again.stderr


def test_a_demos_copy_never_becomes_a_real_home(seeded_home: Path, tmp_path: Path) -> None:
    file, home = tmp_path / "copy.dump", tmp_path / "new"
    _sinergi("backup", str(file), home=Path(shutil.copytree(seeded_home, tmp_path / "old")))
    refused = _sinergi("restore", str(file), home=home, succeeds=False)
    assert "can never become a real installation" in refused.stderr
    assert not home.exists()
    _sinergi("restore", "--demo", str(file), home=home)
    assert "can never become a real one" in _sinergi("up", home=home, succeeds=False).stderr


def test_a_real_home_is_restored_without_a_word_about_demos(tmp_path: Path) -> None:
    file = tmp_path / "copy.dump"
    _sinergi("migrate", "--verbosity", "0", home=tmp_path / "old")
    _sinergi("backup", str(file), home=tmp_path / "old")
    assert "leave out --demo" in _sinergi("restore", "--demo", str(file), home=tmp_path / "new", succeeds=False).stderr
    _sinergi("restore", str(file), home=tmp_path / "new")
    assert _facts(tmp_path / "new") == 0
    assert not Home(tmp_path / "new").marker.exists()


def _facts(home: Path) -> int:
    """Counted as the application, which must be able to read what came back."""
    with database.borrowed(Home(home)) as found, psycopg.connect(found.app_url) as connection:
        row = connection.execute("SELECT current_user, count(*) FROM ledger_fact").fetchone()
    assert row
    assert row[0] == bootstrap.APP
    count: int = row[1]
    return count


def _sinergi(*arguments: str, home: Path, succeeds: bool = True) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        command(*arguments), env=clean | {"SINERGI_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 0) is succeeds, done.stderr
    return done
