"""The page of a practice on one instance: what speaks for it, what is attached, who affirmed it."""

from dataclasses import dataclass

from riser.assess.affirmations import Affirmed, affirmations
from riser.assess.byhand import reference
from riser.assess.pages.judged import Hand, overridden
from riser.assess.pages.links import Links, ask_address
from riser.assess.pages.practice import by_hand
from riser.assess.pages.records import RecordLink, record_links
from riser.assess.profile import InstanceResult, PracticeProfile, Profile
from riser.foundation.evidence import Provenance, RecordRef


@dataclass(frozen=True, slots=True)
class InstancePage:
    """Everything the page draws. ``reference`` is what evidence by hand is attached to."""

    one: PracticeProfile
    result: InstanceResult
    practice_href: str
    own: RecordLink | None
    records: tuple[RecordLink, ...]
    override: Hand | None
    affirmations: tuple[Affirmed, ...]
    reference: RecordRef
    is_by_hand: bool
    ask_href: str

    @property
    def is_declared(self) -> bool:
        """Whether a second role can lift it by affirming."""
        return self.result.fact.provenance is Provenance.DECLARED


def page(
    profile: Profile, one: PracticeProfile, result: InstanceResult, links: Links, *, organisation_id: int
) -> InstancePage:
    """The page of a practice on one instance."""
    fact, instance = result.fact, result.instance
    found = record_links(organisation_id, {ref for ref in (*fact.records, instance.record) if ref})
    return InstancePage(
        one=one,
        result=result,
        practice_href=links.practice(one.id),
        own=found.get(instance.record) if instance.record else None,
        records=tuple(found[ref] for ref in fact.records if ref in found),
        override=overridden(profile.appraised, one.id, [result], organisation_id).get(instance.id),
        affirmations=tuple(affirmations(organisation_id, practice=one.id, instance=instance.id)),
        reference=reference(one.id, instance.id),
        is_by_hand=by_hand(result),
        ask_href=ask_address(one.id, instance.id),
    )
