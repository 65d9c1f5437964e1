"""Which words the boards use, how often, and what they mean here: the list a person finishes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from riser.connect.rules.words import WordOf, Words, folded
from riser.connect.rules.work import EvidenceKind
from riser.connect.rules.work_items import with_categories

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UsedWord:
    """One word of a tool's boards. `means` is a WorkState or an EvidenceKind, "" where nobody knows.

    `is_open` where no list knows the word: then `means` is what the tool's own category says, if it has any.
    """

    source: str
    of: WordOf
    word: str
    count: int
    means: str
    is_open: bool


def used_words(rows: Iterable[Row], words: Callable[[str], Words]) -> list[UsedWord]:
    """Every word for a state or a kind in these rows, by tool, those that nobody knows first."""
    rows = list(rows)
    read = with_categories(rows, words)
    counts: Counter[tuple[str, WordOf, str]] = Counter()
    shown: dict[tuple[str, WordOf, str], str] = {}
    for row in rows:
        for of, word in _words_in(row, words(row["source"])):
            key = (row["source"], of, folded(word))
            counts[key] += 1
            shown.setdefault(key, word)
    found = [_used(key, shown[key], count, words, read) for key, count in counts.items()]
    return sorted(found, key=lambda one: (one.source, one.of, not one.is_open, -one.count, one.word))


def _words_in(row: Row, words: Words) -> Iterable[tuple[WordOf, str]]:
    if row["layer"] == "event":
        is_state = words.field_of(row["field"]) == "state"
        texts = (row["old"], row["new"]) if is_state else ()
        return [(WordOf.STATE, text.strip()) for text in texts if text.strip()]
    found = [(WordOf.STATE, row["state"].strip()), (WordOf.KIND, row["type"].strip())]
    return [(of, word) for of, word in found if word and not row["kind"]]


def _used(
    key: tuple[str, WordOf, str],
    word: str,
    count: int,
    words: Callable[[str], Words],
    read: Callable[[str], Words],
) -> UsedWord:
    source, of, _folded = key
    if of == WordOf.STATE:
        means = read(source).states.get(folded(word), "")
        return UsedWord(source, of, word, count, means, not words(source).knows_state(word))
    # A type that no list knows is work: nobody has to say so.
    kind = words(source).kinds.get(folded(word), EvidenceKind.WORK_ITEM)
    return UsedWord(source, of, word, count, kind, False)
