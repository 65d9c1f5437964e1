"""What VAL 2.2 rates: every requirement that stands, weighed by its part of the campaign's spend."""

from collections.abc import Sequence
from datetime import date

from riser.foundation.evidence import Instance, RecordRef
from riser.foundation.money import from_micros, to_micros
from riser.measure.evidence.reading import read
from riser.plan.evidence.results import Asked
from riser.plan.words import Kind as Plan

REQUIREMENT = "requirement"


def requirement_id(pk: int) -> str:
    """The id of a requirement as an instance."""
    return f"{REQUIREMENT}:{pk}"


def requirements(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance per requirement. Several of one campaign share its spend, so that none counts twice."""
    return [_instance(one) for one in read(organisation_id, as_of).asked.values()]


def _instance(one: Asked) -> Instance:
    terms = one.agreed or one.now
    return Instance(
        id=requirement_id(one.id),
        kind=REQUIREMENT,
        title=one.title,
        record=RecordRef(Plan.REQUIREMENT, str(one.id)),
        from_day=terms.from_day or one.spending.first,
        to_day=terms.to_day or one.spending.last,
        spend=from_micros(to_micros(one.amount) // one.shared_by),
        currency=one.currency,
    )
