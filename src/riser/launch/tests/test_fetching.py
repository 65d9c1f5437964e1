"""Landing links are opened over https within three hops, and nobody gets inside by one."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings

from riser.foundation.addresses import Trouble
from riser.foundation.guarded import Guard
from riser.launch.fetching import Answer, fetch, guard
from riser.launch.tests.shops import FLOOD, Shop, certificate, drip, flood, open_shop
from riser.launch.words import Result

LOOPBACK = "127.0.0.1"


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for shop.example."""
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def shop(pem: Path) -> Iterator[Shop]:
    """A shop on the loopback."""
    with open_shop(pem) as found:
        yield found


@pytest.fixture
def allowing(pem: Path) -> Guard:
    """A guard that lets the shop's own loopback pass, and nothing else inside."""
    names = {"shop.example": [LOOPBACK], "www.shop.example": [LOOPBACK]}

    def resolve(host: str, _port: int) -> list[str]:
        if host not in names:
            raise socket.gaierror
        return names[host]

    return Guard(allowed=(LOOPBACK,), trust=ssl.create_default_context(cafile=str(pem)), resolve=resolve)


def answering(address: str) -> Guard:
    """The product's own guard with a name server that gives this address to every name."""
    return Guard(resolve=lambda _host, _port: [address])


def test_a_page_that_answers_passes(shop: Shop, allowing: Guard) -> None:
    assert fetch(shop.url("/spring?utm_source=x"), allowing) == Answer(
        Result.PASS, None, 200, 0, shop.url("/spring?utm_source=x")
    )
    assert shop.asked == ["/spring?utm_source=x"]


def test_it_names_itself_and_carries_nothing_over(shop: Shop, allowing: Guard) -> None:
    shop.says(
        "/a",
        b"HTTP/1.1 302 Found\r\nSet-Cookie: who=me\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
    )
    assert fetch(shop.url("/a"), allowing).result == Result.PASS
    first, second = shop.heads
    assert "user-agent: Riser/" in first
    assert "cookie" not in second.lower()
    assert "authorization" not in second.lower()


@pytest.mark.parametrize(("hops", "result"), [(1, Result.PASS), (3, Result.PASS), (4, Result.FAIL)])
def test_three_hops_and_no_more(shop: Shop, allowing: Guard, hops: int, result: Result) -> None:
    for number in range(hops):
        shop.redirects(f"/{number}", f"/{number + 1}")
    answer = fetch(shop.url("/0"), allowing)
    assert (answer.result, answer.hops) == (result, min(hops, 3))
    assert (answer.trouble == Trouble.TOO_MANY_HOPS) is (result == Result.FAIL)
    assert len(shop.asked) == min(hops, 3) + 1


@pytest.mark.parametrize(
    ("status", "result", "trouble"),
    [
        (204, Result.PASS, None),
        (404, Result.FAIL, Trouble.BAD_STATUS),
        (410, Result.FAIL, Trouble.BAD_STATUS),
        (500, Result.FAIL, Trouble.BAD_STATUS),
        (403, Result.UNKNOWN, Trouble.REFUSES_MACHINES),
        (429, Result.UNKNOWN, Trouble.REFUSES_MACHINES),
        (302, Result.FAIL, Trouble.LEADS_NOWHERE),
    ],
)
def test_what_the_page_answers_decides(
    shop: Shop, allowing: Guard, status: int, result: Result, trouble: Trouble | None
) -> None:
    shop.says("/", f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\n\r\n".encode())
    answer = fetch(shop.url(), allowing)
    assert (answer.result, answer.trouble, answer.status) == (result, trouble, status)


@pytest.mark.parametrize(
    ("target", "trouble"),
    [
        ("https://127.0.0.2/", Trouble.INNER_ADDRESS),
        ("https://10.0.0.1/", Trouble.INNER_ADDRESS),
        ("https://169.254.169.254/latest/meta-data/", Trouble.INNER_ADDRESS),
        ("https://[::1]/", Trouble.INNER_ADDRESS),
        ("https://[::ffff:10.0.0.1]/", Trouble.INNER_ADDRESS),
        ("https://2130706434/", Trouble.INNER_ADDRESS),
        ("https://0x7f.2/", Trouble.INNER_ADDRESS),
        ("http://shop.example/", Trouble.NOT_HTTPS),
        ("file:///etc/passwd", Trouble.NOT_HTTPS),
        ("ftp://shop.example/", Trouble.NOT_HTTPS),
        ("https://anna:secret@shop.example/", Trouble.CREDENTIALS),
        ("//127.0.0.2/", Trouble.INNER_ADDRESS),
    ],
)
def test_a_redirect_leads_nowhere_inside(shop: Shop, allowing: Guard, target: str, trouble: Trouble) -> None:
    """The first hop is allowed; the second is looked at anew, by the system's own name server."""
    shop.redirects("/", target)
    own = allowing.resolve
    system = Guard().resolve
    both = replace(
        allowing, resolve=lambda host, port: own(host, port) if "example" in host else system(host, port)
    )
    answer = fetch(shop.url(), both)
    assert (answer.result, answer.trouble) == (Result.FAIL, trouble)
    assert shop.asked == ["/"]


@pytest.mark.parametrize(
    "inner",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.1.1", "::1", "fe80::1", "fd00::1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "0.0.0.0"],  # noqa: S104
)  # fmt: skip
def test_a_name_with_an_inner_answer_is_not_opened(inner: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    answer = fetch("https://looks-fine.example/", answering(inner))
    assert (answer.result, answer.trouble) == (Result.FAIL, Trouble.INNER_ADDRESS)


def test_one_inner_answer_among_outer_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    mixed = Guard(resolve=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])
    assert fetch("https://looks-fine.example/", mixed).trouble == Trouble.INNER_ADDRESS


def test_a_second_answer_of_the_name_server_changes_nothing(shop: Shop, allowing: Guard) -> None:
    """The connection goes to the address that was looked at; the name is asked for once a hop."""
    answers = iter([[LOOPBACK], ["10.0.0.1"], ["10.0.0.1"]])
    once = replace(allowing, resolve=lambda _host, _port: next(answers))
    assert fetch(shop.url(), once).result == Result.PASS
    assert next(answers) == ["10.0.0.1"], "asked more than once"


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("http://shop.example/", Trouble.NOT_HTTPS),
        ("file:///etc/passwd", Trouble.NOT_HTTPS),
        ("https://user@shop.example/", Trouble.CREDENTIALS),
        ("https://shop.example:8443/", Trouble.OTHER_PORT),
        ("https://shop.example:22/", Trouble.OTHER_PORT),
        ("https:///", Trouble.NO_HOST),
        ("not a link", Trouble.NOT_HTTPS),
        ("", Trouble.NOT_HTTPS),
    ],
)
def test_only_plain_https_on_its_own_port_is_opened(
    url: str, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", _never)
    answer = fetch(url, answering("93.184.216.34"))
    assert (answer.result, answer.trouble) == (Result.FAIL, trouble)


def test_a_flood_is_left_after_a_few_kilobytes(shop: Shop, allowing: Guard) -> None:
    shop.answers["/"] = flood
    assert fetch(shop.url(), allowing).result == Result.PASS
    assert shop.left.wait(60), "the connection was kept open"
    assert shop.flooded < FLOOD


def test_a_page_that_drips_ends_at_the_deadline_and_is_unknown(shop: Shop, allowing: Guard) -> None:
    """Each wait is short; together they must not last longer than one page may."""
    shop.answers["/"] = drip
    answer = fetch(shop.url(), replace(allowing, seconds=0.3))
    assert (answer.result, answer.trouble) == (Result.UNKNOWN, Trouble.TOO_SLOW)


def test_a_name_server_that_keeps_silent_ends_at_the_deadline_and_is_unknown() -> None:
    told = Event()

    def silent(_host: str, _port: int) -> list[str]:
        told.wait(60)
        return []

    answer = fetch("https://shop.example/", Guard(resolve=silent, seconds=0.2))
    told.set()
    assert (answer.result, answer.trouble) == (Result.UNKNOWN, Trouble.TOO_SLOW)


def test_the_time_is_for_all_hops_together(shop: Shop, allowing: Guard) -> None:
    shop.redirects("/", "/next")
    ticks = iter([0.0] + [1.0] * 6 + [99.0] * 50)
    answer = fetch(shop.url(), replace(allowing, seconds=5.0, clock=lambda: next(ticks)))
    assert (answer.result, answer.trouble) == (Result.UNKNOWN, Trouble.TOO_SLOW)


def test_what_is_no_answer_of_http_is_unknown(shop: Shop, allowing: Guard) -> None:
    shop.says("/", b"SSH-2.0-OpenSSH_9.6\r\n")
    answer = fetch(shop.url(), allowing)
    assert (answer.result, answer.trouble) == (Result.UNKNOWN, Trouble.BROKEN_ANSWER)


def test_a_certificate_for_another_name_is_red(shop: Shop, allowing: Guard) -> None:
    other = replace(allowing, resolve=lambda _host, _port: [LOOPBACK])
    answer = fetch(shop.url(host="other.example"), other)
    assert (answer.result, answer.trouble) == (Result.FAIL, Trouble.BAD_CERTIFICATE)
    assert shop.asked == []


def test_a_certificate_that_nobody_signed_is_red(shop: Shop, allowing: Guard) -> None:
    assert fetch(shop.url(), replace(allowing, trust=None)).trouble == Trouble.BAD_CERTIFICATE


def test_without_a_network_it_is_unknown_and_never_green(allowing: Guard) -> None:
    with socket.create_server((LOOPBACK, 0)) as door:
        port = door.getsockname()[1]
    answer = fetch(f"https://shop.example:{port}/", allowing)
    assert (answer.result, answer.trouble) == (Result.UNKNOWN, Trouble.NO_ANSWER)
    unnamed = fetch("https://nowhere.example/", allowing)
    assert (unnamed.result, unnamed.trouble) == (Result.UNKNOWN, Trouble.NO_NAME)


def test_the_product_itself_allows_nothing_inside() -> None:
    assert not hasattr(settings, "LAUNCH_FETCH_ALLOWED")
    assert not hasattr(settings, "LAUNCH_FETCH_TRUST")
    assert (guard().allowed, guard().trust) == ((), None)


def _never(*_: object, **__: object) -> None:
    raise AssertionError("a connection was opened")
