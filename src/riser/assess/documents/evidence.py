"""The evidence index: which instances a rating rests on, and which records stand behind each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import ngettext

from riser.assess.profile import InstanceResult, PracticeProfile, Profile
from riser.foundation.evidence import Characterisation, Provenance
from riser.ui.formats import listed
from riser.ui.ratings import RATINGS

MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One instance under one practice. `value` is after the caps, `recorded` what the records alone say.

    `counts` is false for what lies outside the window: it is listed, and nothing rests on it.
    """

    practice: str
    instance: str
    title: str
    value: Characterisation
    recorded: Characterisation
    counts: bool
    reason: str
    weakness: str
    provenance: Provenance
    day: date | None
    spend: Decimal
    currency: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The counting instances of one characterisation; the first by name, the Excel file lists them all."""

    code: Characterisation
    names: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.names)

    @property
    def said(self) -> str:
        """ "Spring Sale, Autumn Pots and 988 more"."""
        shown, left = listed(self.names[:MOST_NAMES]), self.count - MOST_NAMES
        if left <= 0:
            return shown
        more = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", left)
        return more % {"names": shown, "count": left}


@dataclass(frozen=True, slots=True)
class Line:
    """One practice with what it rests on."""

    one: PracticeProfile
    rating: Characterisation | None
    tally: Mapping[Characterisation, int]
    share_met: Fraction | None
    groups: tuple[Group, ...]


def entries(profile: Profile) -> tuple[Entry, ...]:
    """Every instance under every practice, in the model's order; those that count first."""
    return tuple(
        _entry(one.id, result)
        for one in profile.practices.values()
        for result in sorted(one.results, key=lambda result: not result.counts)
    )


def lines(profile: Profile) -> tuple[Line, ...]:
    """Every practice with its counting instances."""
    return tuple(
        Line(one, rating(one), one.tally, one.shares.by_count, _groups(one))
        for one in profile.practices.values()
    )


def rating(one: PracticeProfile) -> Characterisation | None:
    """The rating as reports show it: NE where nothing connected could hold the record, None: not rated."""
    return Characterisation.NE if one.rating is None and one.has_no_source else one.rating


def _entry(practice: str, result: InstanceResult) -> Entry:
    fact, instance = result.fact, result.instance
    return Entry(
        practice=practice,
        instance=instance.id,
        title=instance.title,
        value=result.value,
        recorded=fact.value,
        counts=result.counts,
        reason=fact.reason,
        weakness=fact.critical or "",
        provenance=fact.provenance,
        day=fact.day,
        spend=instance.spend,
        currency=instance.currency,
        records=tuple(f"{record.kind} {record.id}" for record in fact.records),
    )


def _groups(one: PracticeProfile) -> tuple[Group, ...]:
    by_value: dict[Characterisation, list[str]] = {}
    for result in one.counting:
        by_value.setdefault(result.value, []).append(result.instance.title)
    return tuple(
        Group(code, tuple(by_value[code])) for code in map(Characterisation, RATINGS) if code in by_value
    )
