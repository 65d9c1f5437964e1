"""Finds the pages of a running Riser by following its links, as a person would."""

from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

# Two of a kind: a page looks different with and without records behind it.
OF_A_KIND = 2
LINKS = "all => all.map(link => link.getAttribute('href'))"
LEAVES = ("/account/", "/api/", "/static/")


@dataclass
class Tour:
    """The pages found, by the name of their view, and what was wrong on the way."""

    pages: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def addresses(self) -> list[str]:
        """Every page found, in the order of the names."""
        return [address for _, found in sorted(self.pages.items()) for address in found]

    def is_first_of_a_kind(self, address: str) -> bool:
        """Whether no page before it came from the same view."""
        return any(found[0] == address for found in self.pages.values())

    def wants(self, path: str) -> bool:
        """Whether a page of this kind is still missing."""
        return len(self.pages.get(view_name(path), [])) < OF_A_KIND and path not in self.addresses()


def view_name(path: str) -> str:
    """The name of the view behind a path; empty where there is none."""
    try:
        return str(resolve(urlsplit(path).path).view_name)
    except Resolver404:
        return ""


def explore(page: Page, start: str) -> Tour:
    """Walks from a page over every link of the same installation."""
    tour, queue, seen = Tour(), deque(["/"]), {"/"}
    while queue:
        path = queue.popleft()
        if not tour.wants(path):
            continue
        if not view_name(path):
            tour.faults.append(f"{path}: a link leads to an address that does not exist")
            continue
        for found in visit(page, start, path, tour):
            if found not in seen and not found.startswith(LEAVES):
                seen.add(found)
                queue.append(found)
    return tour


def visit(page: Page, start: str, path: str, tour: Tour) -> list[str]:
    """The links of one page; its faults go into the tour."""
    try:
        answer = page.goto(start + path)
    except Error:  # a browser keeps a file instead of showing it
        status = page.request.get(start + path).status
        tour.faults += [] if status == 200 else [f"{path}: answered {status}"]
        return []
    if answer is None or answer.status != 200:
        tour.faults.append(f"{path}: answered {answer.status if answer else 'nothing'}")
        return []
    if not answer.headers["content-type"].startswith("text/html"):
        return []
    tour.pages.setdefault(view_name(path), []).append(path)
    links = page.eval_on_selector_all("a[href]", LINKS)
    inside = (urldefrag(urljoin(start + path, link)).url for link in links)
    return [link.removeprefix(start) for link in inside if link.startswith(start + "/")]
