"""`riser connect quality`: the data held against the rules. Exit 1 where one of severity error fails."""

import sys
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.rules.quality import RuleState
    from riser.foundation.roles import Act


@connect.command()
@AS_JSON
@with_act
def quality(act: "Act", as_json: bool) -> None:
    """Hold the data against the quality rules; exit 1 where one of severity error fails."""
    from riser.connect.queries.quality import quality as evaluate

    found = evaluate(act.organisation_id, today=act.now.date())
    if as_json:
        echo_json({"rules": [state_json(one) for one in found]})
    else:
        _print(found)
    if any(one.is_error for one in found):
        sys.exit(1)


def state_json(one: "RuleState") -> dict[str, Any]:
    """A rule and how the data stand against it, as JSON, in the reader's language."""
    from riser.connect.tables import in_words

    return {
        "rule": one.rule.id,
        "title": in_words(one.rule.title),
        "severity": one.rule.severity,
        "owner": one.rule.owner,
        "state": one.found.verdict.value,
        "checked": one.found.checked,
        "failing": one.found.failing,
        "sample": list(one.found.sample),
        "remedy": in_words(one.rule.remedy),
    }


def _print(found: "list[RuleState]") -> None:
    from riser.connect.tables import in_words

    for one in found:
        counts = f"{one.found.failing}/{one.found.checked}"
        click.echo(
            f"{one.found.verdict.value:14}  {one.rule.severity:7}  {counts:>12}  {in_words(one.rule.title)}"
        )
        if one.found.failing:
            click.echo(f"  {in_words(one.rule.remedy)}")
            for name in one.found.sample:
                click.echo(f"    {name}")
