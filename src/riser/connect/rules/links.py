"""Whether a landing link carries the tags that join spend to visits. The policy is data; a finding is a word.

Rules of the tags: those that analytics systems publish for campaign parameters (source, medium, campaign and
their companions), one writing (lower case, no blanks), each parameter once.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote_plus, urlsplit

KNOWN = frozenset(
    {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"}
    | {"utm_source_platform", "utm_creative_format", "utm_marketing_tactic"}
)
PAID_MEDIUMS = frozenset(
    {"cpc", "ppc", "paid_search", "paid_social", "paid_video", "retargeting"}
    | {"display", "banner", "cpm", "affiliate", "audio"}
)
UNPAID_MEDIUMS = frozenset({"organic", "social", "email", "referral", "video", "sms", "push", "link", "app"})
# Writings that analytics systems still put into a channel, although our list asks for one writing only.
OTHER_ASSIGNED = re.compile(
    r".*cp.*|paid.*|expandable|interstitial|e[-_ ]mail|social[-_ ](network|media)|sm|mobile|notification"
)


@dataclass(frozen=True, slots=True)
class LinkPolicy:
    """What a link must carry and may say. `known` guards against typing errors in parameter names."""

    required: tuple[str, ...] = ("utm_source", "utm_medium", "utm_campaign")
    known: frozenset[str] = KNOWN
    mediums: frozenset[str] = PAID_MEDIUMS | UNPAID_MEDIUMS
    max_length: int = 100
    prohibited: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LinkContext:
    """Where the link is used: in a paid campaign, and on which page it stands (its referrer)."""

    campaign_is_paid: bool = False
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Tags:
    """The campaign parameters of a URL: raw values in order of appearance, first one wins."""

    values: Mapping[str, str] = field(default_factory=dict)
    repeated: tuple[str, ...] = ()
    has_click_id: bool = False


CLICK_IDS = frozenset({"gclid", "gbraid", "wbraid", "msclkid", "li_fat_id", "ttclid", "fbclid"})
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_MACRO = re.compile(r"\{[^{}]*\}")


def is_inside(host: str) -> bool:
    """Whether a host is written as an address that nobody outside can reach. A name says nothing here."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


def lint(url: str, policy: LinkPolicy, context: LinkContext) -> tuple[str, ...]:
    """The findings of a link, sorted; none where it is clean. `too_long:utm_term` names its parameter."""
    parts = urlsplit(url)
    tags = tags_of(parts.query)
    found = set(_address_findings(parts.scheme, tags, policy, context))
    found |= set(_missing(tags, policy))
    for name, raw in tags.values.items():
        found |= set(_value_findings(name, raw, policy))
    medium = unquote_plus(tags.values.get("utm_medium", "")).lower()
    found |= set(
        _medium_findings(medium, complete=not _missing(tags, policy), policy=policy, context=context)
    )
    return tuple(sorted(found))


def lint_paid(url: str, policy: LinkPolicy) -> tuple[str, ...]:
    """The findings of a paid campaign's landing link; there, a link without any tag misses all of them."""
    found = set(lint(url, policy, LinkContext(campaign_is_paid=True)))
    tags = tags_of(urlsplit(url).query)
    if not tags.values and not tags.has_click_id:
        found |= {f"missing_required:{name}" for name in policy.required}
    return tuple(sorted(found))


def tags_of(query: str) -> Tags:
    """The `utm_` parameters of a query string, undecoded."""
    values: dict[str, str] = {}
    repeated = []
    click_id = False
    for pair in filter(None, query.split("&")):
        name, _, raw = pair.partition("=")
        click_id = click_id or (name.lower() in CLICK_IDS and bool(raw))
        if not name.lower().startswith("utm_"):
            continue
        if name in values:
            repeated.append(name)
        values.setdefault(name, raw)
    return Tags(values, tuple(repeated), click_id)


def _address_findings(scheme: str, tags: Tags, policy: LinkPolicy, context: LinkContext) -> Iterator[str]:
    if scheme == "http":
        yield "insecure_scheme"
    if tags.values and _host(context.referrer) and _is_own(_host(context.referrer), policy):
        yield "internal_link_tagged"
    for name in tags.repeated:
        yield f"duplicate_param:{name}"


def _missing(tags: Tags, policy: LinkPolicy) -> list[str]:
    # A click id joins the click by itself. A link without any tag is judged by who knows that it is paid.
    if tags.has_click_id or not tags.values:
        return []
    return [f"missing_required:{name}" for name in policy.required if not tags.values.get(name)]


def _value_findings(name: str, raw: str, policy: LinkPolicy) -> Iterator[str]:
    if name.lower() not in policy.known:
        yield f"unknown_utm_param:{name}"
    if _BAD_ESCAPE.search(raw):
        yield f"bad_percent_encoding:{name}"
        return
    value = unquote_plus(raw)
    if _MACRO.search(value):
        yield f"unresolved_macro:{name}"
        return
    yield from _writing_findings(name, value, policy)


def _writing_findings(name: str, value: str, policy: LinkPolicy) -> Iterator[str]:
    if value != value.lower() or name != name.lower():
        yield "uppercase"
    if any(character.isspace() for character in value):
        yield "space"
    if len(value) > policy.max_length:
        yield f"too_long:{name}"
    if value.lower() in policy.prohibited:
        yield f"prohibited_value:{name}"


def _medium_findings(
    medium: str, *, complete: bool, policy: LinkPolicy, context: LinkContext
) -> Iterator[str]:
    if not medium or _MACRO.search(medium):
        return
    if medium not in policy.mediums:
        yield "medium_not_allowed"
        if complete and not OTHER_ASSIGNED.fullmatch(medium):
            yield "channel_unassigned"
    if context.campaign_is_paid and medium in UNPAID_MEDIUMS:
        yield "paid_link_in_unpaid_channel"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _is_own(host: str, policy: LinkPolicy) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in policy.own_domains)
