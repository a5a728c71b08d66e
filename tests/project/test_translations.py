"""The catalogue holds every sentence of code and templates, and the check finds what is not translated."""

from pathlib import Path

import pytest

from sinergi.project import translations

CODE = "_('A door')\nngettext('%(n)s door', '%(n)s doors', 2)\n"
TEMPLATE = "{% load i18n %}{% translate 'A gate' %}{% blocktranslate %}Gate {{ name }}{% endblocktranslate %}"
PART = """
msgid "A door"
msgstr "Sebuah pintu"

msgid "%(n)s door"
msgid_plural "%(n)s doors"
msgstr[0] "%(n)s pintu"

#, fuzzy
msgid "A gate"
msgstr "Gerbang?"

msgid "Gate %(name)s"
msgstr "Gerbang %(nama)s"
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny room with its translations."""
    root = tmp_path / "sinergi"
    (root / "locale" / "parts").mkdir(parents=True)
    (root / "doors.py").write_text(CODE)
    (root / "doors.html").write_text(TEMPLATE)
    (root / "locale" / "parts" / "doors.po").write_text(PART)
    monkeypatch.setattr(translations, "ROOT", root)
    monkeypatch.setattr(translations, "PARTS", root / "locale" / "parts")
    monkeypatch.setattr(translations, "CATALOGUE", root / "locale" / "id" / "LC_MESSAGES" / "django.po")
    return root


@pytest.mark.usefixtures("room")
def test_code_and_templates_are_both_asked() -> None:
    asked = {message.id for message in translations.source() if message.id}
    assert asked == {"A door", ("%(n)s door", "%(n)s doors"), "A gate", "Gate %(name)s"}


@pytest.mark.usefixtures("room")
def test_a_fuzzy_one_is_missing_and_a_wrong_placeholder_is_found() -> None:
    found = translations.missing(translations.merged())
    assert len(found) == 2
    assert any("missing: 'A gate'" in problem for problem in found)
    assert any("Gate %(name)s" in problem and "placeholder" in problem for problem in found)


def test_what_is_compiled_is_what_gettext_reads(room: Path) -> None:
    translations.compile_catalogues()
    compiled = (room / "locale" / "id" / "LC_MESSAGES" / "django.mo").read_bytes()
    assert b"Sebuah pintu" in compiled
    assert b"Gerbang?" not in compiled
