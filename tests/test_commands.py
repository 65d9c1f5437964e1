"""Every command explains itself, and the reference that is written from the code shows it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from riser.cli import main

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from reference import cli as reference


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


def test_the_reference_has_a_section_for_every_command() -> None:
    page = reference.pages()["cli.md"]
    assert [name for name in NAMES if f"# riser {name}\n" not in page] == []
