"""A way out to the network that leads to looked-at addresses only.

The name is resolved here, every address it has must be public, and the connection goes to the very address
that was looked at: a second answer of the name server changes nothing. Every wait ends at a deadline, name
servers included. Nothing is remembered between two requests.
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

from riser.foundation.addresses import Trouble, Unfit, is_public

MOST_SECONDS = 5.0
Resolve = Callable[[str, int], Iterable[str]]


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


class Guarded(httpx.BaseTransport):
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
        asked = httpcore.Request(request.method, url, headers=request.headers.raw, content=request.read())
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
