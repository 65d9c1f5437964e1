"""Opens a landing link from outside, and never an address inside.

The name is resolved here, every address it has must be public, and the connection goes to the very address
that was looked at: a second answer of the name server changes nothing. The same at every hop. One client a
hop, without cookies, proxies or anything remembered; at most three hops, five seconds, name servers included,
and a few kilobytes.
"""

import socket
import ssl
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import httpcore
import httpx
from django.conf import settings

import riser
from riser.launch.rules.addresses import Trouble, Unfit, is_public, target
from riser.launch.words import Result

MOST_HOPS, MOST_SECONDS, MOST_BYTES = 3, 5.0, 8 * 1024
AGENT = f"Riser/{riser.__version__} (link check before a launch)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A page that turns machines away says nothing of what a person would see.
TURNS_AWAY = frozenset({401, 403, 405, 406, 407, 429, 451, 999})

Resolve = Callable[[str, int], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: pass, fail or unknown; `hops` counts the redirects that were followed."""

    result: Result
    trouble: Trouble | None = None
    status: int | None = None
    hops: int = 0
    final_url: str = ""


def resolve(host: str, port: int) -> Iterable[str]:
    """Every address of a name. Raises OSError where the name server knows none or cannot be asked."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return dict.fromkeys(str(entry[4][0]) for entry in found)


@dataclass(frozen=True)
class Guard:
    """What may be opened and how long it may take. `allowed` names inner addresses that tests listen on."""

    allowed: Collection[str] = ()
    trust: ssl.SSLContext | None = None
    resolve: Resolve = resolve
    seconds: float = MOST_SECONDS
    clock: Callable[[], float] = field(default=time.monotonic)

    def address(self, host: str, port: int, *, within: float) -> str:
        """The address to connect to. Raises Unfit where any address of the name lies inside.

        Also where the name server takes longer than `within` seconds.
        """
        try:
            found = self._ask(host, port).result(within)
        except TimeoutError:
            raise Unfit(Trouble.TOO_SLOW) from None
        except (OSError, UnicodeError):
            raise Unfit(Trouble.NO_NAME) from None
        if not found:
            raise Unfit(Trouble.NO_NAME)
        if not all(one in self.allowed or is_public(one) for one in found):
            raise Unfit(Trouble.INNER_ADDRESS)
        return found[0]

    def _ask(self, host: str, port: int) -> Future[list[str]]:
        """The addresses of a name, once they are known.

        The system's resolver takes no deadline, so it is asked in a thread of its own. One left behind
        ends when the resolver gives up, and keeps no process from ending.
        """
        answer: Future[list[str]] = Future()

        def ask() -> None:
            try:
                answer.set_result(list(self.resolve(host, port)))
            except Exception as error:
                answer.set_exception(error)

        Thread(target=ask, name=f"resolve {host}", daemon=True).start()
        return answer


def guard() -> Guard:
    """The guard of this installation. The product sets none of its settings; tests allow their loopback."""
    return Guard(
        allowed=getattr(settings, "LAUNCH_FETCH_ALLOWED", ()),
        trust=getattr(settings, "LAUNCH_FETCH_TRUST", None),
    )


def fetch(url: str, using: Guard | None = None) -> Answer:
    """What answers at a link. Never raises: what cannot be opened is unknown, what must not be is red."""
    using = using or guard()
    deadline = using.clock() + using.seconds
    here, hops = url, 0
    while True:
        try:
            status, onward = _one_hop(here, using, deadline)
        except Unfit as unfit:
            return _unopened(unfit.trouble, hops, here)
        if status not in REDIRECTS or not onward:
            return _judged(status, hops, here)
        if hops == MOST_HOPS:
            return Answer(Result.FAIL, Trouble.TOO_MANY_HOPS, status, hops, here)
        here, hops = onward, hops + 1


def _unopened(trouble: Trouble, hops: int, here: str) -> Answer:
    silent = {Trouble.NO_NAME, Trouble.NO_ANSWER, Trouble.TOO_SLOW, Trouble.BROKEN_ANSWER}
    return Answer(Result.UNKNOWN if trouble in silent else Result.FAIL, trouble, None, hops, here)


def _judged(status: int, hops: int, here: str) -> Answer:
    if 200 <= status < 300:
        return Answer(Result.PASS, None, status, hops, here)
    if status in TURNS_AWAY:
        return Answer(Result.UNKNOWN, Trouble.REFUSES_MACHINES, status, hops, here)
    nowhere = status in REDIRECTS
    return Answer(Result.FAIL, Trouble.LEADS_NOWHERE if nowhere else Trouble.BAD_STATUS, status, hops, here)


def _one_hop(url: str, using: Guard, deadline: float) -> tuple[int, str]:
    """The status of one request, and where it leads on; "" where it does not. Raises Unfit."""
    target(url, any_port=bool(using.allowed))
    context = using.trust or ssl.create_default_context()
    headers = {"user-agent": AGENT, "accept": "text/html,*/*;q=0.5", "accept-encoding": "identity"}
    try:
        with (
            httpx.Client(
                transport=_Guarded(using, context, deadline), headers=headers, trust_env=False
            ) as client,
            client.stream("GET", url) as answer,
        ):
            onward = answer.headers.get("location", "")
            if answer.status_code not in REDIRECTS:
                _taste(answer)
            return answer.status_code, str(answer.url.join(onward)) if onward else ""
    except httpx.InvalidURL:
        raise Unfit(Trouble.NO_HOST) from None
    except (httpcore.TimeoutException, httpx.TimeoutException):
        raise Unfit(Trouble.TOO_SLOW) from None
    except (httpcore.ConnectError, httpx.ConnectError) as error:
        raise Unfit(_of_connection(error)) from None
    except (httpcore.NetworkError, httpx.NetworkError):
        raise Unfit(Trouble.NO_ANSWER) from None
    except (httpcore.ProtocolError, httpx.HTTPError, ValueError):
        raise Unfit(Trouble.BROKEN_ANSWER) from None


def _of_connection(error: BaseException) -> Trouble:
    """A certificate that does not hold is red; that nobody picked up says nothing."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return Trouble.BAD_CERTIFICATE
        seen = seen.__cause__ or seen.__context__
    return Trouble.NO_ANSWER


def _taste(answer: httpx.Response) -> None:
    """Reads the beginning of the page: enough to see that there is one, never a download."""
    taken = 0
    for part in answer.iter_raw(chunk_size=MOST_BYTES):
        taken += len(part)
        if taken >= MOST_BYTES:
            return


class _Guarded(httpx.BaseTransport):
    """Sends requests over connections that go to looked-at addresses only and end at the deadline."""

    def __init__(self, using: Guard, context: ssl.SSLContext, deadline: float) -> None:
        backend = _Backend(using, deadline)
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, retries=0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(request.method, url, headers=request.headers.raw)
        answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    """Connects to the address that the guard looked at; every wait ends at the deadline."""

    def __init__(self, using: Guard, deadline: float) -> None:
        self._using, self._deadline, self._wires = using, deadline, httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        address = self._using.address(host, port, within=_left(self._using, self._deadline))
        left = _left(self._using, self._deadline)
        return _Stream(self._wires.connect_tcp(address, port, timeout=left), self._using, self._deadline)

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Unfit(Trouble.INNER_ADDRESS)


class _Stream(httpcore.NetworkStream):
    """A connection on which no single wait, and no number of short ones, lasts past the deadline."""

    def __init__(self, wire: httpcore.NetworkStream, using: Guard, deadline: float) -> None:
        self._wire, self._using, self._deadline = wire, using, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._wire.read(max_bytes, timeout=_left(self._using, self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._wire.write(buffer, timeout=_left(self._using, self._deadline))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._using, self._deadline)
        secured = self._wire.start_tls(ssl_context, server_hostname, left)
        return _Stream(secured, self._using, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._wire.get_extra_info(info)

    def close(self) -> None:
        self._wire.close()


def _left(using: Guard, deadline: float) -> float:
    left = deadline - using.clock()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left
