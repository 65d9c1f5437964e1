"""Which units there are, and what is compared when somebody writes a day or the name of a unit."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from riser.assess.beside import Beside, Units, two_days, two_units
from riser.assess.profile import Profile
from riser.assess.queries import profile
from riser.foundation.errors import NotFound, Refused
from riser.foundation.periods import FIRST_DAY, LAST_DAY
from riser.plan.queries import units as units_of_records
from riser.ui.formats import listed

CAMPAIGN = "campaign"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with the number of campaigns that name it; "" is for those that name none."""

    name: str
    campaigns: int


def units(organisation_id: int, as_of: date) -> list[UnitLine]:
    """The units that campaigns named on a day, by name, and at the end the campaigns without one, if any."""
    found = units_of_records(organisation_id, as_of)
    counts = Counter(unit for record, unit in found.items() if record.kind == CAMPAIGN)
    return sorted((UnitLine(*one) for one in counts.items()), key=lambda one: (not one.name, one.name))


def named_units(organisation_id: int, as_of: date) -> list[str]:
    """The names of the units, as campaigns named them on a day."""
    return [one.name for one in units(organisation_id, as_of) if one.name]


def beside(organisation_id: int, as_of: date, compare: str, against: str = "") -> Beside:
    """What a day or a unit comes to beside the profile of a day.

    `compare` is a day ("2026-03-01": that day beside `as_of`) or a unit: it stands beside the unit `against`,
    or beside the whole organisation. Raises NotFound, which names the units, and Refused.
    """
    if day := read_day(compare):
        if against:
            raise Refused(_("A day is compared with the day of the profile. Leave “against” out."))
        first, last = sorted((day, as_of))
        return two_days(profile(organisation_id, first), profile(organisation_id, last))
    left = named(organisation_id, as_of, compare)
    right = named(organisation_id, as_of, against) if against.strip() else None
    if left == right:
        raise Refused(_("“%(unit)s” is the same unit on both sides. Choose another one.") % {"unit": left})
    found = profile(organisation_id, as_of)
    return two_units(found, belonging(organisation_id, found), left, right)


def asked_beside(organisation_id: int, as_of: date, compare: str, against: str = "") -> Beside | None:
    """What `beside` gives; None where nothing is to be compared. Raises Refused for half a question."""
    if compare.strip():
        return beside(organisation_id, as_of, compare, against)
    if against.strip():
        raise Refused(_("“against” needs “compare”: name the unit that is to stand beside it."))
    return None


def belonging(organisation_id: int, found: Profile) -> Units:
    """The unit of every instance of a profile that belongs to a campaign."""
    records = units_of_records(organisation_id, found.as_of)
    instances = (result.instance for one in found.practices.values() for result in one.results)
    return {one.id: records[one.record] for one in instances if one.record and one.record in records}


def named(organisation_id: int, as_of: date, said: str) -> str:
    """The unit of that name, its letters large or small. Raises NotFound, which names what there is."""
    known = named_units(organisation_id, as_of)
    unit = next((one for one in known if one.casefold() == said.strip().casefold()), None)
    if unit is not None:
        return unit
    if not known:
        raise NotFound(_("No campaign names a unit yet. Name one in the plan of each campaign."))
    text = _("There is no unit “%(said)s”. There are: %(units)s. A day is written as 2026-03-01.")
    raise NotFound(text % {"said": said, "units": listed(known)})


def read_day(said: str) -> date | None:
    """The day that is written there; None where it is none. Raises Refused for one out of range."""
    try:
        day = date.fromisoformat(said.strip())
    except ValueError:
        return None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(_("“%(said)s” is no day. Write it as 2026-03-01.") % {"said": said})
    return day
