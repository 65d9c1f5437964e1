"""Which default channel GA4 gives a visit. The rules are data; the first one that holds names the channel.

Source of the rules: GA4's published definitions of the default channel group (support.google.com, answer
9756891), kept by date in `connect/channels/ga4_rules.yaml`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Traffic:
    """Where a visit came from, as GA4 records it; "" is not set. Case does not matter to the rules."""

    source: str = ""
    medium: str = ""
    campaign: str = ""


Test = Callable[[Traffic, Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the channel it names, when, and the same in words by language (en, zh)."""

    id: str
    channel: str
    says: Mapping[str, str]
    test: Test


@dataclass(frozen=True, slots=True)
class Ruleset:
    """The rules in force from a day on, in the order in which they are tried; the last one always holds.

    `assistants` are the hosts whose visits GA4 gives the medium “ai-assistant”.
    """

    id: str
    since: date
    why: Mapping[str, str]
    rules: tuple[Rule, ...]
    assistants: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ChannelBook:
    """A ruleset together with the published list of sources: lower-case source -> search, social …"""

    ruleset: Ruleset
    categories: Mapping[str, str]

    @cached_property
    def engines(self) -> tuple[str, ...]:
        """Names of search engines that are no address: google, bing …"""
        return tuple(
            name for name, category in self.categories.items() if category == "search" and "." not in name
        )


@dataclass(frozen=True, slots=True)
class Assigned:
    """The channel of a visit, the rule that named it and the ruleset it stands in."""

    channel: str
    rule: str
    ruleset: str


def channel_of(traffic: Traffic, book: ChannelBook) -> Assigned:
    """The channel of a visit. Never fails: the last rule of a ruleset holds for everything."""
    folded = Traffic(traffic.source.lower(), traffic.medium.lower(), traffic.campaign.lower())
    rule = next(rule for rule in book.ruleset.rules if rule.test(folded, book.categories))
    return Assigned(rule.channel, rule.id, book.ruleset.id)


def in_force(rulesets: tuple[Ruleset, ...], day: date) -> Ruleset:
    """The newest ruleset that began on this day or before; the first one for days before all of them."""
    begun = [one for one in rulesets if one.since <= day]
    return max(begun or rulesets[:1], key=lambda one: one.since)


# --- rules as data -----------------------------------------------------------------------------------------


def rulesets_from(data: Mapping[str, Any]) -> tuple[Ruleset, ...]:
    """The rulesets of plain data, oldest first; one that is based on another holds its rules too."""
    patterns = {name: re.compile(text, re.DOTALL) for name, text in data["patterns"].items()}
    made: dict[str, Ruleset] = {}
    for entry in data["rulesets"]:
        before = made.get(entry.get("based_on", ""))
        own = tuple(_rule(one, patterns) for one in entry["rules"])
        made[entry["id"]] = Ruleset(
            id=entry["id"],
            since=entry["since"],
            why=entry["why"],
            rules=_placed(before.rules, own, after=entry["adds_after"]) if before else own,
            assistants=(before.assistants if before else frozenset()) | set(entry.get("assistants", ())),
        )
    return tuple(sorted(made.values(), key=lambda one: one.since))


def _placed(old: tuple[Rule, ...], new: tuple[Rule, ...], *, after: str) -> tuple[Rule, ...]:
    place = [rule.id for rule in old].index(after) + 1
    return (*old[:place], *new, *old[place:])


def _rule(entry: Mapping[str, Any], patterns: Mapping[str, re.Pattern[str]]) -> Rule:
    return Rule(entry["id"], entry["channel"], entry["says"], _test(entry, patterns))


def _test(entry: Mapping[str, Any], patterns: Mapping[str, re.Pattern[str]]) -> Test:
    """The test of one node: `all` or `any` of further nodes, or what one field has to be."""
    for word, joined in (("all", all), ("any", any)):
        if word in entry:
            parts = [_test(part, patterns) for part in entry[word]]
            return lambda traffic, categories: joined(part(traffic, categories) for part in parts)
    [(field, wanted)] = entry.items()
    [(how, what)] = wanted.items()
    return _leaf(field, how, patterns[what] if how == "matches" else what)


def _leaf(field: str, how: str, what: Any) -> Test:
    if how == "category":
        return lambda traffic, categories: categories.get(getattr(traffic, field)) == what
    holds = _HOLDS[how]
    return lambda traffic, categories: holds(getattr(traffic, field), what)


_HOLDS: Mapping[str, Callable[[str, Any], bool]] = {
    "is": lambda value, words: value in words,
    "contains": lambda value, words: any(word in value for word in words),
    "ends_with": lambda value, words: any(value.endswith(word) for word in words),
    "matches": lambda value, pattern: pattern.fullmatch(value) is not None,
}
