"""The practices of the model, as their authors wrote them, in both languages."""

from collections.abc import Iterator

from reference.markdown import bullets, head, page
from reference.words import WORDS, rating, respondent, saying
from riser.assess.library import Practice, PracticeArea, model
from riser.foundation.evidence import Characterisation

HEADS = {
    "en": ("Practices", "What Riser rates: the rule of every rating, and what the self-assessment asks."),
    "zh": ("实践项", "Riser 评的就是这些：每一条怎样算做到、自评时问什么。"),
}


def pages() -> dict[str, str]:
    """One page in each language."""
    return {"practices.md": one_page("en"), "practices.zh.md": one_page("zh")}


def one_page(language: str) -> str:
    """All practices, area by area."""
    lines = head(*HEADS[language], language)
    for area in model().areas:
        lines += area_section(area, language) if area.practices else []
    return page(lines)


def area_section(area: PracticeArea, language: str) -> Iterator[str]:
    """One area with its practices."""
    say = saying(language)
    yield from [f"## {area.code} {say(area.name)}", "", say(area.purpose), ""]
    for practice in area.practices:
        yield from statement(practice, language)
        yield from ruling(practice, language)
        yield from warning(practice, language)
        yield from asking(practice, language)
        yield from acting(practice, language)


def statement(practice: Practice, language: str) -> Iterator[str]:
    """What is asked for, and why."""
    words, say = WORDS[language], saying(language)
    yield from [f"### {practice.id}", "", f"**{say(practice.statement)}**", ""]
    yield from [words["level"].format(practice.level), ""]
    yield from [f"*{words['why']}.* {say(practice.why)}", ""]


def ruling(practice: Practice, language: str) -> Iterator[str]:
    """The rule of each rating, best first."""
    words, say = WORDS[language], saying(language)
    yield from [f"*{words['rating']}*", ""]
    written = [key for key in Characterisation if key in practice.rating]
    yield from bullets(f"**{say(rating(key.value))}**: {say(practice.rating[key])}" for key in written)
    if practice.critical:
        yield from [f"*{words['critical']}.* {say(practice.critical)}", ""]


def warning(practice: Practice, language: str) -> Iterator[str]:
    """How it goes wrong, on purpose or not."""
    words, say = WORDS[language], saying(language)
    yield from [f"*{words['badly']}*", "", *bullets(say(one) for one in practice.done_badly)]
    yield from [f"*{words['gaming']}*", ""]
    yield from bullets(f"{say(one.trick)} → {say(one.counter)}" for one in practice.gaming)


def asking(practice: Practice, language: str) -> Iterator[str]:
    """What each seat is asked, with the criteria."""
    say = saying(language)
    yield from [f"*{WORDS[language]['questions']}*", ""]
    for question in practice.questions:
        yield f"- {say(respondent(question.role))}: {say(question.ask)}"
        yield from (f"    - {say(criterion)}" for criterion in question.criteria)
    yield ""


def acting(practice: Practice, language: str) -> Iterator[str]:
    """What to do about it."""
    words, say, action = WORDS[language], saying(language), practice.action
    effort = words["effort"].format(action.effort_days, action.per_campaign_minutes, action.elapsed_days)
    yield from [f"*{words['action']}.* {say(action.title)}. {effort}", ""]
    yield from [f"{number}. {say(step)}" for number, step in enumerate(action.steps, 1)]
    yield ""
