"""Where things open, with the as-of day that the reader chose carried along."""

from dataclasses import dataclass

from django.urls import reverse

from riser.foundation.evidence import PriceClass


def slug(practice: str) -> str:
    """A practice id as it stands in an address: "BUD-2.2"."""
    return practice.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Links:
    """Builds the addresses of this room. `as_of` is the day in the address bar, empty for today."""

    as_of: str = ""

    def profile(self) -> str:
        """The profile."""
        return self._to("assess")

    def area(self, code: str, level: int | None = None) -> str:
        """An area, at one of its levels."""
        return self._to("assess_area", code) + (f"#level-{level}" if level else "")

    def practice(self, practice: str) -> str:
        """A practice with its instances."""
        return self._to("assess_practice", slug(practice))

    def price(self, price_class: PriceClass) -> str:
        """The rows behind a class of price."""
        return self._to("assess_prices", price_class.value)

    def _to(self, name: str, *args: str) -> str:
        address = reverse(name, args=args)
        return f"{address}?as_of={self.as_of}" if self.as_of else address
