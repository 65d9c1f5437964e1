"""`riser connect metrics` and `metric`: the catalogue, and one metric over some days."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import as_day, echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.queries.metrics import Measured
    from riser.connect.rules.metrics import Metric
    from riser.foundation.roles import Act

DAY = click.DateTime(formats=["%Y-%m-%d"])
SHOWN_DAYS = 30


@connect.command()
@AS_JSON
@with_act
def metrics(act: "Act", as_json: bool) -> None:
    """The metric catalogue: every metric with its formula."""
    from riser.connect.metric_words import formula
    from riser.connect.metrics import metrics as catalogue
    from riser.connect.tables import in_words

    if as_json:
        echo_json({"metrics": [metric_json(one) for one in catalogue().values()]})
        return
    for one in catalogue().values():
        click.echo(f"{one.id:22}  {in_words(one.name)}: {formula(one)}")


@connect.command()
@click.argument("name")
@click.option("--from", "from_day", type=DAY, help="First day; 30 days to the last unless said.")
@click.option("--to", "to_day", type=DAY, help="Last day; today unless said.")
@click.option("--by", default="", help="Split by source, account, campaign, month or day.")
@AS_JSON
@with_act
def metric(
    act: "Act", name: str, from_day: datetime | None, to_day: datetime | None, by: str, as_json: bool
) -> None:
    """What the metric NAME amounts to, such as CTR: sums first, then the ratio."""
    from riser.connect.metric_words import figure_words, why_not
    from riser.connect.queries.metrics import measured

    last = as_day(to_day, act.now.date())
    first = as_day(from_day, first_of(last))
    found = measured(act.organisation_id, name, from_day=first, to_day=last, by=by)
    if as_json:
        echo_json(measured_json(found))
        return
    for one in found.figures:
        click.echo(f"{one.label or found.metric.id:30}  {figure_words(found.metric, one)}")
    if why := why_not(found):
        click.echo(why)


def first_of(last: date) -> date:
    """The first of the days that are shown where nobody says which."""
    return last - timedelta(days=SHOWN_DAYS - 1)


def metric_json(one: "Metric") -> dict[str, Any]:
    """An entry of the catalogue as JSON, in the reader's language."""
    from riser.connect.metric_words import formula
    from riser.connect.tables import in_words

    return {
        "metric": one.id,
        "name": in_words(one.name),
        "formula": formula(one),
        "unit": one.unit,
        "by": list(one.by),
        "owner": one.owner,
        "direction": one.direction,
        "means": in_words(one.means),
        "note": in_words(one.note) if one.note else "",
    }


def measured_json(found: "Measured") -> dict[str, Any]:
    """A metric over some days as JSON; a value is null where it is unknown."""
    return {
        "metric": found.metric.id,
        "from": found.from_day,
        "to": found.to_day,
        "by": found.by,
        "unit": found.metric.unit,
        "missing": list(found.missing),
        "figures": [
            {"label": one.label, "currency": one.currency, "value": one.value, "sums": dict(one.sums)}
            for one in found.figures
        ],
    }
