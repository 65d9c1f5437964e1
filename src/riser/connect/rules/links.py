"""What is wrong with the tags of a landing link. The policy is data; a finding is a word.

Rules of the tags: those that analytics systems publish for campaign parameters (source, medium, campaign and
their companions), one writing, each parameter once. What the values hold of persons: `rules/persons.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from riser.connect.rules.channels import Assigned, ChannelBook, Traffic, channel_of
from riser.connect.rules.landing import (
    AUTO_TAGS,
    CLICK_IDS,
    Landing,
    Parameter,
    decoded,
    host_of,
    is_inside,
    is_too_long,
    landing_of,
    same_site,
    traffic_of,
)
from riser.connect.rules.macros import Macro, without_macros
from riser.connect.rules.persons import names_a_person, shows_an_address

__all__ = ["LinkContext", "LinkPolicy", "LinkReport", "LinkRules", "is_inside", "lint", "lint_paid", "report"]

NO_ADDRESS, TOO_LONG = "not_a_url", "link_too_long"
PAID_CHANNELS = frozenset(
    {"Paid Search", "Paid Social", "Paid Video", "Paid Shopping", "Paid Other"}
    | {"Display", "Cross-network", "Affiliates", "Audio"}
)
UNASSIGNED = "Unassigned"


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """What a link must carry and may say. `known` guards against typing errors in parameter names.

    `separators` are the marks that part a value, of which one value uses one; `lower_case` whether capitals
    are a fault. Values are compared in lower case.
    """

    required: tuple[str, ...]
    known: frozenset[str]
    mediums: frozenset[str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    lower_case: bool = True
    separators: frozenset[str] = frozenset()
    max_length: int = 100
    prohibited: frozenset[str] = frozenset()
    macros: tuple[Macro, ...] = ()
    own_domains: frozenset[str] = frozenset()
    campaign_is_paid: bool = False


@dataclass(frozen=True)
class LinkRules:
    """Everything a link is held against: a policy, and the rules and list that name its channel."""

    policy: LinkPolicy
    channels: ChannelBook


@dataclass(frozen=True, slots=True)
class LinkContext:
    """Where the link is used: in a paid campaign, and on which page it stands (its referrer)."""

    campaign_is_paid: bool = False
    referrer: str = ""


NOWHERE = LinkContext()


@dataclass(frozen=True, slots=True)
class LinkReport:
    """A link, where a visit by it came from, its channel and what was found, sorted.

    Traffic and channel are None where the text is no address or far too long, or an escape in its tags
    cannot be read.
    """

    url: str
    traffic: Traffic | None
    assigned: Assigned | None
    findings: tuple[str, ...]

    @property
    def channel(self) -> str | None:
        """The name of the channel."""
        return self.assigned.channel if self.assigned else None


def report(url: str, rules: LinkRules, context: LinkContext = NOWHERE) -> LinkReport:
    """What GA4 makes of a link, and what is wrong with it."""
    landing = landing_of(url)
    if landing is None:
        return LinkReport(url, None, None, (TOO_LONG if is_too_long(url) else NO_ADDRESS,))
    found = set(_tag_findings(landing, rules.policy)) | set(_place_findings(landing, rules.policy, context))
    if any(word.startswith("bad_percent_encoding:") for word in found):
        return LinkReport(url, None, None, tuple(sorted(found)))
    traffic = traffic_of(landing, context.referrer, rules.channels)
    assigned = channel_of(traffic, rules.channels)
    found |= set(_channel_findings(landing, assigned.channel, rules.policy, context))
    return LinkReport(url, traffic, assigned, tuple(sorted(found)))


def lint(url: str, rules: LinkRules, context: LinkContext = NOWHERE) -> tuple[str, ...]:
    """The findings of a link, sorted; none where it is clean. `too_long:utm_term` names its parameter."""
    return report(url, rules, context).findings


def lint_paid(url: str, rules: LinkRules) -> tuple[str, ...]:
    """The findings of a paid campaign's landing link; there, a link without any tag misses all of them.

    A click id of any platform joins the click by itself.
    """
    found = set(lint(url, rules, LinkContext(campaign_is_paid=True)))
    landing = landing_of(url)
    if landing and not landing.tags and not landing.has_any(CLICK_IDS):
        found |= {f"missing_required:{name}" for name in rules.policy.required}
    return tuple(sorted(found))


# --- the address and its place -----------------------------------------------------------------------------


def _place_findings(landing: Landing, policy: LinkPolicy, context: LinkContext) -> Iterator[str]:
    if landing.scheme == "http":
        yield "insecure_scheme"
    if landing.tags and _is_own(host_of(context.referrer), landing, policy):
        yield "internal_link_tagged"
    if landing.tags_in_fragment:
        yield "utm_in_fragment"
    if landing.tags and landing.has_any(AUTO_TAGS):
        yield "autotag_conflict"
    for name in landing.repeated:
        yield f"duplicate_param:{name}"


def _is_own(host: str, landing: Landing, policy: LinkPolicy) -> bool:
    """Whether a page is ours: on the site of the link itself, or on one that the policy names."""
    below = (host == domain or host.endswith(f".{domain}") for domain in policy.own_domains)
    return bool(host) and (same_site(host, landing.host) or any(below))


# --- the tags ----------------------------------------------------------------------------------------------


def _tag_findings(landing: Landing, policy: LinkPolicy) -> Iterator[str]:
    for name in _missing(landing, policy):
        yield f"missing_required:{name}"
    for one in landing.tags.values():
        yield from _name_findings(one.name, policy)
        yield from _value_findings(one, policy)
    for one in landing.parameters:
        if not one.is_tag and shows_an_address(one.raw):
            yield f"pii:{one.name}"


def _missing(landing: Landing, policy: LinkPolicy) -> list[str]:
    # A click id of Google Ads tags by itself. A link without any tag is judged by who knows that it is paid.
    if landing.has_any(AUTO_TAGS) or not landing.tags:
        return []
    tags = landing.tags
    return [name for name in policy.required if name not in tags or not _holds_something(tags[name])]


def _holds_something(one: Parameter) -> bool:
    return one.value is None or bool(one.value.strip())


def _name_findings(name: str, policy: LinkPolicy) -> Iterator[str]:
    if name in policy.known:
        return
    # GA4 reads the names in lower case alone.
    yield "uppercase" if name.lower() in policy.known else f"unknown_utm_param:{name}"


def _value_findings(one: Parameter, policy: LinkPolicy) -> Iterator[str]:
    # Placeholders come out first: in “%%CAMPAIGN%%” the signs are no escapes.
    bare = decoded(without_macros(one.raw, policy.macros))
    if bare is None:
        yield f"bad_percent_encoding:{one.name}"
    elif without_macros(bare, policy.macros) != one.value:
        yield f"unresolved_macro:{one.name}"
    else:
        yield from _writing_findings(one, one.value or "", policy)


def _writing_findings(one: Parameter, value: str, policy: LinkPolicy) -> Iterator[str]:
    if policy.lower_case and any(map(str.isupper, value)):
        yield "uppercase"
    if any(map(str.isspace, value)):
        yield "space"
    if len(value) > policy.max_length:
        yield f"too_long:{one.name}"
    if value.strip().lower() in policy.prohibited:
        yield f"prohibited_value:{one.name}"
    if len(policy.separators & set(value)) > 1:
        yield f"mixed_separators:{one.name}"
    if names_a_person(one):
        yield f"pii:{one.name}"
    yield from _word_findings(one.name, value.strip().lower(), policy)


def _word_findings(name: str, word: str, policy: LinkPolicy) -> Iterator[str]:
    """What the policy says of this very word as a source or a medium."""
    if name == "utm_source" and policy.aliases.get(word, word) != word:
        yield "source_alias"
    if name == "utm_medium" and word and policy.mediums and word not in policy.mediums:
        yield "medium_not_allowed"


# --- the channel -------------------------------------------------------------------------------------------


def _channel_findings(
    landing: Landing, channel: str, policy: LinkPolicy, context: LinkContext
) -> Iterator[str]:
    if not landing.tags:
        return
    if channel == UNASSIGNED and not _missing(landing, policy):
        yield "channel_unassigned"
    paid = policy.campaign_is_paid or context.campaign_is_paid
    if paid and channel not in PAID_CHANNELS | {UNASSIGNED}:
        yield "paid_link_in_unpaid_channel"
