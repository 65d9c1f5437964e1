"""A practice as the model's data describes it, typed and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from riser.assess.library.text import Localised
from riser.assess.rules.freshness import Window
from riser.assess.rules.stated import Respondent
from riser.foundation.evidence import Characterisation

Texts = tuple[Localised, ...]


@dataclass(frozen=True, slots=True)
class Gaming:
    """A way to pass without doing it, and what counters it."""

    trick: Localised
    counter: Localised


@dataclass(frozen=True, slots=True)
class Question:
    """What one respondent role is asked; each criterion that is missing means the lower answer."""

    role: Respondent
    ask: Localised
    criteria: Texts


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that decides, and on what it rests: judgement, own-history, law or platform."""

    value: Decimal
    basis: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """How the rating is computed: thresholds by name, and the window in which instances count."""

    thresholds: Mapping[str, Threshold]
    window: Window

    @property
    def values(self) -> dict[str, Decimal]:
        """The bare numbers, as a signal is told them."""
        return {name: threshold.value for name, threshold in self.thresholds.items()}


@dataclass(frozen=True, slots=True)
class Action:
    """What to do on Monday: effort in person-days once, minutes per campaign, elapsed calendar days."""

    title: Localised
    steps: Texts
    effort_days: Decimal
    per_campaign_minutes: Decimal
    elapsed_days: int
    needs: Texts
    template: str
    lowers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A campaign story of the content gate with its key; ``records`` tells it as records, or None."""

    key: Characterisation
    is_critical: bool
    text: Localised
    records: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice. ``indicator`` is None where nothing computes it yet; ``waits_for`` then says on what."""

    id: str
    level: int
    statement: Localised
    why: Localised
    work_products: Texts
    builds_on: tuple[str, ...]
    done_badly: Texts
    gaming: tuple[Gaming, ...]
    questions: tuple[Question, ...]
    instance: str
    evidence_kinds: tuple[str, ...]
    sources: tuple[str, ...]
    rating: Mapping[Characterisation, Localised]
    critical: Localised | None
    indicator: Indicator | None
    waits_for: Localised | None
    action: Action
    related: tuple[str, ...]
    stories: tuple[Story, ...]

    @property
    def area(self) -> str:
        """The code of its area: the part before the blank."""
        return self.id.split(" ", 1)[0]

    @property
    def window(self) -> Window:
        """The window of its indicator, or the default one."""
        return self.indicator.window if self.indicator else Window()

    def question_for(self, role: Respondent) -> Question | None:
        """What this role is asked, or None: it does not see the practice."""
        return next((question for question in self.questions if question.role is role), None)
