"""A landing link taken apart: its address, its tags, and where a visit by it came from, as GA4 sees it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, unquote_plus, unquote_to_bytes, urlsplit

from riser.connect.rules.channels import ChannelBook, Traffic

# What Google Ads adds to a click; GA4 reads source and medium from it, whatever the tags say.
AUTO_TAGS = frozenset({"gclid", "gbraid", "wbraid"})
# Every id that joins a click to its cost.
CLICK_IDS = AUTO_TAGS | {"msclkid", "li_fat_id", "ttclid", "fbclid"}
# The tags that GA4 reads, in this writing alone.
GA4_TAGS = frozenset(
    {"utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id"}
    | {"utm_source_platform", "utm_creative_format", "utm_marketing_tactic"}
)
LONGEST_LINK = 8000  # letters; servers and browsers take no longer one
LONGEST_KEPT = 200  # letters of a value whose reading is kept
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NO_PAGE = re.compile(r"[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)  # mailto:, javascript:
_BAD_ESCAPE = re.compile(r"%(?![0-9a-fA-F]{2})")
_UTM_IN_FRAGMENT = re.compile(r"(?:^|[?&/#!;])utm_\w+=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a link: its value as it is written, and decoded; None where it cannot be."""

    name: str
    raw: str
    value: str | None

    @property
    def is_tag(self) -> bool:
        """Whether it is a UTM parameter, also a misspelt or a shouted one."""
        return self.name.lower().removeprefix("amp;").startswith("utm_")


@dataclass(frozen=True)
class Landing:
    """A link taken apart. `scheme` is "" where none is written; parameters keep their order."""

    scheme: str
    host: str
    parameters: tuple[Parameter, ...]
    tags_in_fragment: bool

    @cached_property
    def tags(self) -> dict[str, Parameter]:
        """Its UTM parameters by name; of one that stands twice the first, which is the one that is read."""
        found: dict[str, Parameter] = {}
        for one in self.parameters:
            if one.is_tag:
                found.setdefault(one.name, one)
        return found

    @property
    def repeated(self) -> frozenset[str]:
        """UTM parameters that stand more than once."""
        times = Counter(one.name for one in self.parameters if one.is_tag)
        return frozenset(name for name, count in times.items() if count > 1)

    def has_any(self, names: frozenset[str]) -> bool:
        """Whether one of these parameters is there and holds something."""
        return any(one.raw and one.name.lower() in names for one in self.parameters)


def is_too_long(url: str) -> bool:
    """Whether a link is longer than any that is taken apart."""
    return len(url) > LONGEST_LINK


def landing_of(url: str) -> Landing | None:
    """The parts of a link; None where the text is no address of a page, or too long for one."""
    parts = _split(url)
    if parts is None:
        return None
    parameters = tuple(_parameters(parts.query))
    if not parts.hostname and not parts.path.startswith("/") and not parameters:
        return None
    return Landing(
        scheme=parts.scheme,
        host=(parts.hostname or "").rstrip("."),
        parameters=parameters,
        tags_in_fragment=_UTM_IN_FRAGMENT.search(parts.fragment) is not None,
    )


def _split(url: str) -> SplitResult | None:
    """The link split as a browser would: one that begins with a host is taken for https."""
    if is_too_long(url):
        return None
    text = url.strip()
    beginning = text.partition("?")[0].partition("#")[0].partition("/")[0]
    try:
        if _SCHEME.match(text) or text.startswith("//"):
            return _with_host(urlsplit(text))
        if text.startswith(("/", "?")):
            return urlsplit(text)
        if "." not in beginning or "@" in beginning or _NO_PAGE.match(text):
            return None
        return _with_host(urlsplit(f"//{text}"))
    except ValueError:
        return None


def _with_host(parts: SplitResult) -> SplitResult | None:
    host = parts.hostname or ""
    return parts if host and not any(map(str.isspace, host)) else None


def _parameters(query: str) -> Iterator[Parameter]:
    for pair in filter(None, query.split("&")):
        name, _sign, raw = pair.partition("=")
        yield Parameter(unquote_plus(name), raw, decoded(raw))


def decoded(raw: str) -> str | None:
    """The value that is meant; None where the percent signs do not say one."""
    return _kept(raw) if len(raw) <= LONGEST_KEPT else _decoded(raw)


def _decoded(raw: str) -> str | None:
    if _BAD_ESCAPE.search(raw):
        return None
    try:
        return unquote_to_bytes(raw.replace("+", " ").encode()).decode()
    except UnicodeError:
        return None


# The same few values stand in the links of a whole file.
_kept = lru_cache(maxsize=4096)(_decoded)


def is_inside(host: str) -> bool:
    """Whether a host is written as an address that nobody outside can reach. A name says nothing here."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return False


# --- where a visit came from -------------------------------------------------------------------------------


def traffic_of(landing: Landing, referrer: str, book: ChannelBook) -> Traffic:
    """Source, medium and campaign of a visit by this link from a page, "" where GA4 would not know.

    A click id of Google Ads goes before the tags, tags before the page the visit came from.
    """
    tags = {name: _text(one) for name, one in landing.tags.items()}
    campaign = tags.get("utm_campaign", "")
    if landing.has_any(AUTO_TAGS):
        return Traffic("google", "cpc", campaign)
    if any(tags.get(name) for name in GA4_TAGS):
        return Traffic(tags.get("utm_source", ""), tags.get("utm_medium", ""), campaign)
    return _came_from(host_of(referrer), landing.host, book)


def _text(one: Parameter) -> str:
    return one.raw if one.value is None else one.value


def host_of(url: str) -> str:
    """The host of an address in lower case, "" where there is none."""
    parts = _split(url)
    return (parts.hostname or "").rstrip(".") if parts else ""


def _came_from(host: str, own: str, book: ChannelBook) -> Traffic:
    """What GA4 makes of a visit without tags, by the page it came from."""
    if not host or same_site(host, own):
        return Traffic("(direct)", "(none)", "(direct)")
    plain = host.removeprefix("www.")
    if plain in book.ruleset.assistants:
        return Traffic(plain, "ai-assistant", "(ai-assistant)")
    if engine := _engine(plain, book):
        return Traffic(engine, "organic", "(organic)")
    known = next((name for name in (host, plain) if name in book.categories), host)
    if book.categories.get(known) == "search":
        return Traffic(known, "organic", "(organic)")
    return Traffic(known, "referral", "(referral)")


def _engine(host: str, book: ChannelBook) -> str:
    """The search engine whose result page this is, by any of its countries; "" for other hosts."""
    found = re.fullmatch(r"(?:(?:[a-z]{2}|m|cn)\.)?(?:search\.)?([a-z0-9-]+)\.(?:com?\.)?[a-z]{2,3}", host)
    return found[1] if found and found[1] in book.engines else ""


def same_site(one: str, other: str) -> bool:
    """Whether two hosts are one site: the same, with or without www, or one below the other."""
    first, second = (host.removeprefix("www.") for host in (one, other))
    return bool(first and second) and (
        first == second or first.endswith(f".{second}") or second.endswith(f".{first}")
    )


def undone(raw: str) -> str:
    """The value with its percent signs undone and its plus signs kept, for those who look for a number."""
    return unquote(raw)
