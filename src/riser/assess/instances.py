"""What practices are rated on: what the rooms offer, and stand-ins for kinds that no room offers.

A month, a quarter and the organisation itself belong to no room. A practice of any other kind for which
nothing is computed yet is rated once for the whole organisation, so that evidence can be attached by hand.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from riser.assess.library import Model, Practice
from riser.foundation import registries
from riser.foundation.evidence import Instance
from riser.foundation.periods import Period, month_of, quarter_of
from riser.foundation.queries import house
from riser.ui.formats import day

CAMPAIGN_KINDS = frozenset({"campaign", "programme"})
DAYS_BACK = 366  # evidence by hand is asked for no further back


def all_instances(organisation_id: int, as_of: date, model: Model) -> dict[str, Instance]:
    """Every instance by its id; one call of each room's source."""
    sources = registries.instances.items()
    found = {one.id: one for _kind, source in sources for one in source(organisation_id, as_of)}
    offered = {kind for kind, _source in registries.instances.items()} | CAMPAIGN_KINDS
    wanted = dict.fromkeys(practice.instance for practice in model.practices.values())
    missing = [kind for kind in wanted if kind not in offered]
    go_live = house(organisation_id).go_live if missing else as_of
    return found | {one.id: one for kind in missing for one in stand_ins(kind, go_live, as_of)}


def stand_ins(kind: str, go_live: date, as_of: date) -> Iterator[Instance]:
    """The months or quarters of a kind since go-live, a year back at most; else the organisation, once.

    The running period counts only while none is over: evidence of it is not due yet.
    """
    if kind.endswith("month"):
        yield from _periods(kind, [*_months(go_live, as_of)], as_of)
    elif kind.endswith("quarter"):
        yield from _periods(kind, [*_quarters(go_live, as_of)], as_of)
    else:
        yield Instance(id=f"{kind}:all", kind=kind, title=_("The whole organisation"), to_day=as_of)


def rates(practice: Practice, instance: Instance) -> bool:
    """Whether a practice is rated on instances of this kind."""
    if practice.instance in CAMPAIGN_KINDS:
        return instance.kind in CAMPAIGN_KINDS
    return instance.kind == practice.instance


def _periods(kind: str, found: list[tuple[Period, str, str]], as_of: date) -> Iterator[Instance]:
    over = [one for one in found if one[0].to_day < as_of]
    for period, name, title in over or found:
        yield Instance(
            id=f"{kind}:{name}", kind=kind, title=title, from_day=period.from_day, to_day=period.to_day
        )


def _months(go_live: date, as_of: date) -> Iterator[tuple[Period, str, str]]:
    month = month_of(_first(go_live, as_of))
    while month.from_day <= as_of:
        yield month, f"{month.from_day:%Y-%m}", day(month.from_day, "month")
        month = month_of(month.to_day + timedelta(days=1))


def _quarters(go_live: date, as_of: date) -> Iterator[tuple[Period, str, str]]:
    quarter = quarter_of(_first(go_live, as_of))
    while quarter.from_day <= as_of:
        number, year = (quarter.from_day.month + 2) // 3, quarter.from_day.year
        title = _("Quarter %(number)s of %(year)s") % {"number": number, "year": year}
        yield quarter, f"{year}-Q{number}", title
        quarter = quarter_of(quarter.to_day + timedelta(days=1))


def _first(go_live: date, as_of: date) -> date:
    """Where to begin: go-live, a year back at most, and never after the day itself."""
    return min(as_of, max(go_live, as_of - timedelta(days=DAYS_BACK)))
