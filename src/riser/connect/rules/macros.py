"""Placeholders that an ad platform should have filled in: {campaignid}, {{campaign.name}}, %%X%%, __CID__."""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Macro:
    """A kind of placeholder: what it opens with and closes with.

    Between two equal marks stands a name that begins with a capital letter: “a__b__c” is none.
    """

    opens: str
    closes: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What such a placeholder looks like in a value."""
        start, end = re.escape(self.opens), re.escape(self.closes)
        if self.opens == self.closes:
            return re.compile(rf"{start}[A-Z][A-Z0-9_]*?(?:[.:=-][\w.:=-]*?)?{end}")
        return re.compile(rf"{start}[^{re.escape(self.opens[0] + self.closes[-1])}]*{end}")


def macro_from(text: str) -> Macro:
    """The kind of placeholder that is written as “{..}”: what opens it, two dots, what closes it.

    Raises ValueError where one of the two is missing.
    """
    opens, _dots, closes = text.partition("..")
    if not opens or not closes:
        raise ValueError(f"{text!r} opens or closes with nothing")
    return Macro(opens, closes)


def without_macros(value: str, macros: tuple[Macro, ...]) -> str:
    """The value without its placeholders; the same value where it holds none."""
    for macro in macros:
        value = macro.pattern.sub("", value)
    return value
