"""What the words of a board mean: its columns as states, its types and labels as kinds of evidence.

The lake keeps the tool's own words; they are read through these lists, so that a word that somebody settles
today also speaks for what was loaded before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from riser.connect.rules.work import EvidenceKind, WorkState


class WordOf(StrEnum):
    """What a word of a board says: where an item stands, or what kind of item it is."""

    STATE = "state"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word that the organisation has settled itself. `means` is a WorkState or an EvidenceKind."""

    source: str
    of: WordOf
    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of one tool; every key is folded. `fields` name the columns of its history."""

    states: Mapping[str, WorkState] = field(default_factory=dict)
    kinds: Mapping[str, EvidenceKind] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def state_of(self, word: str, category: str = "") -> str:
        """The WorkState behind a board's word, else behind the tool's own category, else the word itself."""
        found = self.states.get(folded(word)) or self.states.get(folded(category))
        return found.value if found else word.strip()

    def knows_state(self, word: str) -> bool:
        """Whether the list itself says what this word means."""
        return folded(word) in self.states

    def kind_of(self, type_: str, labels: Iterable[str]) -> EvidenceKind:
        """The kind that the type or the first telling label names; without any it is a work item."""
        told = (self.kinds.get(folded(word)) for word in (type_, *labels))
        return next((kind for kind in told if kind), EvidenceKind.WORK_ITEM)

    def field_of(self, word: str) -> str:
        """How Riser calls a field of the history: state, owner, due; another one by its folded name."""
        return self.fields.get(folded(word), folded(word))

    def with_categories(self, told: Iterable[tuple[str, str]]) -> "Words":
        """These lists with what a tool's own categories say of words that the lists do not know.

        `told` are pairs of a board's word and the category the tool puts it in. A history names the word
        alone: so it is read as the items are.
        """
        found = {}
        for word, category in told:
            state = self.states.get(folded(category))
            if state and not self.knows_state(word):
                found[folded(word)] = state
        return replace(self, states={**found, **self.states}) if found else self

    def with_own(self, own: Iterable[OwnWord]) -> "Words":
        """These lists with what the organisation has settled; its word counts more."""
        chosen = list(own)
        states = {one.word: WorkState(one.means) for one in chosen if one.of == WordOf.STATE}
        kinds = {one.word: EvidenceKind(one.means) for one in chosen if one.of == WordOf.KIND}
        return replace(self, states={**self.states, **states}, kinds={**self.kinds, **kinds})


def folded(word: str) -> str:
    """A word without regard to case and blanks."""
    return " ".join(word.split()).casefold()
