"""What may be opened from outside: only what everybody can reach, whatever it is written as."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.addresses import Target, Trouble, Unfit, is_public, target


@pytest.mark.parametrize(
    "inner",
    [
        "127.0.0.1", "10.0.0.1", "172.16.4.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "192.0.2.7", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::10.0.0.1",
        "2002:7f00:1::", "2002:a00:1::", "64:ff9b::a00:1", "64:ff9b::7f00:1", "2001:db8::1", "2130706433",
        "0x7f000001", "127.1", "localhost", "", "fec0::1", "feff::1",
    ],
)  # fmt: skip
def test_an_inner_address_is_not_public_in_any_writing(inner: str) -> None:
    assert not is_public(inner)


@pytest.mark.parametrize(
    "outer",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_an_outer_address_is_public(outer: str) -> None:
    assert is_public(outer)


@given(st.ip_addresses(v=4).filter(lambda address: not address.is_global))
def test_no_inner_address_hides_inside_an_ipv6_one(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    carriers = [0xFFFF << 32, 0x2002 << 112, int(ipaddress.IPv6Address("64:ff9b::"))]
    shifts = [0, 80, 0]
    for carrier, shift in zip(carriers, shifts, strict=True):
        assert not is_public(str(ipaddress.IPv6Address(carrier | (number << shift)))), address


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("http://shop.example/", Trouble.NOT_HTTPS),
        ("file:///etc/passwd", Trouble.NOT_HTTPS),
        ("gopher://shop.example/", Trouble.NOT_HTTPS),
        ("javascript:alert(1)", Trouble.NOT_HTTPS),
        ("https:///path", Trouble.NO_HOST),
        ("https://[::1", Trouble.NO_HOST),
        ("https://shop.example:99999/", Trouble.NO_HOST),
        ("https://anna:secret@shop.example/", Trouble.CREDENTIALS),
        ("https://shop.example@evil.example/", Trouble.CREDENTIALS),
        ("https://@shop.example/", Trouble.CREDENTIALS),
        ("https://shop.example:8443/", Trouble.OTHER_PORT),
        ("https://shop.example:22/", Trouble.OTHER_PORT),
    ],
)
def test_anything_but_plain_https_on_its_own_port_is_refused(url: str, trouble: Trouble) -> None:
    with pytest.raises(Unfit) as unfit:
        target(url)
    assert unfit.value.trouble == trouble


def test_a_plain_link_names_host_and_port() -> None:
    assert target("HTTPS://Shop.Example/spring?utm_source=x") == Target("shop.example", 443)
