"""`riser connect reconciliation`: what platforms say was spent against what was billed, month by month."""

from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.rules.reconciling import Reconciled, Reconciliation
    from riser.foundation.roles import Act


@connect.command()
@AS_JSON
@with_act
def reconciliation(act: "Act", as_json: bool) -> None:
    """Hold each platform's monthly spend against what its vendor billed."""
    from riser.connect.actions import SEE
    from riser.connect.queries.reconciliation import reconciliation as read
    from riser.foundation.roles import require

    require(act, SEE)
    found = read(act.organisation_id, to_day=act.now.date())
    if as_json:
        echo_json(found_json(found))
        return
    for one in found.rows:
        sums = "".join(f"{sum_ if sum_ is not None else '–'!s:>14}" for sum_ in (one.spent, one.billed))
        click.echo(f"{one.month:%Y-%m}  {one.source:14}{sums} {one.currency}  {one.state.value}")
    for vendor in found.unassigned:
        click.echo(f"?  {vendor}")


def found_json(found: "Reconciliation") -> dict[str, Any]:
    """The reconciliation as programs read it; sums as exact text."""
    return {
        "tolerance": str(found.tolerance),
        "rows": [_row_json(one) for one in found.rows],
        "unassigned": list(found.unassigned),
    }


def _row_json(one: "Reconciled") -> dict[str, Any]:
    sums = {"spent": one.spent, "billed": one.billed, "difference": one.difference}
    return {
        "month": f"{one.month:%Y-%m}",
        "source": one.source,
        "currency": one.currency,
        **{name: None if value is None else str(value) for name, value in sums.items()},
        "share": None if one.share is None else str(round(one.share, 6)),
        "state": one.state.value,
        "invoices": list(one.invoices),
    }
