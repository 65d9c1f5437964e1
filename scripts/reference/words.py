"""The words of the reference pages, and the program's own words in the language of a page."""

from collections.abc import Callable
from typing import Any

from django.utils import translation

from reference.markdown import text
from riser.assess.words import RESPONDENTS
from riser.ui.ratings import RATINGS

LANGUAGES = {"en": "en", "zh": "zh-hans"}

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "level": "Level {}",
        "why": "Why it matters",
        "badly": "How it looks done badly",
        "gaming": "How one could pass without doing it, and what counters that",
        "rating": "How it is rated",
        "critical": "Critical weakness",
        "questions": "Questions of the self-assessment",
        "action": "What to do",
        "effort": "{} person-days once, {} minutes per campaign, {} days until it stands.",
        "practice": "practice",
        "instance": "rated on",
        "window": "counts for",
        "days": "{} days, at least the last {}",
        "thresholds": "thresholds",
        "source": "evidence from",
        "waits": "waits for",
        "computed": "Computed from records",
        "not computed": "Not computed yet",
        "check": "check",
        "looks": "who looks",
        "riser": "Riser",
        "person": "a person",
        "blocks": "blocks",
        "shows": "is shown",
        "not asked": "-",
        "do": "What to do",
        "class": "class",
        "systems": "receiving systems unless you name others",
        "bid": "bids on them",
        "count": "counts them",
    },
    "zh": {
        "level": "{} 级",
        "why": "为什么重要",
        "badly": "做歪了是什么样",
        "gaming": "怎么能蒙混过去，又怎么防",
        "rating": "怎么评",
        "critical": "严重弱项",
        "questions": "自评时问什么",
        "action": "怎么做",
        "effort": "一次性投入 {} 人天，每个活动 {} 分钟，{} 天见效。",
        "practice": "实践项",
        "instance": "按什么评",
        "window": "有效期",
        "days": "{} 天，至少最近 {} 个",
        "thresholds": "门槛",
        "source": "证据来自",
        "waits": "还等什么",
        "computed": "按记录自动计算",
        "not computed": "暂不能自动计算",
        "check": "检查项",
        "looks": "谁来查",
        "riser": "Riser",
        "person": "人工签字",
        "blocks": "不过不放行",
        "shows": "只提示",
        "not asked": "-",
        "do": "怎么办",
        "class": "活动类别",
        "systems": "默认的转化接收方",
        "bid": "用于出价",
        "count": "用于计数",
    },
}


def saying(language: str) -> Callable[[Any], str]:
    """Turns whatever has a text into the text of a language, ready for Markdown."""

    def say(value: Any) -> str:
        with translation.override(LANGUAGES[language]):
            return text(value)

    return say


def rating(code: str) -> Any:
    """What people read for a rating's code."""
    return RATINGS[code].word


def respondent(role: Any) -> Any:
    """What people read for the seat that is asked."""
    return RESPONDENTS[role]
