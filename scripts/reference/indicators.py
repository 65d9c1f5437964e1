"""What is computed from records: each registered signal with its practice, window and thresholds."""

from collections.abc import Iterator, Sequence

from reference.markdown import code, head, page, table
from reference.words import WORDS, saying
from riser.assess.library import Practice, model
from riser.foundation.registries import signals

HEADS = {
    "en": (
        "Indicators",
        "Which practices Riser computes from records, with the numbers that decide. A threshold rests on our "
        "judgement unless another basis is named. The rules themselves: [practices](practices.md).",
    ),
    "zh": (
        "指标",
        "哪些实践项由 Riser 按记录自动计算，用的是哪些数。门槛没注明依据的，是我们的判断。"
        "规则全文见[实践项](practices.md)。",
    ),
}


def pages() -> dict[str, str]:
    """One page in each language."""
    return {"indicators.md": one_page("en"), "indicators.zh.md": one_page("zh")}


def one_page(language: str) -> str:
    """Those that are computed, then those that wait for a source."""
    words, say = WORDS[language], saying(language)
    practices = model().practices
    computed = [practices[name] for name, _signal in signals.items() if name in practices]
    others = [practice for practice in practices.values() if practice not in computed]
    columns = [words[name] for name in ("practice", "instance", "window", "thresholds", "source")]
    lines = [*head(*HEADS[language], language), f"## {words['computed']}", ""]
    lines += table(columns, (row(one, language) for one in sorted(computed, key=lambda one: one.id)))
    lines += [f"## {words['not computed']}", ""]
    lines += table(
        (words["practice"], words["waits"]), ((link(one), say(one.waits_for or "")) for one in others)
    )
    return page(lines)


def row(practice: Practice, language: str) -> Sequence[str]:
    """One computed practice."""
    window = WORDS[language]["days"].format(practice.window.days, practice.window.instances)
    sources = ", ".join(code(one) for one in practice.sources)
    return link(practice), code(practice.instance), window, "<br>".join(thresholds(practice)), sources


def thresholds(practice: Practice) -> Iterator[str]:
    """Name and number, with the basis where it is no judgement of ours."""
    for name, threshold in (practice.indicator.thresholds if practice.indicator else {}).items():
        basis = "" if threshold.basis == "judgement" else f" ({threshold.basis})"
        yield f"{code(name)} {threshold.value}{basis}"


def link(practice: Practice) -> str:
    """The practice, leading to its rules."""
    return f"[{practice.id}](practices.md#{anchor(practice.id)})"


def anchor(practice: str) -> str:
    """The anchor that the heading of a practice gets: BUD 2.1 is bud-21."""
    return practice.lower().replace(".", "").replace(" ", "-")
