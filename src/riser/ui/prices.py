"""The three classes of a price in words, and one figure of a class ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from riser.ui import formats

WORDS = {
    "lost": pgettext_lazy("price", "Lost"),
    "at_risk": pgettext_lazy("price", "At risk"),
    "uncontrolled": pgettext_lazy("price", "Uncontrolled"),
}
MEANINGS = {
    "lost": gettext_lazy("Provably bought nothing."),
    "at_risk": gettext_lazy("Shortfall against your own comparable campaigns, low to high."),
    "uncontrolled": gettext_lazy("Spent outside a control, whatever it earned."),
}


@dataclass(frozen=True)
class PriceFigure:
    """One class of price, ready to show. `low` None means: not priced, for the reason in `reason`.

    `kind` is lost, at_risk or uncontrolled; `high` differs from `low` only at risk. `basis` says whose figure
    it is and how many rows stand behind it, `href` leads to them, `because` replaces the general meaning.
    """

    kind: str
    currency: str
    low: Decimal | None = None
    high: Decimal | None = None
    href: str = ""
    basis: str = ""
    reason: str = ""
    because: str = ""

    @property
    def word(self) -> str:
        """The class as a heading."""
        return str(WORDS[self.kind])

    @property
    def amount(self) -> str:
        """The figure in whole units, a range where it is one. Raises ValueError where there is none."""
        if self.low is None:
            raise ValueError(f"{self.kind} has no price")
        return formats.money_range(self.low, self.high if self.high is not None else self.low, self.currency)

    @property
    def sentence(self) -> str:
        """What the figure means, or why there is none."""
        return (self.reason if self.low is None else self.because) or str(MEANINGS[self.kind])


def full_scale(figures: Sequence[PriceFigure]) -> Decimal:
    """The amount at the full width of the bars: the next 1, 2 or 5 times a power of ten, at least 1."""
    highest = max((figure.high or figure.low or Decimal(0) for figure in figures), default=Decimal(0))
    power = Decimal(1)
    while power * 10 <= highest:
        power *= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= highest)


def scale_sentence(figures: Sequence[PriceFigure]) -> str:
    """What the bars measure, where any is drawn."""
    priced = [figure for figure in figures if figure.low is not None]
    if not priced:
        return ""
    amount = formats.money(full_scale(figures), priced[0].currency, whole=True)
    return _("Bars: full width is %(amount)s. Not annualised.") % {"amount": amount}


def days_behind(count: int) -> str:
    """ "38 campaign-days"."""
    return ngettext("%(count)s campaign-day", "%(count)s campaign-days", count) % {"count": count}
