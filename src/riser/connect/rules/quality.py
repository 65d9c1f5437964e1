"""What a quality rule is, and what one evaluation of it found. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from riser.connect.rules.tables import Words

SAMPLE = 10
Pair = tuple[date, str]


class Verdict(StrEnum):
    """Whether the data keep a rule; not applicable where there is nothing to hold against it."""

    PASS = "pass"  # noqa: S105 - a verdict, no password
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what is added by day and campaign name. `sum` "rows" counts rows."""

    table: str
    day: str
    name: str
    sum: str


@dataclass(frozen=True)
class Rule:
    """One rule. `limit` is the bound of its kind, `basis` why it is that one."""

    id: str
    kind: str
    severity: str
    owner: str
    title: Words
    remedy: Words
    table: str = "ad_daily"
    column: str = ""
    limit: Decimal | None = None
    basis: Words | None = None
    left: Side | None = None
    right: Side | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """How many things were held against a rule, how many failed, and the names of the first of them."""

    checked: int
    failing: int
    sample: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Fails on the first failing thing."""
        if not self.checked:
            return Verdict.NOT_APPLICABLE
        return Verdict.FAIL if self.failing else Verdict.PASS


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule and what its newest evaluation found."""

    rule: Rule
    found: Checked

    @property
    def is_error(self) -> bool:
        """Whether it should stop a script."""
        return self.rule.severity == "error" and self.found.verdict == Verdict.FAIL


def rule_from(said: Mapping[str, Any]) -> Rule:
    """The typed rule behind an entry that its schema has accepted."""
    sides = {name: Side(**said[name]) for name in ("left", "right") if name in said}
    limit = {"limit": Decimal(str(said["limit"]))} if "limit" in said else {}
    return Rule(**{**said, **limit, **sides})


def checked_of(names: Iterable[str], *, checked: int) -> Checked:
    """What failed among so many, each name once, in order."""
    failing = sorted(set(names))
    return Checked(checked, len(failing), tuple(failing[:SAMPLE]))


def agree(left: Mapping[Pair, Decimal], right: Mapping[Pair, Decimal], limit: Decimal) -> Checked:
    """Days and campaigns that both sides know, and those of them in which the sides are too far apart.

    The difference is relative to the larger side: neither of them is the truth.
    """
    both = left.keys() & right.keys()
    apart = [pair for pair in both if _apart(left[pair], right[pair]) > limit]
    return checked_of((f"{day.isoformat()} {name}" for day, name in apart), checked=len(both))


def turned(before: Mapping[str, str], now: Iterable[RuleState]) -> list[Rule]:
    """The rules that passed at their evaluation before and fail now."""
    return [
        one.rule
        for one in now
        if before.get(one.rule.id) == Verdict.PASS and one.found.verdict == Verdict.FAIL
    ]


def _apart(left: Decimal, right: Decimal) -> Decimal:
    larger = max(abs(left), abs(right))
    return abs(left - right) / larger if larger else Decimal(0)
