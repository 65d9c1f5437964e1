"""Opens a landing link from outside, and never an address inside.

The name is resolved here, every address it has must be public, and the connection goes to the very address
that was looked at: a second answer of the name server changes nothing. The same at every hop. One client a
hop, without cookies, proxies or anything remembered; at most three hops, five seconds, name servers included,
and a few kilobytes.
"""

import ssl
from dataclasses import dataclass

import httpcore
import httpx
from django.conf import settings

import riser
from riser.foundation.addresses import Trouble, Unfit, target
from riser.foundation.guarded import Guard, Guarded
from riser.launch.words import Result

MOST_HOPS, MOST_BYTES = 3, 8 * 1024
AGENT = f"Riser/{riser.__version__} (link check before a launch)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A page that turns machines away says nothing of what a person would see.
TURNS_AWAY = frozenset({401, 403, 405, 406, 407, 429, 451, 999})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: pass, fail or unknown; `hops` counts the redirects that were followed."""

    result: Result
    trouble: Trouble | None = None
    status: int | None = None
    hops: int = 0
    final_url: str = ""


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
                transport=Guarded(using, context, deadline), headers=headers, trust_env=False
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
