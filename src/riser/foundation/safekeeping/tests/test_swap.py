"""A swap that was killed after any step is brought to the same end by going through all steps again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from riser.foundation.safekeeping import swap
from riser.foundation.safekeeping.swap import Journal, Move

NAMES = ("riser.sqlite3-wal", "riser.sqlite3", "lake", "raw", "uploads")
RENAMES = 7  # of the five places: two have old content only, two both, one new content only


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with old content, and new content that waits in the staging folder."""
    for name in ("riser.sqlite3-wal", "riser.sqlite3", "lake/1/rows", "raw/1/file"):
        write(tmp_path / name, "old")
    for name in ("riser.sqlite3", "lake/1/rows", "uploads/1/file"):
        write(tmp_path / swap.STAGING / name, "new")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def journal_of(home: Path) -> Journal:
    def move(name: str) -> Move:
        staged = home / swap.STAGING / name
        return Move(str(staged) if staged.exists() else "", str(home / name), str(home / "aside" / name))

    return Journal("kept.zip", str(home / "aside"), "mark", "", "", tuple(move(name) for name in NAMES))


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


WHOLE = {
    "aside/lake/1/rows": "old",
    "aside/raw/1/file": "old",
    "aside/riser.sqlite3": "old",
    "aside/riser.sqlite3-wal": "old",
    "lake/1/rows": "new",
    "riser.sqlite3": "new",
    "uploads/1/file": "new",
}


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Lets so many renames pass; the next one is never reached."""
    rename, done = Path.rename, [0, 0]

    def counted(self: Path, target: Path) -> Path:
        done[0] += 1
        if done[0] > done[1]:
            raise Killed
        return rename(self, target)

    def after(number: int) -> None:
        done[0], done[1] = 0, number
        monkeypatch.setattr(Path, "rename", counted)

    yield after
    monkeypatch.undo()


@pytest.mark.parametrize("renames", range(RENAMES + 1))
def test_a_swap_killed_after_any_step_comes_to_the_same_end(
    home: Path, killed_after: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, renames: int
) -> None:
    swap.write(home, journal_of(home))
    killed_after(renames)
    try:
        swap.move_all(journal_of(home).moves)
        assert renames == RENAMES
    except Killed:
        assert renames < RENAMES
    monkeypatch.undo()
    journal = swap.read(home)
    assert journal is not None
    swap.move_all(journal.moves)
    swap.end(home)
    assert contents(home) == WHOLE
    assert swap.read(home) is None


def test_the_journal_is_the_same_when_read_again(home: Path) -> None:
    journal = journal_of(home)
    swap.write(home, journal)
    assert swap.read(home) == journal


def test_what_was_put_aside_is_never_lost(home: Path) -> None:
    write(home / "aside" / "lake" / "1" / "rows", "older")
    swap.move_all(journal_of(home).moves)
    assert (home / "aside/lake/1/rows").read_text() == "older"
    assert (home / "aside/lake.2/1/rows").read_text() == "old"
