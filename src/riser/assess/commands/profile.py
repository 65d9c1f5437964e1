"""`riser assess rate, level, appraise, answer, keep`: the profile, what is stated, bare rules on files."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, TYPE_CHECKING

import click

from riser.assess.commands.door import AGAINST, AS_JSON, COMPARE, FILE, Plain, assess, computed, printed
from riser.foundation.shell import DAY, as_day, echo_json, with_act

if TYPE_CHECKING:
    from riser.foundation.roles import Act


@assess.command()
@FILE
@AS_JSON
def rate(file: IO[bytes], as_json: bool) -> None:
    """Allowed outcomes per practice, from its instances. No database.

    FILE holds {"practice": ["FM", "LM", …]} as JSON or YAML; "-" reads standard input.
    """
    from riser.assess import offline

    printed(computed(offline.rate, file), as_json=as_json, lines=_rate_lines)


@assess.command()
@FILE
@AS_JSON
def level(file: IO[bytes], as_json: bool) -> None:
    """Area levels and the maturity level, from rated practices. No database.

    FILE holds {"areas": [{"code", "groups": [{"level", "practices": {"id": "FM"}}]}]} as JSON or YAML; "-"
    reads standard input. A practice may be null: not rated.
    """
    from riser.assess import offline

    printed(computed(offline.level, file), as_json=as_json, lines=_level_lines)


@assess.command()
@click.option("--as-of", "day", type=DAY, help="Profile of this day (default: today).")
@COMPARE
@AGAINST
@AS_JSON
@with_act
def appraise(act: "Act", day: datetime | None, compare: str, against: str, as_json: bool) -> None:
    """Maturity profile from the records: levels, prices of gaps, next steps. Always ends with 0."""
    from riser.assess import contract, report
    from riser.assess.queries import profile
    from riser.assess.units import asked_beside

    as_of = as_day(day, act.now.date())
    compared = asked_beside(act.organisation_id, as_of, compare, against)
    found = profile(act.organisation_id, as_of)
    if as_json:
        echo_json(contract.profile_json(found, compared))
        return
    for line in report.lines(found, compared):
        click.echo(line)


@assess.command()
@click.option("--as-of", "day", type=DAY, help="As campaigns named them on this day (default: today).")
@AS_JSON
@with_act
def units(act: "Act", day: datetime | None, as_json: bool) -> None:
    """The units (regions, brands, teams) that campaigns name, with how many do."""
    from riser.assess.contract import units_json
    from riser.assess.units import units as named

    found = units_json(named(act.organisation_id, as_day(day, act.now.date())))
    printed({"rows": found}, as_json=as_json, lines=_unit_lines)


@assess.command()
@FILE
@AS_JSON
@with_act
def answer(act: "Act", file: IO[bytes], as_json: bool) -> None:
    """Store the answers of several people to the questions and the fitness test, from YAML or JSON."""
    from django.utils.translation import gettext as _

    from riser.assess.actions import import_answers
    from riser.assess.sheets import read_sheets

    sheets, answered_at = read_sheets(file.read(), name=file.name)
    stored = import_answers(act, sheets, answered_at=answered_at)
    given = sum(len(sheet.choices) + len(sheet.replies) for sheet in sheets)
    if as_json:
        echo_json({"respondents": len(stored), "answers": given})
    else:
        click.echo(
            _("Stored %(answers)s answers of %(people)s people.") % {"answers": given, "people": len(stored)}
        )


@assess.command()
@AS_JSON
@with_act
def keep(act: "Act", as_json: bool) -> None:
    """Store today's ratings where they changed since they were last kept. Meant to run daily."""
    from django.utils.translation import ngettext

    from riser.assess.actions import keep_ratings
    from riser.assess.queries import profile

    changed = keep_ratings(act, profile(act.organisation_id, act.now.date()))
    if as_json:
        echo_json({"changed": {row.practice: row.rating or None for row in changed}})
    else:
        told = ngettext("%(count)s rating changed.", "%(count)s ratings changed.", len(changed))
        click.echo(told % {"count": len(changed)})


def _unit_lines(result: Plain) -> Iterator[str]:
    for row in result["rows"]:
        yield f"{row['unit'] or '–'}  {row['campaigns']}"


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
