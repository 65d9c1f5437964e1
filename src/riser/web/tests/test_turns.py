"""Pages of one process are made one after another, and none waits long for a turn."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, BrokenBarrierError, Event
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

import pytest

from riser.web.turns import InTurn

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LONG = 60.0  # seconds; longer than any test may wait
SOON = 0.05


def _ask(application: InTurn, method: str = "GET", path: str = "/") -> list[bytes]:
    environ: WSGIEnvironment = {"REQUEST_METHOD": method, "PATH_INFO": path}
    setup_testing_defaults(environ)
    return list(application(environ, _start))


def _start(_status: str, _headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
    return bytes


class _Meeting:
    """An application that tells whether a second request came in while the first one was inside."""

    def __init__(self, wait: float) -> None:
        self._both, self._wait = Barrier(2), wait

    def __call__(self, _environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        try:
            self._both.wait(self._wait)
        except BrokenBarrierError:
            return [b"alone"]
        return [b"together"]


def _two(application: InTurn, method: str) -> list[bytes]:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _number: _ask(application, method), range(2)))
    return [part for answer in answers for part in answer]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_two_pages_are_made_one_after_the_other(method: str) -> None:
    assert _two(InTurn(_Meeting(SOON), patience=LONG), method) == [b"alone", b"alone"]


def test_what_sends_something_in_takes_no_turn() -> None:
    assert _two(InTurn(_Meeting(LONG), patience=LONG), "POST") == [b"together", b"together"]


def test_a_page_that_computes_does_not_hold_up_the_others() -> None:
    inside, may_end = Event(), Event()

    def application(environ: "WSGIEnvironment", _start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/long":
            inside.set()
            may_end.wait(LONG)
        return [environ["PATH_INFO"].encode()]

    in_turn = InTurn(application, patience=SOON)
    with ThreadPoolExecutor(1) as pool:
        long = pool.submit(partial(_ask, in_turn, path="/long"))
        assert inside.wait(LONG)
        assert _ask(in_turn, path="/short") == [b"/short"]
        assert not long.done()
        may_end.set()
        assert long.result() == [b"/long"]


def test_a_page_that_breaks_gives_its_turn_back() -> None:
    meeting = _Meeting(10 * SOON)

    def application(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("broken")
        return meeting(environ, start)

    in_turn = InTurn(application, patience=40 * SOON)
    with pytest.raises(ValueError, match="broken"):
        _ask(in_turn, path="/broken")
    assert _two(in_turn, "GET") == [
        b"alone",
        b"alone",
    ]  # were the turn lost, both would give up waiting at once
