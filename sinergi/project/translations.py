"""Translations without GNU gettext: ``python -m sinergi.project.translations merge | check | compile``.

Each room keeps its pairs in ``sinergi/locale/parts/<room>.po``; ``merge`` joins them with what the source says into the
catalogue, ``check`` fails on anything missing or fuzzy, ``compile`` runs at every start.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PARTS = ROOT / "locale" / "parts"
CATALOGUE = ROOT / "locale" / "id" / "LC_MESSAGES" / "django.po"

_Text = str | tuple[str, ...] | list[str]
_Key = tuple[str | tuple[str, ...], str | None]

_KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def source() -> Catalog:
    """Every sentence that code and templates ask for, with the files that ask (no lines: they move too often)."""
    found = _empty()
    for path, text in _texts():
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), _KEYWORDS):
            found.add(message, locations=[(path, 1)], auto_comments=comments, context=context)
    return found


def _empty() -> Catalog:
    """A catalogue with Indonesian's one plural form, which Babel does not know."""
    catalogue = Catalog(locale="id", domain="django", header_comment="# Indonesian, the default language.", fuzzy=False)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    return catalogue


def merged() -> Catalog:
    """What the source asks for, with the translation a part or the catalogue gives."""
    wanted, known = source(), _known()
    for message in wanted:
        translation = known.get(_key(message)) if message.id else None
        if translation:
            message.string = translation
    return wanted


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without a finished translation, and translations whose placeholders differ."""
    found = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if message.id and (message.fuzzy or not all(strings)):
            found.append(f"missing: {message.id!r} ({', '.join({path for path, _ in message.locations})})")
        elif message.id:
            found += [f"{message.id!r}: {error}" for error in message.check(catalogue)]
    return found


def compile_catalogues() -> None:
    """Write the file that gettext reads, when it is older than what people write."""
    target = CATALOGUE.with_suffix(".mo")
    written = [path.stat().st_mtime for path in [CATALOGUE, *PARTS.glob("*.po")] if path.exists()]
    if not written or (target.exists() and target.stat().st_mtime >= max(written)):
        return
    catalogue = _empty()
    for (message, context), string in _known().items():
        catalogue.add(message, string, context=context)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.rename(target)


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(ROOT.parent)), path.read_text()
    for path in sorted([*ROOT.rglob("*.html"), *ROOT.rglob("templates/**/*.txt")]):
        python = templatize(path.read_text(), origin=str(path))
        # What is left of the HTML's indentation is none of Python's.
        yield str(path.relative_to(ROOT.parent)), "\n".join(line.lstrip() for line in python.splitlines())


def _known() -> dict[_Key, _Text]:
    known: dict[_Key, _Text] = {}
    for path in [CATALOGUE, *sorted(PARTS.glob("*.po"))]:
        if path.exists():
            with path.open("rb") as file:
                catalogue = read_po(file, locale="id")
            known |= {_key(message): _one_form(message.string) for message in catalogue if not message.fuzzy}
    return {key: text for key, text in known.items() if text}


def _one_form(text: _Text | None) -> _Text:
    """A part may leave out the header that says how many forms there are."""
    return (text[0],) if isinstance(text, (tuple, list)) else text or ""


def _key(message: Message) -> _Key:
    # A list of plural forms cannot be a key.
    return (message.id if isinstance(message.id, str) else tuple(message.id)), message.context


def main() -> None:
    """Merge, check or compile."""
    settings.configure(USE_I18N=False)
    django.setup()
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command == "merge":
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        with CATALOGUE.open("wb") as file:
            write_po(file, merged(), sort_output=True, omit_header=False, include_lineno=False, width=120)
        print(f"{len(missing(merged()))} sentences are still to be translated.")
    elif command == "check":
        if not CATALOGUE.exists():
            raise SystemExit("There is no catalogue yet. Run `make translations`.")
        with CATALOGUE.open("rb") as file:
            written = read_po(file, locale="id")
        problems = missing(written)
        asked = {_key(message) for message in source() if message.id}
        problems += [f"not in the catalogue: {key[0]!r}" for key in asked - {_key(message) for message in written}]
        raise SystemExit("\n".join(["Run `make translations` and translate:", *problems]) if problems else 0)
    elif command == "compile":
        compile_catalogues()
    else:
        raise SystemExit("Use merge, check or compile.")


if __name__ == "__main__":
    main()
