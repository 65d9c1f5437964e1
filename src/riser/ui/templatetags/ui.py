"""Tags and filters of the look: `{% load ui %}`. Each is one line over a plain function."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.ui import formats, prices, ratings, tiles
from riser.ui.drawings import bars, dumbbell, ladder, levels, squares, stair, timeline

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
def moment(value: datetime | None) -> str:
    """`{{ at|moment }}`: a day with its time; a dash for None."""
    return formats.EN_DASH if value is None else formats.moment(value)


@register.simple_tag
def colon() -> str:
    """`{{ kind }}{% colon %}{{ title }}`: the colon of the language with its blank."""
    return formats.colon()


@register.simple_tag
def comma() -> str:
    """`{{ name }}{% comma %}{{ day }}`: the comma between parts of a sentence, as the language has it."""
    return formats.comma()


@register.simple_tag
def list_comma() -> str:
    """`{% if not forloop.last %}{% list_comma %}{% endif %}`: the comma between words in a row."""
    return formats.list_comma()


@register.filter
def listed(parts: Iterable[str]) -> str:
    """`{{ names|listed }}`: several words with the comma of the language, empty ones left out."""
    return formats.listed(parts)


@register.simple_tag
def share_of(part: Decimal | int, whole: Decimal | int) -> str:
    """`{% share_of spent cap %}`: "66.7 %"; just below a whole percent never reads as it."""
    return formats.share(part, whole)


@register.simple_tag
def sentences(*parts: str) -> str:
    """`{% sentences one two %}`: sentences joined as the language does."""
    return formats.sentences(*parts)


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


@register.simple_tag
def pair(about: str, cell: Any) -> SafeString:
    """`{% pair "BUD" cell %}`: stated beside evidenced, both leading to `cell.href`."""
    return tiles.pair(
        about, stated=cell.stated or "", evidenced=cell.evidenced or "", count=cell.count, href=cell.href
    )


@register.simple_tag
def beside(about: str, cell: Any) -> SafeString:
    """`{% beside "BUD" cell %}`: the two `cell.halves` of a comparison, each leading to its own records."""
    return tiles.beside(about, cell.halves)


@register.simple_tag
def mix(counts: Mapping[str, int], tall: bool = False) -> SafeString:
    """`{% mix counts %}`: the bar with its counts, as `<c-mix>` shows them."""
    return tiles.mix(counts, tall=bool(tall))


@register.simple_tag
def all_ratings() -> list[ratings.Rating]:
    """The six ratings in order, for a legend."""
    return list(ratings.RATINGS.values())


@register.simple_tag
def rating_counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """`{% rating_counts counts as shown %}`: code and number, without the zeros, in order."""
    return [(code, counts[code]) for code in ratings.RATINGS if counts.get(code)]


@register.simple_tag(name="stair")
def stair_tag(drawn: levels.Stair, size: str = "full") -> SafeString:
    """`{% stair levels %}` or `{% stair levels "small" %}`: the stair, and the ladder that phones show."""
    measures = stair.SMALL if size == "small" else stair.FULL
    return stair.stair_svg(drawn, measures) + ladder.ladder_html(drawn)


@register.simple_tag
def hand_key(hand: str) -> SafeString:
    """`{% hand_key "stated" %}`: ring, dashed or solid square for a table or a sentence."""
    return squares.key(squares.hand_mark(levels.Hand(hand), x=2, y=2))


@register.simple_tag
def stair_keys() -> list[tuple[SafeString, str]]:
    """The marks of the stair with their words, for its legend."""
    return [
        (squares.key(squares.standing_mark(standing, x=1, y=1, size=12)), str(word))
        for standing, word in levels.STANDING_WORDS.items()
    ]


@register.simple_tag(name="dumbbell")
def dumbbell_tag(drawn: dumbbell.AreaLevels) -> SafeString:
    """`{% dumbbell area.levels %}`: one area on the five levels."""
    return dumbbell.dumbbell_svg(drawn)


@register.simple_tag(name="timeline")
def timeline_tag(drawn: timeline.Timeline) -> SafeString:
    """`{% timeline line.timeline %}`: a rating over time, dashed because it is forecast."""
    return timeline.timeline_svg(drawn)


@register.simple_tag
def spark(values: Sequence[Decimal | None], label: str) -> SafeString:
    """`{% spark months label %}`: one bar a month; None is unknown, not zero."""
    return bars.spark_svg(values, label)


@register.simple_tag
def pace(spent: Decimal, cap: Decimal, planned: Decimal | None = None) -> SafeString:
    """`{% pace spent cap planned %}`: spend against its cap, with a tick for the plan to date."""
    return bars.pace_svg(spent, cap, planned)


@register.simple_tag
def mix_bar(counts: Mapping[str, int], tall: bool = False) -> SafeString:
    """`{% mix_bar counts %}`: how many instances have which rating."""
    return bars.mix_svg(counts, tall=bool(tall))


@register.simple_tag
def price_bar(figure: prices.PriceFigure, figures: Sequence[prices.PriceFigure]) -> SafeString:
    """`{% price_bar figure figures %}`: one figure on the scale that all of them share."""
    return bars.price_svg(figure, prices.full_scale(figures))


@register.filter
def scale_sentence(figures: Sequence[prices.PriceFigure]) -> str:
    """`{{ figures|scale_sentence }}`: what the full width of the bars is."""
    return prices.scale_sentence(figures)
