"""Keeps the Chinese catalogue of every room in step with its code and templates.

`messages.py` adds new texts to the catalogues with an empty translation, drops texts that are gone, compiles,
and prints those that wait for their Chinese. `messages.py --check` changes nothing and fails on a text that
is missing, gone, untranslated or fuzzy, and on a translation whose %(placeholders)s differ from those of the
text.
"""

import os
import re
import sys
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOMS = Path(__file__).resolve().parents[1] / "src" / "riser"
CATALOGUE = Path("locale", "zh_Hans", "LC_MESSAGES", "django.po")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Simplified Chinese. Written, not translated; one word for each thing: docs/glossary.md"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
Text = str | tuple[str, ...]
Key = tuple[str | None, Text]


def texts_of(room: Path) -> dict[Key, set[str]]:
    """Every text of a room that people read, with the files it stands in."""
    found: dict[Key, set[str]] = {}
    for path in sorted(
        [*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt"), *room.rglob("*.svg")]
    ):
        if {"tests", "migrations", "static"}.isdisjoint(path.relative_to(room).parts):
            for key in texts_in(path):
                found.setdefault(key, set()).add(str(path.relative_to(ROOMS)))
    return found


def texts_in(path: Path) -> Iterator[Key]:
    """The texts of one file, with their context."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = as_python(source, str(path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        for _, message, _, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            yield context, message if isinstance(message, str) else tuple(message)


def as_python(template: str, origin: str) -> str:
    """The calls to gettext that a template stands for; blanks at the start would be Python's indentation."""
    from django.utils.translation.template import templatize

    return "\n".join(line.strip() for line in str(templatize(template, origin=origin)).splitlines())


def read(room: Path) -> Catalog:
    """The room's catalogue, empty where it has none yet."""
    path = room / CATALOGUE
    if not path.exists():
        return Catalog(locale="zh_Hans", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def key_of(message: Message) -> Key:
    """What tells one message from another."""
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The messages of a catalogue, without its header."""
    return {key_of(message): message for message in catalogue if message.id}


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    strings = strings_of(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "not translated"
        return
    # Chinese has one form: it stands for the plural, whose placeholders it must hold.
    wanted = message.id if isinstance(message.id, str) else message.id[-1]
    for string in strings:
        if set(PLACEHOLDER.findall(string)) != set(PLACEHOLDER.findall(wanted)):
            yield f"placeholders differ in {string!r}"


def check(catalogues: dict[Path, Catalog]) -> list[str]:
    """One line per fault. Django merges the rooms' catalogues, so a text needs one translation in all."""
    wanted = {room: texts_of(room) for room in catalogues}
    have = {room: entries(catalogue) for room, catalogue in catalogues.items()}
    known = {key for found in have.values() for key in found}
    used = {key for found in wanted.values() for key in found}
    lines = [
        f"{room.name}: missing: {key[1]!r} ({', '.join(sorted(files))})"
        for room, found in wanted.items()
        for key, files in found.items()
        if key not in known
    ]
    for room, found in have.items():
        lines += [f"{room.name}: no longer used: {key[1]!r}" for key in found if key not in used]
        lines += [
            f"{room.name}: {fault}: {key[1]!r}" for key, one in found.items() for fault in faults_of(one)
        ]
        lines += compile_faults(room, catalogues[room])
    return lines + differences(have)


def differences(have: dict[Path, dict[Key, Message]]) -> list[str]:
    """Texts that two rooms translate in two ways: people would see either, by chance."""
    said: dict[Key, dict[str, str]] = {}
    for room, found in have.items():
        for key, message in found.items():
            said.setdefault(key, {})[str(message.string)] = room.name
    return [
        f"{' and '.join(by.values())}: two translations of {key[1]!r}"
        for key, by in said.items()
        if len(by) > 1
    ]


def compile_faults(room: Path, catalogue: Catalog) -> list[str]:
    """A line where the catalogue cannot be compiled."""
    try:
        write_mo(BytesIO(), catalogue)
    except (ValueError, KeyError, TypeError) as error:
        return [f"{room.name}: does not compile: {error}"]
    return []


def update(room: Path, catalogues: dict[Path, Catalog]) -> None:
    """Brings the room's catalogue up to date and compiles it; what another room translates stays there."""
    old = catalogues[room]
    have = entries(old)
    elsewhere = {key for other, one in catalogues.items() if other != room for key in entries(one)}
    fresh = Catalog(locale="zh_Hans", charset="utf-8", project="Riser", fuzzy=False, header_comment=HEADER)
    fresh.creation_date, fresh.revision_date = old.creation_date, old.revision_date
    for key, files in texts_of(room).items():
        kept = have.get(key)
        if kept or key not in elsewhere:
            string, notes = (kept.string, kept.user_comments) if kept else (None, [])
            places = [(name, 0) for name in sorted(files)]
            fresh.add(key[1], string, locations=places, context=key[0], user_comments=notes)
    catalogues[room] = fresh
    path = room / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=110, include_lineno=False, sort_output=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, fresh)


def waiting(catalogues: dict[Path, Catalog]) -> Iterator[str]:
    """A line for each text that nobody has written in Chinese yet, below the file it waits in."""
    for room, catalogue in catalogues.items():
        bare = [one for one in entries(catalogue).values() if not all(strings_of(one))]
        if bare:
            yield f"{(room / CATALOGUE).relative_to(ROOMS.parents[1])}: {len(bare)} without Chinese"
        yield from (f"    {one.id!r}" for one in bare)


def strings_of(message: Message) -> list[str]:
    """The translations of one message, one for each plural; at least one, which may be empty."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def rooms() -> list[Path]:
    """The rooms in which something is said."""
    return [room for room in sorted(ROOMS.iterdir()) if room.is_dir() and texts_of(room)]


def main(arguments: list[str]) -> int:
    """The exit code: 1 where --check found something."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riser.web.settings")
    catalogues = {room: read(room) for room in rooms()}
    if "--check" not in arguments:
        for room in catalogues:
            update(room, catalogues)
        print("\n".join(waiting(catalogues)) or "Every text has its translation.")
        return 0
    faults = check(catalogues)
    print("\n".join(faults) or "Every text has its translation.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
