"""What an examination found: one line for each thing it looked at. No Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing stands. Only `mend` makes the examination end with 1."""

    OK = "ok"
    ADVICE = "advice"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it stands, in a sentence, and the command that mends it or ""."""

    about: str
    state: State
    text: str
    remedy: str = ""


def fine(about: str, text: str) -> Finding:
    """A thing that is as it should be."""
    return Finding(about, State.OK, text)


def advice(about: str, text: str, remedy: str = "") -> Finding:
    """A thing that works and could be better."""
    return Finding(about, State.ADVICE, text, remedy)


def mend(about: str, text: str, remedy: str = "") -> Finding:
    """A thing without which something does not work."""
    return Finding(about, State.MEND, text, remedy)


def exit_code(findings: Iterable[Finding]) -> int:
    """0 where nothing has to be mended, else 1."""
    return int(any(one.state == State.MEND for one in findings))
