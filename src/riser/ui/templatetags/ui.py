"""Tags and filters of the look: `{% load ui %}`. Each is one line over a plain function."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.ui import formats, ratings

register = template.Library()

# Where a phone goes with one thumb; the rest is behind "All".
PHONE_ROOMS = ("home", "plan", "launch", "assess")


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """`{{ amount|money:"EUR" }}`: exact; a dash for None."""
    return formats.EN_DASH if amount is None else formats.money(Decimal(amount), str(currency))


@register.filter
def money_whole(amount: Decimal | None, currency: str) -> str:
    """`{{ amount|money_whole:"EUR" }}`: whole units, for headlines; a dash for None."""
    return formats.EN_DASH if amount is None else formats.money(Decimal(amount), str(currency), whole=True)


@register.simple_tag
def money_range(low: Decimal, high: Decimal, currency: str) -> str:
    """`{% money_range low high "EUR" %}`: a range in whole units."""
    return formats.money_range(low, high, currency)


@register.filter
def number(value: Decimal | int | None) -> str:
    """`{{ clicks|number }}`: with group separators; a dash for None."""
    return formats.EN_DASH if value is None else formats.number(value)


@register.filter
def day(value: date | None, form: str = "prose") -> str:
    """`{{ date|day }}` in prose, `|day:"table"`, `|day:"short"`, `|day:"month"`; a dash for None."""
    return formats.EN_DASH if value is None else formats.day(value, form)


@register.filter
def rating_word(code: str | None) -> str:
    """`{{ "PM"|rating_word }}`: "Partly"; "Not rated" for None."""
    return str(ratings.RATINGS[str(code)].word) if code else _("Not rated")


@register.filter
def rating_meaning(code: str) -> str:
    """`{{ "PM"|rating_meaning }}`: "met in part"."""
    return str(ratings.RATINGS[str(code)].meaning)


@register.simple_tag
def rating_glyph(code: str) -> SafeString:
    """`{% rating_glyph "PM" %}`: the shape alone; always beside its word."""
    return ratings.glyph(code)


@register.simple_tag
def phone_tabs(nav: Sequence[Sequence[Any]]) -> list[Any]:
    """The few lines of the sidebar that a phone shows at its lower edge."""
    lines = {line.room: line for group in nav or () for line in group}
    return [lines[room] for room in PHONE_ROOMS if room in lines]
