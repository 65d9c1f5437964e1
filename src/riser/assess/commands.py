"""`riser assess`: maturity from the records, stated answers, and the bare rules on a file."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

import click

Plain = Mapping[str, Any]
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
FILE = click.argument("file", type=click.File("rb"))


@click.group()
def assess() -> None:
    """Maturity from the records, stated answers, prices of gaps."""


@assess.command()
@FILE
@AS_JSON
def rate(file: IO[bytes], as_json: bool) -> None:
    """Allowed outcomes per practice, from its instances. No database.

    FILE holds {"practice": ["FM", "LM", …]} as JSON or YAML; "-" reads standard input.
    """
    from riser.assess import offline

    _print(_computed(offline.rate, file), as_json=as_json, lines=_rate_lines)


@assess.command()
@FILE
@AS_JSON
def level(file: IO[bytes], as_json: bool) -> None:
    """Area levels and the maturity level, from rated practices. No database.

    FILE holds {"areas": [{"code", "groups": [{"level", "practices": {"id": "FM"}}]}]} as JSON or YAML; "-"
    reads standard input. A practice may be null: not rated.
    """
    from riser.assess import offline

    _print(_computed(offline.level, file), as_json=as_json, lines=_level_lines)


def _computed(compute: Callable[..., Plain], file: IO[bytes]) -> Plain:
    """The result, or exit 2 with the sentences that say what to correct."""
    from riser.assess.library.reading import ContentError

    try:
        return compute(file.read(), name=file.name)
    except ContentError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _print(result: Plain, *, as_json: bool, lines: Callable[[Plain], Iterator[str]]) -> None:
    if as_json:
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    for line in lines(result):
        click.echo(line)


def _rate_lines(result: Plain) -> Iterator[str]:
    for id_, outcome in result["practices"].items():
        allowed = " or ".join(outcome["allowed"]) or "not rated"
        yield f"{id_}  {allowed}{', a person decides' if outcome['judgement'] else ''}"


def _level_lines(result: Plain) -> Iterator[str]:
    for area in result["areas"]:
        held = "out of scope" if area["level"] is None else f"level {area['level']}"
        groups = ", ".join(
            f"{group['level']} {group['result'].replace('_', ' ')}" for group in area["groups"]
        )
        yield f"{area['code']}  {held}{f' ({groups})' if groups else ''}"
    yield f"Maturity level {result['maturity_level']}"
