"""Every command explains itself, and its page in the docs names it."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from riser.cli import main

DOCS = Path(__file__).resolve().parents[1] / "docs"
GENERAL = "shell.md"


def walk(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command below this one, with the words that call it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield (*words, name), below
            yield from walk(below, (*words, name))


COMMANDS = list(walk(main, ()))
NAMES = [" ".join(words) for words, _ in COMMANDS]


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=NAMES)
def test_a_command_says_what_it_does(words: tuple[str, ...], command: click.Command) -> None:
    assert command.help or command.short_help


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=NAMES)
def test_every_option_has_help(words: tuple[str, ...], command: click.Command) -> None:
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [option.opts for option in options if not option.help and not option.hidden] == []


@pytest.mark.parametrize("words", [words for words, _ in COMMANDS], ids=NAMES)
def test_the_docs_name_every_command(words: tuple[str, ...]) -> None:
    room = DOCS / f"{words[0]}.md"
    page = room if room.exists() else DOCS / GENERAL
    assert f"riser {' '.join(words)}" in page.read_text("utf-8")
