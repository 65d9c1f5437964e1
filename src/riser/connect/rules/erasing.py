"""Takes what a person was called out of texts: the whole word only, whatever its capitals."""

import re
from typing import Any

SHORTEST = 4  # characters; a shorter text stands in too many words by chance


class Erasure:
    """The text that has to go. `Erasure("ann@a.example")` leaves joann@a.example alone."""

    def __init__(self, told: str) -> None:
        whole = r"(?<![\w.%+@-])" + r"\s+".join(map(re.escape, told.split())) + r"(?![\w%+@-]|\.\w)"
        self._text = re.compile(whole, re.IGNORECASE)
        self._bytes = re.compile(whole.encode(), re.IGNORECASE)

    def in_text(self, text: str) -> str:
        """The text without it."""
        return self._text.sub("", text)

    def stands_in(self, data: bytes) -> bool:
        """Whether it stands in the bytes of a file, in UTF-8."""
        return self._bytes.search(data) is not None

    def in_data(self, data: Any) -> Any:
        """Lists and objects of texts without it."""
        if isinstance(data, str):
            return self.in_text(data)
        if isinstance(data, list):
            return [self.in_data(one) for one in data]
        if isinstance(data, dict):
            return {key: self.in_data(one) for key, one in data.items()}
        return data
