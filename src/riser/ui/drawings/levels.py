"""What the stair and the ladder draw: the same frozen values for both."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from riser.ui import formats


class Standing(StrEnum):
    """How an area stands at one level."""

    APPRAISED = "appraised"  # holds, and a named person decided so
    HOLDS = "holds"  # holds by the records, indicative
    FAILS = "fails"
    NO_SOURCE = "nosource"  # no connected source could hold the evidence
    NOT_YET = "notyet"  # not yet due, or not yet judged


STANDING_WORDS: Mapping[Standing, StrOrPromise] = {
    Standing.APPRAISED: gettext_lazy("holds, appraised"),
    Standing.HOLDS: gettext_lazy("holds, indicative"),
    Standing.FAILS: gettext_lazy("does not hold"),
    Standing.NO_SOURCE: gettext_lazy("no evidence source"),
    Standing.NOT_YET: gettext_lazy("not yet due"),
}


class Hand(StrEnum):
    """Where a level comes from; each has its own mark."""

    STATED = "stated"
    INDICATIVE = "indicative"
    APPRAISED = "appraised"


HAND_WORDS: Mapping[Hand, StrOrPromise] = {
    Hand.STATED: gettext_lazy("stated"),
    Hand.INDICATIVE: gettext_lazy("indicative"),
    Hand.APPRAISED: gettext_lazy("appraised"),
}


@dataclass(frozen=True)
class AreaSquare:
    """One practice area at one level; `href` leads to what stands behind it."""

    code: str
    name: str
    standing: Standing
    href: str

    def label(self, level: int) -> str:
        """The accessible name: area, level and standing in words."""
        return _("%(code)s %(name)s, level %(level)s: %(standing)s") % {
            "code": self.code,
            "name": self.name,
            "level": level,
            "standing": STANDING_WORDS[self.standing],
        }


@dataclass(frozen=True)
class Step:
    """One level with the areas that have practices there; level 1 has none and always holds."""

    level: int
    name: str
    squares: tuple[AreaSquare, ...] = ()

    @property
    def counts(self) -> Counter[Standing]:
        """How many areas stand how."""
        return Counter(square.standing for square in self.squares)

    @property
    def appraised(self) -> int:
        """Areas that hold by a person's decision."""
        return self.counts[Standing.APPRAISED]

    @property
    def holding(self) -> int:
        """Areas that hold, appraised or indicative."""
        return self.appraised + self.counts[Standing.HOLDS]

    def ordered(self) -> list[AreaSquare]:
        """The squares from appraised to not yet due, inside that in the order of the model."""
        order = list(Standing)
        return sorted(self.squares, key=lambda square: order.index(square.standing))

    def finding(self) -> str:
        """ "13 of 19 areas hold"."""
        if not self.squares:
            return _("no practices, always holds") if self.level == 1 else _("no practices yet")
        total = len(self.squares)
        sentence = ngettext("%(held)s of %(total)s area holds", "%(held)s of %(total)s areas hold", total)
        return sentence % {"held": self.holding, "total": total}


@dataclass(frozen=True)
class Stair:
    """The five levels, lowest first, and the three levels the organisation is said to have.

    `stated` is None before the first survey, `appraised` before the first appraisal.
    """

    steps: tuple[Step, ...]
    indicative: int
    stated: int | None = None
    appraised: int | None = None

    def hands_on(self, level: int) -> list[Hand]:
        """Which of the three levels is this one."""
        found = {Hand.APPRAISED: self.appraised, Hand.INDICATIVE: self.indicative, Hand.STATED: self.stated}
        return [hand for hand, at in found.items() if at == level]

    def finding(self) -> str:
        """The whole drawing in words."""
        said = [_("Level ladder.")]
        if self.stated is not None:
            said.append(_("Stated level %(level)s.") % {"level": self.stated})
        said.append(_("Indicative level %(level)s.") % {"level": self.indicative})
        if self.appraised is not None:
            said.append(_("Appraised level %(level)s.") % {"level": self.appraised})
        said += [
            _("Level %(level)s: %(finding)s.") % {"level": step.level, "finding": step.finding()}
            for step in self.steps
        ]
        return formats.sentences(*said)
