"""Coverage: how many practices the records speak about, and what would fix the others."""

from collections.abc import Mapping
from dataclasses import dataclass

from riser.assess.pages.links import Links
from riser.assess.profile import PracticeProfile, Profile
from riser.assess.rules.aggregate import tally
from riser.assess.rules.scale import NE, NY


@dataclass(frozen=True, slots=True)
class NoSource:
    """Practices that wait for the same thing; ``by_hand`` are those for which evidence can be attached."""

    practices: tuple[tuple[str, str], ...]
    remedy: str
    by_hand: tuple[tuple[str, str], ...] = ()


def no_source(profile: Profile, links: Links) -> tuple[NoSource, ...]:
    """The practices without a source, together where one thing would help them all."""
    by_remedy: dict[str, list[PracticeProfile]] = {}
    for one in profile.without_source:
        by_remedy.setdefault(one.remedy, []).append(one)
    return tuple(
        NoSource(
            practices=tuple((one.id, links.practice(one.id)) for one in waiting),
            remedy=remedy,
            by_hand=tuple((one.id, f"{links.practice(one.id)}#attach") for one in waiting if one.results),
        )
        for remedy, waiting in by_remedy.items()
    )


def coverage(profile: Profile) -> Mapping[str, int]:
    """How many practices stand at which rating, those without a source among them."""
    found = [NE if one.has_no_source else one.rating or NY for one in profile.practices.values()]
    return {code.value: count for code, count in tally(found).items()}
