"""One request sent and its answer read: guarded, bounded in time and size, without following anywhere."""

import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpcore
import httpx

import riser
from riser.connect.rules.pulls import Request
from riser.foundation.addresses import Trouble as Way
from riser.foundation.addresses import Unfit
from riser.foundation.guarded import Guard, Guarded

AGENT = f"Riser/{riser.__version__}"
SECONDS = 120.0
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Inside(Exception):
    """The address lies inside: nothing was sent."""


class Unreachable(Exception):
    """Nothing came back, or not in time: it may do so the next time."""


class TooLarge(Exception):
    """The answer is larger than a page may be."""


Send = Callable[[Request, Mapping[str, str]], Answer]


def sender(using: Guard, *, seconds: float = SECONDS) -> Send:
    """What sends a request with its secret headers. Raises Inside, Unreachable or TooLarge.

    `using` says which inner addresses are allowed; to none of the others a connection is opened.
    """

    def send(request: Request, secrets: Mapping[str, str]) -> Answer:
        where = httpx.URL(request.url)
        if where.scheme != "https" and where.host not in using.allowed:
            raise Inside
        deadline = using.clock() + seconds
        transport = Guarded(using, using.trust or ssl.create_default_context(), deadline)
        try:
            with httpx.Client(transport=transport, trust_env=False, follow_redirects=False) as client:
                return _answer(client, request, secrets)
        except Unfit as unfit:
            if unfit.trouble in {Way.NO_NAME, Way.TOO_SLOW}:
                raise Unreachable(unfit.trouble.value) from None
            raise Inside from None
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise Unreachable(type(error).__name__) from None
        except (httpcore.ProtocolError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from None

    return send


def _answer(client: httpx.Client, request: Request, secrets: Mapping[str, str]) -> Answer:
    headers = {"user-agent": AGENT, "accept": "application/json", "accept-encoding": "identity"}
    content = None
    if request.body is not None:
        content = json.dumps(request.body).encode()
        headers["content-type"] = "application/json"
    with client.stream(
        request.method,
        request.url,
        params=dict(request.query) or None,
        content=content,
        headers=headers | dict(request.headers) | dict(secrets),
    ) as answer:
        return Answer(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, _body(answer))


def _body(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in answer.iter_raw():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise TooLarge
    return b"".join(parts)
