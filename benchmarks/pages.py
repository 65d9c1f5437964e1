"""How long pages take while several people read: `python -m benchmarks.pages ADDRESS EMAIL PASSWORD PATH…`.

Asks a server that runs already (`riser serve --workers 2 --no-worker`) over 8 connections at once.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

import httpx

CONNECTIONS, EACH = 8, 25


def main() -> None:
    """Prints the middle and the 95th percentile of each page, in milliseconds."""
    address, email, password, *paths = sys.argv[1:]
    session = sign_in(address, email, password)
    for path in paths:
        taken = ask(address, session, path)
        print(f"{path}: median {median(taken):.0f} ms, p95 {quantiles(taken, n=20)[-1]:.0f} ms")


def sign_in(address: str, email: str, password: str) -> dict[str, str]:
    """The cookies of somebody who is signed in."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=60) as client:
        client.get("/account/login/")
        form = {"login": email, "password": password, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        answer = client.post("/account/login/", data=form, headers={"Referer": f"{address}/account/login/"})
        if answer.status_code != 200 or "/account/login/" in str(answer.url):
            raise SystemExit("Nobody could sign in with this address and password.")
        return dict(client.cookies)


def ask(address: str, session: dict[str, str], path: str) -> list[float]:
    """The milliseconds of every answer; the first of each connection, which may compute, not among them."""

    def one_reader(_number: int) -> list[float]:
        with httpx.Client(base_url=address, cookies=session, timeout=60) as client:
            client.get(path).raise_for_status()
            return [_timed(client, path) for _time in range(EACH)]

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [taken for reader in pool.map(one_reader, range(CONNECTIONS)) for taken in reader]


def _timed(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path).raise_for_status()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
