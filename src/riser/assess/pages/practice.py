"""The page of one practice: why it is rated so, instance by instance, and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from riser.assess.beside import Units
from riser.assess.pages.judged import Hand, Judged, judged, overridden
from riser.assess.pages.links import Links, slug
from riser.assess.pages.profile import amount
from riser.assess.pages.records import RecordLink, record_links
from riser.assess.profile import Gap, InstanceResult, PracticeProfile, Profile
from riser.assess.rules.scale import DM, FM, LM, MET, NE, NY, PM
from riser.assess.rules.stated import OTHERS, Respondent
from riser.assess.words import RESPONDENTS
from riser.foundation.evidence import Provenance
from riser.ui.formats import share
from riser.ui.prices import WORDS
from riser.ui.ratings import RATINGS

MOST_SHOWN = 200
RECENT, ALMOST = 8, 10  # so many instances stand open; the others fold, unless they are hardly any
RULE_ORDER = (FM, LM, PM, DM, NY, NE)


@dataclass(frozen=True, slots=True)
class InstanceLine:
    """One instance under the practice with the records that speak for it, and what a person called it."""

    result: InstanceResult
    records: tuple[RecordLink, ...]
    own: RecordLink | None
    override: Hand | None
    href: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The instances of one unit alone: how many of all there are, and where all of them stand."""

    unit: str
    shown: int
    of: int
    all_href: str


@dataclass(frozen=True, slots=True)
class PracticePage:
    """Everything the page draws; ``hidden`` instances did not fit and are older."""

    one: PracticeProfile
    area_name: str
    area_href: str
    level_name: str
    facts: tuple[tuple[str, str], ...]
    why: str
    lines: tuple[InstanceLine, ...]
    hidden: int
    counts: Mapping[str, int]
    rules: tuple[tuple[str, str], ...]
    stated: tuple[tuple[str, str], ...]
    gap_reason: str
    prices: tuple[tuple[str, str, str], ...]
    builds_on: tuple[tuple[str, str], ...]
    judged: Judged | None
    attachable: tuple[tuple[str, str], ...]
    instance_href: str
    narrowed: Narrowed | None

    @property
    def past(self) -> int:
        """How many of those shown have left the window: history, which counts no more."""
        return sum(not line.result.counts for line in self.lines)

    @property
    def recent(self) -> tuple[InstanceLine, ...]:
        """The newest instances, which stand open."""
        return self.lines if len(self.lines) <= ALMOST else self.lines[:RECENT]

    @property
    def earlier(self) -> tuple[InstanceLine, ...]:
        """The instances that fold under one line on a phone."""
        return self.lines[len(self.recent) :]


def page(
    profile: Profile, practice_id: str, links: Links, *, organisation_id: int, belonging: Units | None = None
) -> PracticePage | None:
    """The page of a practice, or None where the model has no such practice.

    Where the links name a unit, only its instances stand there; `belonging` says whose each is.
    """
    one = profile.practices.get(practice_id)
    if one is None:
        return None
    area = next(area for area in profile.areas if area.area.code == one.practice.area)
    told = [r for r in one.results if not links.unit or (belonging or {}).get(r.instance.id) == links.unit]
    shown = told[:MOST_SHOWN]
    gap = profile.gap(practice_id)
    return PracticePage(
        one=one,
        area_name=str(area.area.name),
        area_href=links.area(area.area.code),
        level_name=str(profile.model.level(one.practice.level).name),
        facts=_facts(one),
        why=why(one),
        lines=_lines(shown, profile, one, links, organisation_id),
        hidden=len(told) - len(shown),
        counts={code.value: count for code, count in one.tally.items()},
        rules=tuple(
            (code.value, str(one.practice.rating[code])) for code in RULE_ORDER if code in one.practice.rating
        ),
        stated=tuple((_seat(name), rating.value) for name, rating in one.stated.shown.items()),
        gap_reason=gap.reason if gap and gap.prices is None else "",
        prices=_prices(gap, links) if gap else (),
        builds_on=tuple(
            (id_, links.practice(id_) if id_ in profile.practices else "") for id_ in one.practice.builds_on
        ),
        judged=judged(profile.appraised, practice_id),
        attachable=tuple((r.instance.id, r.instance.title) for r in shown if by_hand(r)),
        instance_href=reverse("assess_instance", args=[slug(practice_id)]),
        narrowed=_narrowed(one, len(told), links) if links.unit else None,
    )


def _narrowed(one: PracticeProfile, shown: int, links: Links) -> Narrowed:
    return Narrowed(links.unit, shown, len(one.results), replace(links, unit="").practice(one.id))


def by_hand(result: InstanceResult) -> bool:
    """Whether evidence for the instance can be attached by hand: nothing is computed, or a claim stands."""
    return result.value is NE or result.fact.provenance is Provenance.DECLARED


def _seat(name: str) -> str:
    """The name of a respondent role; roles of one or two people stand together."""
    return _("Others, together") if name == OTHERS else str(RESPONDENTS[Respondent(name)])


def _facts(one: PracticeProfile) -> tuple[tuple[str, str], ...]:
    met, due = _met_of_due(one)
    return (
        (_("Allowed"), allowed(one)),
        (_("Hold, by count"), _("%(met)s of %(due)s") % {"met": met, "due": due} if due else "–"),
        (_("Hold, by spend"), percent(one.shares.by_spend)),
    )


def _met_of_due(one: PracticeProfile) -> tuple[int, int]:
    counts = one.tally
    return sum(counts[code] for code in MET), sum(counts[code] for code in (FM, LM, PM, DM))


def allowed(one: PracticeProfile) -> str:
    """The allowed ratings in words: "Largely or Partly"."""
    words = [str(RATINGS[code].word) for code in one.outcome.allowed]
    return pgettext("between two ratings", " or ").join(words) or _("Not rated")


def percent(part: Fraction | None) -> str:
    """A share in percent; a dash where there is none."""
    return "–" if part is None else share(part.numerator, part.denominator)


def why(one: PracticeProfile) -> str:
    """Why the practice is rated as it is, in the words of the aggregation rule."""
    return " ".join([_because(one), *_left_out(one)])


def _because(one: PracticeProfile) -> str:
    if one.outcome.needs_judgement:
        return _because_of_shares(one)
    if one.outcome.is_rated:
        return _("All instances that count lie on one side, so nothing is left to decide.")
    if one.has_no_source:
        return _("No connected source could hold the record. That is not the same as “not done”.")
    return _("No instance counts yet, so there is nothing to rate.")


def _because_of_shares(one: PracticeProfile) -> str:
    said = _(
        "Some instances hold and some do not, so Largely or Partly is allowed. Largely needs 80 %% by count "
        "and by spend; computed: %(count)s and %(spend)s."
    ) % {"count": percent(one.shares.by_count), "spend": percent(one.shares.by_spend)}
    return f"{said} {_('A critical weakness decides for Partly.')}" if one.critical else said


def _left_out(one: PracticeProfile) -> list[str]:
    counts = one.tally
    said = []
    if counts[NY] and one.outcome.is_rated:
        said.append(_("Not yet due and left out: %(count)s.") % {"count": counts[NY]})
    if counts[NE] and one.outcome.is_rated:
        said.append(_("Without a source and left out: %(count)s.") % {"count": counts[NE]})
    return said


def _prices(gap: Gap, links: Links) -> tuple[tuple[str, str, str], ...]:
    return tuple((str(WORDS[p.price_class]), amount(p), links.price(p.price_class)) for p in gap.prices or ())


def _lines(
    results: Sequence[InstanceResult],
    profile: Profile,
    one: PracticeProfile,
    links: Links,
    organisation_id: int,
) -> tuple[InstanceLine, ...]:
    overrides = overridden(profile.appraised, one.id, results, organisation_id)
    refs = {ref for result in results for ref in (*result.fact.records, result.instance.record) if ref}
    found = record_links(organisation_id, refs)
    return tuple(
        InstanceLine(
            result=result,
            records=tuple(found[ref] for ref in result.fact.records if ref in found),
            own=found.get(result.instance.record) if result.instance.record else None,
            override=overrides.get(result.instance.id),
            href=links.instance(one.id, result.instance.id),
        )
        for result in results
    )
