"""What the front page shows: where are we, what does it cost, what next."""

from dataclasses import dataclass
from datetime import date

from riser.foundation.queries import House


@dataclass(frozen=True)
class FrontPage:
    """The front page, ready to draw. `template` differs for an empty organisation."""

    template: str
    as_of: date


def front_page(house: House, as_of: date) -> FrontPage:
    """The front page of an organisation as of a day."""
    return FrontPage(template="web/home.html", as_of=as_of)
