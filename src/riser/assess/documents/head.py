"""What stands above both reports: whose, on which day, under which model, on what it rests."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from riser.assess.pages.profile.finding import facts, lead, title
from riser.assess.profile import Profile
from riser.foundation.queries import House
from riser.ui.formats import day, sentences

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a report.

    Attributes:
        title: the finding as a sentence, stated minus evidenced.
        facts: the title block, as (label, value).
        address: where the same view opens for members; empty where nobody knows it, as on the shell.
        made: when this file was made, in the organisation's zone.
    """

    organisation: str
    name: str
    title: str
    lead: str
    facts: Facts
    as_of: date
    made: datetime
    is_demo: bool
    address: str = ""

    @property
    def foot(self) -> str:
        """The line at the foot of every page."""
        return " · ".join([self.organisation, self.name, _("as of %(day)s") % {"day": day(self.as_of)}])

    @property
    def disclaimer(self) -> str:
        """What the report is not; a demo says that too."""
        said = _("Prepares for an appraisal. This is no official rating.")
        demo = _("Demo: a fictional organisation.") if self.is_demo else ""
        return sentences(said, demo)


def head(profile: Profile, house: House, *, name: str, made: datetime, address: str = "") -> Head:
    """The head of a report of this profile; `name` is the kind of report in words."""
    return Head(
        organisation=house.name,
        name=name,
        title=title(profile),
        lead=lead(profile),
        facts=_facts(profile),
        as_of=profile.as_of,
        made=made,
        is_demo=house.is_demo,
        address=address,
    )


def _facts(profile: Profile) -> Facts:
    """The title block of the page, and what a page shows elsewhere: the day, and whether it is appraised."""
    return (*facts(profile), (_("As of"), day(profile.as_of)), (_("Status"), _status(profile)))


def _status(profile: Profile) -> str:
    """Indicative until a named person has judged everything that needs it."""
    found = profile.appraised
    if found is None or found.level is None:
        return _("Indicative, computed from records")
    return _("Appraised at level %(level)s by %(name)s, %(day)s") % {
        "level": found.level,
        "name": found.sitting.opened_by,
        "day": day(found.sitting.as_of),
    }
