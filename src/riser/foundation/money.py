"""Money: exact amounts with a currency that never add across currencies by accident."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from riser.foundation.currencies import is_currency
from riser.foundation.errors import Refused

MICROS = Decimal(1_000_000)
# ISO 4217 codes that ad platforms bill in: these feed the menus; any currency is taken.
COMMON_CURRENCIES = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "CNY",
    "JPY",
    "HKD",
    "SGD",
    "AUD",
    "CAD",
    "INR",
    "SEK",
    "PLN",
)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return f"{self.amount:,.2f} {self.currency}"


def to_micros(amount: Decimal) -> int:
    """The amount in millionths, rounded half-even."""
    return int((amount * MICROS).to_integral_value(rounding=ROUND_HALF_EVEN))


def from_micros(micros: int) -> Decimal:
    """The exact amount behind a number of millionths, trailing zeros dropped to two places."""
    amount = Decimal(micros) / MICROS
    return amount.quantize(Decimal("0.01")) if micros % 10_000 == 0 else amount


def currency_code(text: str) -> str:
    """A currency code in capitals. Raises Refused where nobody pays with it."""
    code = text.strip().upper()
    if not is_currency(code):
        raise Refused(
            _("“%(code)s” is not a currency. Write a three-letter code such as EUR.") % {"code": text[:60]}
        )
    return code


if TYPE_CHECKING:  # Django's fields are generic for the type checker only
    _MicrosField = models.BigIntegerField[Decimal | None, Decimal | None]
else:
    _MicrosField = models.BigIntegerField


class MoneyField(_MicrosField):
    """An amount stored as BigInteger micros and read as Decimal; its currency stands in a field beside it.

    Not a DecimalField: on SQLite that one loses digits and sums as floating point.
    """

    description = "Amount of money in millionths"

    def from_db_value(self, value: int | None, *_: object) -> Decimal | None:
        """The Decimal behind the stored micros."""
        return None if value is None else from_micros(value)

    def to_python(self, value: Any) -> Any:
        """A Decimal, as forms and fixtures give it."""
        return value if value is None or isinstance(value, Decimal) else Decimal(str(value))

    def get_prep_value(self, value: Any) -> int | None:
        """The micros to store."""
        return None if value is None else to_micros(Decimal(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Serialised as decimal text."""
        return str(self.value_from_object(obj))
