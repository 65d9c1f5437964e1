"""Text in both languages, shown in the reader's."""

from dataclasses import dataclass

ENGLISH, CHINESE = "en", "zh"


@dataclass(frozen=True, slots=True)
class Localised:
    """A text in English and, where it was written, in Chinese. ``str()`` is the active language's."""

    en: str
    zh: str = ""

    def __str__(self) -> str:
        return self.in_language(active_language())

    def in_language(self, language: str) -> str:
        """The text in this language; English stands in where the Chinese is missing."""
        return self.zh or self.en if language.startswith(CHINESE) else self.en


def active_language() -> str:
    """The code of the language in force; English outside Django, in a rule or a shell report."""
    from django.conf import settings

    if not settings.configured:
        return ENGLISH
    from django.utils.translation import get_language

    return get_language() or ENGLISH
