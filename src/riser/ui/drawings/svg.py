"""The one place that writes SVG, so that every attribute and every text is escaped."""

from decimal import Decimal

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_stubs_ext import StrOrPromise

Value = str | int | float | Decimal | None


def tag(name: str, /, *children: StrOrPromise | int, **attributes: Value) -> SafeString:
    """One element. `class_` and `text_anchor` become class and text-anchor; None is left out."""
    written = format_html_join(
        "",
        ' {}="{}"',
        ((_name(key), _value(value)) for key, value in attributes.items() if value is not None),
    )
    inside = "".join(
        conditional_escape(str(child) if isinstance(child, int) else child) for child in children
    )
    return mark_safe(f"<{name}{written}>{inside}</{name}>")  # noqa: S308 (escaped above)


def joined(*parts: str) -> SafeString:
    """Elements one after the other."""
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308 (escaped here)


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _value(value: Value) -> str:
    """Numbers with at most two decimals, so that drawings stay small."""
    if isinstance(value, float | Decimal):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
