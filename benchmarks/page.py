"""The page of results: figures as they were measured, on which machine and day, and what they do not say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


@dataclass(frozen=True, slots=True)
class Line:
    """One result: what was done, what it took, what it may take."""

    what: str
    told: str
    limit: str
    more: str


def write_page(page: Path, lines: Sequence[Line], *, day: date, machine: str, rounds: int) -> None:
    """Puts the results between the marks of the page; the words around them stay."""
    text = page.read_text("utf-8")
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n{_results(lines, day, machine, rounds)}\n{END}{after}", "utf-8")


def _results(lines: Sequence[Line], day: date, machine: str, rounds: int) -> str:
    head = f"Measured on {day.isoformat()}, {rounds} rounds. {machine}.\n"
    rows = [f"| {line.what} | {line.told} | {line.limit} | {line.more} |" for line in lines]
    return "\n".join([head, "| what | measured | may be | more |", "|---|---|---|---|", *rows])
