"""Takes what a person was called out of texts: the whole word only, whatever its capitals."""

import json
import re
from collections.abc import Iterable
from typing import Any

SHORTEST = 4  # characters; a shorter text stands in too many words by chance


class Erasure:
    """The text that has to go. `Erasure("ann@a.example")` leaves joann@a.example alone.

    An address means nobody else, wherever it stands. A number or a word may mean anything: 1000 is an id here
    and an amount there, so it goes only where a column holds persons.
    """

    def __init__(self, told: str) -> None:
        self.told = " ".join(told.split()).casefold()
        self.is_address = "@" in told
        whole = r"(?<![\w.%+@-])" + r"\s+".join(map(re.escape, told.split())) + r"(?![\w%+@-]|\.\w)"
        self._text = re.compile(whole, re.IGNORECASE)
        self._bytes = re.compile(whole.encode(), re.IGNORECASE)

    def in_text(self, text: str) -> str:
        """The text without it, where it is an address."""
        return self._text.sub("", text) if self.is_address else text

    def in_cell(self, cell: Any, *, is_person: bool) -> Any:
        """The cell without it: None where a cell that names a person is it."""
        if is_person and cell is not None and " ".join(str(cell).split()).casefold() == self.told:
            return None
        return self.in_text(cell) if isinstance(cell, str) else cell

    def in_data(self, data: Any, persons: Iterable[str] = ()) -> Any:
        """Lists and objects of texts without it; `persons` are keys of objects that name a person."""
        if isinstance(data, str):
            return self.in_text(data)
        if isinstance(data, list):
            return [self.in_data(one, persons) for one in data]
        if isinstance(data, dict):
            cells = {key: self.in_cell(one, is_person=key in persons) for key, one in data.items()}
            return {
                key: self.in_data(one, persons) if isinstance(one, list | dict) else one
                for key, one in cells.items()
            }
        return data

    def in_json(self, text: str, persons: Iterable[str]) -> str:
        """A document of JSON without it; the very same text where it does not stand there."""
        data = json.loads(text)
        kept = self.in_data(data, frozenset(persons))
        return text if kept == data else json.dumps(kept, ensure_ascii=False)

    def stands_in(self, data: bytes) -> bool:
        """Whether it stands in the bytes of a file, in UTF-8."""
        return self._bytes.search(data) is not None
