"""Every command with its arguments and options, as the command line itself knows them."""

from collections.abc import Iterator

import click

from reference.markdown import code, head, page, table, text
from riser.cli import main

LEAD = "Every command and option. What they mean together says [the command line](../shell.md)."


def pages() -> dict[str, str]:
    """One page; the command line speaks English to programs."""
    return {"cli.md": page([*head("Commands", LEAD), *below(main, ("riser",))])}


def below(group: click.Group, words: tuple[str, ...]) -> Iterator[str]:
    """The sections of every command under a group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        yield from section(command, (*words, name))
        if isinstance(command, click.Group):
            yield from below(command, (*words, name))


def section(command: click.Command, words: tuple[str, ...]) -> Iterator[str]:
    """One command: how it is called, what it does, its options."""
    context = click.Context(command, info_name=" ".join(words))
    arguments = " ".join(command.collect_usage_pieces(context))
    yield from [f"{'#' * min(len(words), 4)} {' '.join(words)}", "", f"`{' '.join(words)} {arguments}`", ""]
    for paragraph in (command.help or command.short_help or "").split("\n\n"):
        yield from [text(paragraph.replace("\b", "")), ""]
    yield from table(("option", "meaning"), (option_row(one, context) for one in options(command)))


def options(command: click.Command) -> list[click.Option]:
    """The options that people may use."""
    return [one for one in command.params if isinstance(one, click.Option) and not one.hidden]


def option_row(option: click.Option, context: click.Context) -> tuple[str, str]:
    """An option as it is typed, and its meaning with default and variable."""
    record = option.get_help_record(context)
    spelled, meaning = record or (option.opts[0], option.help or "")
    return code(spelled), text(meaning)
