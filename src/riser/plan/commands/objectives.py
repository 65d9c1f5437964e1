"""`riser plan objectives|archive-objective|restore-objective`: the objectives, and those put away."""

from typing import Any

import click

from riser.foundation.shell import echo_json, with_act
from riser.plan.commands.door import plan

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@plan.command()
@click.option("--archived", is_flag=True, help="Show archived objectives too.")
@JSON
@with_act
def objectives(act: Any, archived: bool, as_json: bool) -> None:
    """List objectives with what is missing and how many campaigns serve them."""
    from riser.foundation.roles import require
    from riser.plan.actions import SEE_PLANS
    from riser.plan.queries import objective_lines, visible_ids
    from riser.plan.queries.plain import objective_row

    require(act, SEE_PLANS)
    lines = objective_lines(act.organisation_id, visible_ids(act), archived=archived)
    if as_json:
        echo_json({"rows": [objective_row(line) for line in lines]})
        return
    for line in lines:
        gone = "  archived" if line.archived else ""
        missing = ", ".join(line.missing) or "-"
        click.echo(f"{line.id:>6}  {line.name:<44} {line.campaigns:>4}  {missing}{gone}")


@plan.command("archive-objective")
@click.argument("objectives", nargs=-1, required=True)
@JSON
@with_act
def archive_objective(act: Any, objectives: tuple[str, ...], as_json: bool) -> None:
    """Take OBJECTIVES (id or name) out of the lists; what served them still counts."""
    from riser.foundation.roles import require
    from riser.plan.actions import EDIT_PLANS, archive_objectives
    from riser.plan.queries.find import objective_id

    require(act, EDIT_PLANS)
    ids = [objective_id(act.organisation_id, one) for one in objectives]
    done = archive_objectives(act, objective_ids=ids)
    if as_json:
        echo_json({"changed": done})
        return
    for pk in done:
        click.echo(f"objective {pk}")


@plan.command("restore-objective")
@click.argument("objective")
@with_act
def restore_objective(act: Any, objective: str) -> None:
    """Bring OBJECTIVE (id or name) back into the lists."""
    from riser.foundation.roles import require
    from riser.plan import actions
    from riser.plan.queries.find import objective_id

    require(act, actions.EDIT_PLANS)
    row = actions.restore_objective(act, objective_id=objective_id(act.organisation_id, objective))
    click.echo(f"objective {row.pk}")
