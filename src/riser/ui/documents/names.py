"""File names from titles that people typed: readable in both languages, harmless on every disk."""

import re
import unicodedata

LONGEST = 80
# Separators, wildcards and quotes of any system, control characters, and marks that turn the reading order.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?\"'<>|`$&;%#]+")


def file_name(*parts: str, suffix: str) -> str:
    """ "Larkfield Home – Maturity profile – 2026-11-22.pdf"; never empty, never hidden, at most 80 long."""
    joined = " – ".join(filter(None, map(_harmless, parts))) or "riser"
    return f"{joined[:LONGEST].rstrip(' .')}.{suffix}"


def _harmless(part: str) -> str:
    plain = _UNSAFE.sub(" ", unicodedata.normalize("NFC", part))
    return " ".join(plain.split()).strip(" .-")
