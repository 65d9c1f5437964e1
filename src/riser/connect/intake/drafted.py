"""The text of a mapping drafted from a file, for a person to finish: guesses with reasons, open ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml

from riser.connect.intake.files import MAX_TEXT_BYTES, Sheet, open_file
from riser.connect.mappings import ad_platforms
from riser.connect.rules.cells import Cell, is_null
from riser.connect.rules.drafting import Draft, Guess, Why, draft, level_of
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _
from riser.ui import formats

SEEN_ROWS = 50
SHOWN_VALUES, LONGEST_SHOWN = 3, 40
OPEN = "TODO"


def draft_mapping(path: Path, slug: str) -> str:
    """A mapping for files such as this one, as YAML. Raises Refused where the file holds no table."""
    found = sample(path, path.name)
    return _text(found.draft, path.name, slug)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file looked at: its headers, the first values under each, and what is guessed of it."""

    headers: Sequence[str]
    values: Mapping[str, Sequence[str]]
    draft: Draft


def sample(path: Path, name: str) -> Sample:
    """What a file of unknown columns looks like. Raises Refused where it holds no table."""
    headers, rows = _header_and_rows(open_file(path, name=name, most=MAX_TEXT_BYTES).sheets[0])
    if not headers:
        raise Refused(_("%(name)s holds no table. Export it again as CSV or XLSX.") % {"name": name})
    return Sample(headers, _values(headers, rows), draft(headers, rows, ad_platforms()))


def finished(chosen: Mapping[str, str], *, slug: str, name: str, file_name: str) -> str:
    """The mapping that a person finished, as YAML: by field the header of its column."""
    columns = {
        field: {"names": [header]} | ({"required": True} if field in {"day", "spend"} else {})
        for field, header in chosen.items()
    }
    shape = {
        "id": "daily",
        "title": {"en": name, "zh": name},
        "proof": "sample",
        "level": level_of(chosen),
        "numbers": "detect",
        "columns": columns,
        "channel": {"otherwise": "other"},
    }
    told = {"source": slug, "name": name, "kind": "ad_platform", "shapes": [shape]}
    head = "# " + _("Finished by hand from %(file)s.") % {"file": _one_line(file_name)}
    body: str = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=10**6)
    return f"{head}\n{body}"


def _values(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[str, Sequence[str]]:
    found: dict[str, Sequence[str]] = {}
    for place, header in enumerate(headers):
        cells = (row[place] for row in rows if place < len(row))
        told = dict.fromkeys(_one_line(str(cell))[:LONGEST_SHOWN] for cell in cells if not is_null(cell))
        found.setdefault(header, list(islice(told, SHOWN_VALUES)))
    return found


def _header_and_rows(sheet: Sheet) -> tuple[list[str], list[Sequence[Cell]]]:
    """The widest of the first rows, which is the header, and some rows under it."""
    head = list(islice(sheet.head(), SEEN_ROWS))
    filled = [sum(not is_null(cell) for cell in row) for _number, row in head]
    if not filled or max(filled) < 2:
        return [], []
    place = filled.index(max(filled))
    return [str(cell or "").strip() for cell in head[place][1]], [row for _number, row in head[place + 1 :]]


def _text(found: Draft, file_name: str, slug: str) -> str:
    said = _("Drafted from %(file)s. Every line is a guess: read it, and finish what says TODO.")
    lines = [
        "# " + said % {"file": _one_line(file_name)},
        f"source: {slug}",
        f"name: {_quoted(slug.replace('_', ' ').title())}",
        "kind: ad_platform",
        "shapes:",
        "  - id: daily",
        f"    title: {{en: {_quoted(file_name)}, zh: {_quoted(file_name)}}}",
        "    proof: sample",
        f"    level: {level_of(found.guesses)}",
        "    numbers: detect",
        "    columns:",
        *(_column(name, guess) for name, guess in found.guesses.items()),
        *(f"      {name}: {{names: [{OPEN}], required: true}}" for name in found.open),
        "    channel: {otherwise: other}",
    ]
    if found.unused:
        named = formats.listed(_one_line(header) for header in found.unused)
        lines.append("# " + _("Columns that are not used: %(columns)s.") % {"columns": named})
    return "\n".join(lines) + "\n"


def _column(name: str, guess: Guess) -> str:
    needed = ", required: true" if name in {"day", "spend", "campaign_name"} else ""
    why = _("its values look so") if guess.why == Why.LOOK else _("%(source)s calls it so")
    return f"      {name}: {{names: [{_quoted(guess.header)}]{needed}}}  # {why % {'source': guess.by}}"


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever stands in it."""
    quoted: str = yaml.safe_dump(text, allow_unicode=True, default_style='"', width=10**6)
    return quoted.strip()


def _one_line(text: str) -> str:
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
