"""The check lists of the launch gate, class by class, in both languages."""

from collections.abc import Iterator, Sequence

from reference.markdown import code, head, page, table
from reference.words import WORDS, saying
from riser.launch.lists import CheckList, Line, SizeClass, check_list

HEADS = {
    "en": (
        "Launch checks",
        "What the launch gate asks for, by class of campaign. How it decides: [launch](../launch.md).",
    ),
    "zh": ("上线检查项", "上线卡点按活动类别查什么。怎么判，见[上线](../launch.md)。"),
}


def pages() -> dict[str, str]:
    """One page in each language."""
    return {"launch-checks.md": one_page("en"), "launch-checks.zh.md": one_page("zh")}


def one_page(language: str) -> str:
    """The table of all checks, each check with its reason, the classes."""
    words, found = WORDS[language], check_list()
    columns = [words["check"], words["looks"], *found.classes]
    lines = head(*HEADS[language], language)
    lines += table(columns, (row(line, found, language) for line in found.lines.values()))
    for line in found.lines.values():
        lines += section(line, language)
    lines += [f"## {words['class']}", ""]
    lines += table(
        (words["class"], words["systems"]), (size(one, language) for one in found.classes.values())
    )
    return page(lines)


def row(line: Line, found: CheckList, language: str) -> Sequence[str]:
    """One check: who looks, and whether it stops the launch in each class."""
    words, say = WORDS[language], saying(language)
    asked = {True: words["blocks"], False: words["shows"], None: words["not asked"]}
    states = [asked[line.asked.get(one)] for one in found.classes]
    return say(line.name), words["riser" if line.automatic else "person"], *states


def section(line: Line, language: str) -> Iterator[str]:
    """One check: its code, why it is asked, what to do."""
    words, say = WORDS[language], saying(language)
    yield from [f"## {say(line.name)}", "", f"{code(line.code)}. {say(line.why)}", ""]
    yield from [f"*{words['do']}.* {say(line.do)}", ""]


def size(found: SizeClass, language: str) -> Sequence[str]:
    """One class and the systems it is checked against."""
    words, say = WORDS[language], saying(language)
    systems = (f"{say(name)} ({words[purpose.value]})" for name, purpose in found.systems)
    return f"{found.code} · {say(found.name)}", ", ".join(systems)
