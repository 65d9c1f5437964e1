"""What people decided, ready to draw: beside a practice, an instance, and on the pages of an appraisal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from riser.assess.appraised import Appraised, AppraisedPractice, Called, Signed
from riser.assess.pages.links import slug
from riser.assess.pages.records import RecordLink, record_links
from riser.assess.profile import InstanceResult
from riser.assess.rules.judgement import Moved, override_moved
from riser.assess.words import MOVED
from riser.foundation.evidence import RecordRef
from riser.ui.ratings import RATINGS


@dataclass(frozen=True, slots=True)
class Hand:
    """A decision of a named person: its title, who, when, why, and whether it still stands."""

    title: str
    by: str
    at: datetime
    reason: str
    record: RecordLink | None
    why_lapsed: str

    @property
    def is_lapsed(self) -> bool:
        """Whether it has to be confirmed."""
        return bool(self.why_lapsed)


@dataclass(frozen=True, slots=True)
class Judged:
    """A practice under the appraisal in force. ``code`` is empty while undecided or not rated."""

    code: str
    status: str
    href: str
    hand: Hand | None


def judged(found: Appraised | None, practice: str) -> Judged | None:
    """The appraised side of a practice; None where it is in the scope of no appraisal."""
    one = found.practices.get(practice) if found else None
    if found is None or one is None:
        return None
    return Judged(
        code=one.rating.value if one.rating else "",
        status=status(one),
        href=judge_href(found.sitting.id, practice),
        hand=practice_hand(one),
    )


def judge_href(appraisal_id: int, practice: str) -> str:
    """The page on which a practice is judged."""
    return reverse("assess_judge", args=[appraisal_id, slug(practice)])


def status(one: AppraisedPractice) -> str:
    """Where a practice stands, in a word or two."""
    if one.is_to_be_confirmed:
        return _("To be confirmed")
    if one.is_undecided:
        return _("To be decided")
    if one.rated:
        return _("Judged")
    return _("Nothing to decide") if one.basis.only else _("Not rated")


def practice_hand(one: AppraisedPractice, links: Mapping[RecordRef, RecordLink] | None = None) -> Hand | None:
    """The judgement of a practice, or None."""
    if one.rated is None:
        return None
    title = _("Judged %(word)s") % {"word": word(one.rated.value)}
    return hand(title, one.rated.signed, one.why_lapsed, links or {})


def overridden(
    found: Appraised | None, practice: str, results: Sequence[InstanceResult], organisation_id: int
) -> dict[str, Hand]:
    """The overrides of a practice's instances by their id, held against what is computed today."""
    one = found.practices.get(practice) if found else None
    called = {seen.seen.id: seen.called for seen in one.instances if seen.called} if one else {}
    refs = [call.signed.record for call in called.values() if call.signed.record]
    links = record_links(organisation_id, refs) if refs else {}
    return {
        result.instance.id: override_hand(call, override_moved(call.override.computed, result.value), links)
        for result in results
        if (call := called.get(result.instance.id))
    }


def override_hand(
    called: Called, lapsed: Sequence[Moved], links: Mapping[RecordRef, RecordLink] | None = None
) -> Hand:
    """The override of an instance: what it is called, and what was computed."""
    words = {"value": word(called.override.value), "computed": word(called.override.computed)}
    title = _("Called %(value)s, computed %(computed)s") % words
    return hand(title, called.signed, lapsed, links or {})


def hand(title: str, signed: Signed, lapsed: Sequence[Moved], links: Mapping[RecordRef, RecordLink]) -> Hand:
    """A decision as it is drawn."""
    record = links.get(signed.record) if signed.record else None
    return Hand(title, signed.by, signed.at, signed.reason, record, why_moved(lapsed))


def why_moved(moved: Sequence[Moved]) -> str:
    """Why a decision lapsed, in words; empty while it stands."""
    return pgettext("between two reasons", "; ").join(str(MOVED[one]) for one in moved)


def word(code: str) -> str:
    """The word of a rating."""
    return str(RATINGS[str(code)].word)
