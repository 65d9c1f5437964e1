"""Requirements as people write them: "CPA at most €32", "ROAS at least 4.0", “单个获客成本 <= 32”."""

import re
from dataclasses import dataclass
from decimal import Decimal

from riser.plan.rules.numbers import SIGNS, folded, number
from riser.plan.rules.trouble import Trouble, Unclear

OPERATORS = {
    "<=": ("<=", "=<", "≤", "⩽", "at most", "no more than", "not more than", "not above", "not over", "up to",
           "max", "maximum", "最多", "至多", "不超过", "不高于", "不大于", "小于等于", "小于或等于"),
    ">=": (">=", "=>", "≥", "⩾", "at least", "no less than", "not less than", "not below", "not under", "min",
           "minimum", "最少", "至少", "不低于", "不少于", "不小于", "大于等于", "大于或等于"),
    "<": ("<", "below", "under", "less than", "fewer than", "低于", "少于", "小于"),
    ">": (">", "above", "over", "more than", "高于", "多于", "大于", "超过"),
}  # fmt: skip
# Longest first, so that "not above" is not read as "above" and "不超过" not as “超过”.
_WORDS = sorted(
    ((word, sign) for sign, words in OPERATORS.items() for word in words), key=lambda pair: -len(pair[0])
)
_SIGN_OF = dict(_WORDS)


def _pattern(word: str) -> str:
    plain = re.escape(word)
    return rf"(?<![A-Za-z]){plain}(?![A-Za-z])" if word.isascii() and word[0].isalpha() else plain


_OPERATOR = re.compile("|".join(_pattern(word) for word, _ in _WORDS), re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d(?:[\d.,'’\u00a0]|\s(?=\d{3}(?!\d)))*(?:[k千万](?![A-Za-z]))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bound:
    """A requirement: the metric stands left of the operator, the bound right of it."""

    metric: str
    operator: str
    bound: Decimal
    unit: str

    def __str__(self) -> str:
        return f"{self.metric} {self.operator} {self.bound} {self.unit}".rstrip()


def bounds(text: str) -> tuple[Bound, ...]:
    """Every requirement in a cell; several are separated by semicolons or line breaks."""
    parts = [part for part in re.split(r"[;；\n]", text) if part.strip()]
    return tuple(bound(part) for part in parts)


def bound(text: str) -> Bound:
    """The one requirement that `text` says. Raises Unclear where metric, operator or bound is missing."""
    plain = folded(text)
    found = list(_OPERATOR.finditer(plain))
    if not found:
        raise Unclear(Trouble.NO_OPERATOR, plain)
    # "Maximum reach at least 3" starts with a word that is an operator elsewhere; ours follows a metric.
    first = next((match for match in found if _metric(plain, match)), None)
    if first is None:
        raise Unclear(Trouble.NO_METRIC, plain)
    value, unit = _value(plain[first.end() :].strip(), plain)
    return Bound(_metric(plain, first), _SIGN_OF[first.group().lower()], value, unit)


def _metric(plain: str, operator: re.Match[str]) -> str:
    return plain[: operator.start()].strip(" :,")


def _value(right: str, given: str) -> tuple[Decimal, str]:
    found = _NUMBER.search(right)
    if found is None:
        raise Unclear(Trouble.NO_BOUND, given)
    unit = f"{right[: found.start()]} {right[found.end() :]}".strip(" .。")
    return number(found.group().rstrip(".,")), _unit(unit)


def _unit(text: str) -> str:
    codes = SIGNS.get(text, ())
    return codes[0] if len(codes) == 1 else text
