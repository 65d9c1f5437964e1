"""What makes content unfit to ship although its schema accepts it. A finding is a sentence with its place.

The gate of the content: both languages, no words that decide nothing, stories that can be decided without
being told the answer, prerequisites that lead down, and an indicator or the source it waits for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from riser.assess.library.model import FitnessTest, Model
from riser.assess.library.practice import Practice
from riser.assess.library.text import Localised
from riser.foundation.speech import gettext as _

EMPTY_WORDS = re.compile(
    r"\b(appropriate(ly)?|effective(ly|ness)?|regularly|ensur(e|es|ed|ing)|best practices?)\b", re.IGNORECASE
)
TELLS_THE_KEY = re.compile(
    r"\b(fully met|largely met|partially met|partly met|not met|does not meet|not yet due|no source)\b"
    r"|完全满足|大部满足|部分满足",
    re.IGNORECASE,
)
STORIES = 6
STORY_WORDS = range(25, 81)


def findings(content: Model | FitnessTest) -> list[str]:
    """Everything that keeps this content from shipping."""
    found = [*_text_findings(content)]
    if isinstance(content, Model):
        for practice in content.practices.values():
            found += [f"{content.id} {practice.id}: {finding}" for finding in _practice_findings(practice)]
        found += [f"{content.id}: {finding}" for finding in _circles(content.practices)]
        found += _area_findings(content)
    return found


def fallbacks(content: Model | FitnessTest) -> list[str]:
    """The places at which English stands in for a missing Chinese text."""
    return [path for path, text in texts(content, content.id) if not text.zh]


def texts(value: object, path: str) -> Iterator[tuple[str, Localised]]:
    """Every text inside, with the path to it."""
    if isinstance(value, Localised):
        yield path, value
    elif is_dataclass(value):
        inside = f"{path}.{value.id}" if isinstance(value, Practice) else path
        for part in fields(value):
            yield from texts(getattr(value, part.name), f"{inside}.{part.name}")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts(inner, f"{path}.{key}")
    elif isinstance(value, tuple):
        for place, inner in enumerate(value):
            yield from texts(inner, f"{path}[{place}]")


def _text_findings(content: Model | FitnessTest) -> Iterator[str]:
    for path in fallbacks(content):
        yield _("%(place)s: the Chinese text is missing. Write it.") % {"place": path}
    for path, text in texts(content, content.id):
        if word := EMPTY_WORDS.search(text.en):
            said = _("%(place)s: “%(word)s” decides nothing. Say what a record would show.")
            yield said % {"place": path, "word": word[0]}


def _practice_findings(practice: Practice) -> Iterator[str]:
    if (practice.indicator is None) == (practice.waits_for is None):
        yield _("it needs either an indicator or the source it waits for.")
    roles = Counter(question.role for question in practice.questions)
    if max(roles.values()) > 1:
        yield _("a role is asked twice; each role is asked about what that role sees.")
    if any(int(id_.split()[1][0]) > practice.level for id_ in practice.builds_on):
        yield _("it builds on a practice of a higher level. Take it off builds_on.")
    yield from _threshold_findings(practice)
    yield from _story_findings(practice)


def _threshold_findings(practice: Practice) -> Iterator[str]:
    """A share above the whole would never be reached."""
    values = practice.indicator.values if practice.indicator else {}
    for name, value in values.items():
        if name.endswith("_share") and value > 1:
            text = _("the threshold %(name)s is a share: %(value)s is more than the whole. Write 0 to 1.")
            yield text % {"name": name, "value": value}


def _story_findings(practice: Practice) -> Iterator[str]:
    if len(practice.stories) != STORIES:
        yield _("%(found)s stories instead of %(wanted)s.") % {
            "found": len(practice.stories),
            "wanted": STORIES,
        }
    for place, story in enumerate(practice.stories, start=1):
        words = len(story.text.en.split())
        if words not in STORY_WORDS:
            yield _("story %(place)s has %(words)s words; 25 to 80 are allowed.") % {
                "place": place,
                "words": words,
            }
        if told := TELLS_THE_KEY.search(f"{story.text.en} {story.text.zh}"):
            yield _("story %(place)s tells its key: “%(told)s”.") % {"place": place, "told": told[0]}
        if story.is_critical and practice.critical is None:
            yield _("story %(place)s shows a critical weakness, and the practice names none.") % {
                "place": place
            }
        if story.key not in practice.rating:
            yield _("story %(place)s has the key %(key)s, for which the practice states no rule.") % {
                "place": place,
                "key": story.key,
            }


def _circles(practices: Mapping[str, Practice]) -> Iterator[str]:
    """Practices that build on themselves by some way."""
    for start in practices:
        seen: set[str] = set()
        frontier = list(practices[start].builds_on)
        while frontier:
            id_ = frontier.pop()
            if id_ not in seen and id_ in practices:
                seen.add(id_)
                frontier += practices[id_].builds_on
        if start in seen:
            yield _("%(practice)s builds on itself. Break the circle in builds_on.") % {"practice": start}


def _area_findings(model: Model) -> Iterator[str]:
    categories = {category.code for category in model.categories}
    for area in model.areas:
        if area.category not in categories:
            yield _("%(place)s: there is no category “%(category)s”.") % {
                "place": f"{model.id} {area.code}",
                "category": area.category,
            }
        for level, planned in area.planned.items():
            if len(area.at(level)) > planned:
                yield _("%(place)s: more practices at level %(level)s than the %(planned)s planned.") % {
                    "place": f"{model.id} {area.code}",
                    "level": level,
                    "planned": planned,
                }
