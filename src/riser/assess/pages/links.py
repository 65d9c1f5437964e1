"""Where things open, with the as-of day that the reader chose carried along."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from riser.foundation.evidence import PriceClass


def slug(practice: str) -> str:
    """A practice id as it stands in an address: "BUD-2.2"."""
    return practice.replace(" ", "-")


def instance_address(practice: str, instance: str, as_of: str = "") -> str:
    """The page of a practice on one instance."""
    asked = {"instance": instance} | ({"as_of": as_of} if as_of else {})
    return f"{reverse('assess_instance', args=[slug(practice)])}?{urlencode(asked)}"


def ask_address(practice: str, instance: str) -> str:
    """Where a colleague is asked to affirm a practice on an instance."""
    asked = urlencode({"instance": instance})
    return f"{reverse('assess_ask_affirmation', args=[slug(practice)])}?{asked}"


def compared_address(day: str, compare: str = "", against: str = "") -> str:
    """The profile of a day, with what it is compared with; that leads on to the comparison."""
    asked = {"as_of": day, "compare": compare, "against": against}
    return f"{reverse('assess')}?{urlencode({name: said for name, said in asked.items() if said})}"


@dataclass(frozen=True, slots=True)
class Links:
    """Builds the addresses of this room. `as_of` is the day in the address bar, empty for today.

    `unit` narrows the instances of a practice to those of one unit.
    """

    as_of: str = ""
    unit: str = ""

    def profile(self) -> str:
        """The profile."""
        return self._to("assess")

    def area(self, code: str, level: int | None = None) -> str:
        """An area, at one of its levels."""
        return self._to("assess_area", code) + (f"#level-{level}" if level else "")

    def practice(self, practice: str) -> str:
        """A practice with its instances, or with those of the unit."""
        return self._to("assess_practice", slug(practice), unit=self.unit)

    def instance(self, practice: str, instance: str) -> str:
        """A practice on one instance: its evidence, what is attached, and who affirmed it."""
        return instance_address(practice, instance, self.as_of)

    def price(self, price_class: PriceClass) -> str:
        """The rows behind a class of price."""
        return self._to("assess_prices", price_class.value)

    def _to(self, name: str, *args: str, **asked: str) -> str:
        said = {key: value for key, value in {"as_of": self.as_of, **asked}.items() if value}
        return reverse(name, args=args) + (f"?{urlencode(said)}" if said else "")
