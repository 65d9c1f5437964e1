"""The one place that writes SVG, so that every attribute and every text is escaped.

A page draws hundreds of elements: names are kept, and text is escaped by the standard library. What says that
it is HTML already stays as it is, as Django's own `conditional_escape` leaves it.
"""

from decimal import Decimal
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django_stubs_ext import StrOrPromise

Value = str | int | float | Decimal | None


def tag(name: str, /, *children: StrOrPromise | int, **attributes: Value) -> SafeString:
    """One element. `class_` and `text_anchor` become class and text-anchor; None is left out."""
    written = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(_text(child) for child in children)
    return mark_safe(f"<{name}{written}>{inside}</{name}>")  # noqa: S308 (escaped above)


def joined(*parts: str) -> SafeString:
    """Elements one after the other."""
    return mark_safe("".join(_text(part) for part in parts))  # noqa: S308 (escaped here)


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: str | float | Decimal) -> str:
    """Numbers with at most two decimals, so that drawings stay small."""
    if isinstance(value, float | Decimal):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return _text(value)


def _text(value: StrOrPromise | int) -> str:
    return str(value) if hasattr(value, "__html__") else escape(str(value))
