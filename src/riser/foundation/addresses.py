"""Which addresses a link that a person typed may lead to: only such as everybody outside can reach.

A name says nothing; what it resolves to decides, each time anew. IPv6 can carry an IPv4 address inside it
(mapped, 6to4, Teredo, NAT64), so both have to be public.
"""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

HTTPS_PORT = 443
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
Address = IPv4Address | IPv6Address


class Trouble(StrEnum):
    """Why a link did not pass. The first group is found before anything is sent."""

    NOT_HTTPS = "not_https"
    NO_HOST = "no_host"
    CREDENTIALS = "credentials"
    OTHER_PORT = "other_port"
    INNER_ADDRESS = "inner_address"
    # what came back
    BAD_STATUS = "bad_status"
    REFUSES_MACHINES = "refuses_machines"
    TOO_MANY_HOPS = "too_many_hops"
    LEADS_NOWHERE = "leads_nowhere"
    BAD_CERTIFICATE = "bad_certificate"
    # nothing came back: says nothing of the page
    NO_NAME = "no_name"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    BROKEN_ANSWER = "broken_answer"


@dataclass(frozen=True, slots=True)
class Target:
    """Where one hop goes: a host as typed and a port."""

    host: str
    port: int


class Unfit(Exception):
    """The address may not be opened."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def target(url: str, *, any_port: bool = False) -> Target:
    """Where a link leads. Raises Unfit for anything but plain https on its own port."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or HTTPS_PORT
    except ValueError:
        raise Unfit(Trouble.NO_HOST) from None
    if parts.scheme.lower() != "https":
        raise Unfit(Trouble.NOT_HTTPS)
    if not host:
        raise Unfit(Trouble.NO_HOST)
    if parts.username is not None or parts.password is not None:
        raise Unfit(Trouble.CREDENTIALS)
    if port != HTTPS_PORT and not any_port:
        raise Unfit(Trouble.OTHER_PORT)
    return Target(host, port)


def is_public(text: str) -> bool:
    """Whether an IP address, as text, can be reached by everybody; False for what is no address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in _with_inner(address))


def _is_public(address: Address) -> bool:
    barred = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    local = address.is_private or address.is_link_local or _is_site_local(address)
    return address.is_global and not local and not barred


def _is_site_local(address: Address) -> bool:
    """fec0::/10, given up by RFC 3879 but still routed inside some houses; Python calls it global."""
    return isinstance(address, IPv6Address) and address.is_site_local


def _with_inner(address: Address) -> list[Address]:
    """The address, and the IPv4 addresses that it carries inside; a mapped one stands for its inner one."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address in _NAT64:  # not global by itself, and where it leads is what counts
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    inner: list[Address] = [address]
    if address.sixtofour is not None:
        inner.append(address.sixtofour)
    if address.teredo is not None:
        inner += address.teredo
    if address in _COMPATIBLE:
        inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return inner
