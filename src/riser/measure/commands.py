"""Shell face: totals."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from riser.foundation.shell import DAY, echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.queries import Total, TotalsBy
    from riser.foundation.roles import Act


@click.group()
def measure() -> None:
    """Totals of spend, clicks and impressions."""


@measure.command()
@click.option("--by", type=click.Choice(["source", "campaign", "day"]), required=True, help="What a row is.")
@click.option("--from", "from_day", type=DAY, help="First day, both ends included.")
@click.option("--to", "to_day", type=DAY, help="Last day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def totals(
    act: "Act", by: "TotalsBy", from_day: datetime | None, to_day: datetime | None, as_json: bool
) -> None:
    """Sums by source, campaign or day; one row per currency, currencies are never added."""
    from riser.connect.sentences import assumed
    from riser.measure import queries

    found = queries.totals(
        act,
        by=by,
        from_day=from_day.date() if from_day else None,
        to_day=to_day.date() if to_day else None,
    )
    if as_json:
        echo_json({"rows": [contract(total, by) for total in found]})
        return
    for total in found:
        click.echo(f"{total.label:40}  {total.spend!s:>16} {total.currency}  {assumed([total])}".rstrip())


def contract(total: "Total", by: "TotalsBy") -> dict[str, Any]:
    """A total as JSON promises it: decimals as text, unknown as null; campaigns by their platform key."""
    row: dict[str, Any] = {by: total.key.campaign if total.key else total.label}
    if total.key:
        row |= {"name": total.label, "source": total.key.source, "account": total.key.account}
    spend = None if total.spend is None else str(total.spend)
    figures = {"impressions": total.impressions, "clicks": total.clicks, "spend": spend}
    return row | figures | {"currency": total.currency, "assumed": total.assumed}
