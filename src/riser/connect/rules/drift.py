"""Whether a file lacks a column that earlier files of its kind held.

A column that is no longer there would leave its figures empty without a word, and nobody would look for them.
So the load stops, names the column and offers what can be done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riser.connect.rules.mapping import Match, Shape, normal

KEPT_HEADERS = 200  # more columns than an export has; beyond it names of new ones are not looked for


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file: which header each field was read from, and every header."""

    fields: Mapping[str, str]
    headers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed: headers that are gone, and headers that were never seen, which may be their new names."""

    gone: tuple[str, ...]
    new: tuple[str, ...]


def columns_of(match: Match[Shape]) -> Columns | None:
    """The columns of a sheet; None of records, which leave a field out where it says nothing."""
    if not match.header_row:
        return None
    fields = {name: match.header(name) for name in match.fields}
    return Columns(fields, [header for header in match.headers if header][:KEPT_HEADERS])


def drift(before: Columns, now: Columns) -> Drift | None:
    """What the newer of two files lacks of the older; None where it lacks nothing.

    A column under another name that the mapping knows is the same column. One that came in addition is no
    drift: nothing is lost by it.
    """
    gone = tuple(header for field, header in before.fields.items() if field not in now.fields)
    if not gone:
        return None
    seen = {normal(header) for header in before.headers}
    used = {normal(header) for header in now.fields.values()}
    new = tuple(header for header in now.headers if normal(header) not in seen | used)
    return Drift(gone, new)
