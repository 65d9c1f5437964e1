"""The organisation's UTM policy in the shell: shown, and set from a file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.queries import PolicyState
    from riser.foundation.roles import Act


@connect.command()
@AS_JSON
@with_act
def policy(act: "Act", as_json: bool) -> None:
    """The policy that links are held against here."""
    from riser.connect import queries

    _show(queries.utm_policy(act.organisation_id), as_json=as_json)


@connect.command(name="set-policy")
@click.argument("file", type=click.Path(path_type=Path))
@AS_JSON
@with_act
def set_policy(act: "Act", file: Path, as_json: bool) -> None:
    """Make the fields in FILE (JSON or YAML) the policy; fields it leaves out stay as they are."""
    from riser.connect.actions import set_utm_policy
    from riser.connect.channels import PolicyError, values_in
    from riser.foundation.errors import Refused

    try:
        values = values_in(file)
    except PolicyError as error:
        raise Refused(str(error)) from error
    _show(set_utm_policy(act, values=values), as_json=as_json)


def _show(state: "PolicyState", *, as_json: bool) -> None:
    if as_json:
        echo_json(policy_json(state))
        return
    for name, value in state.values.items():
        click.echo(f"{name}: {_line(value)}")


def _line(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{old} = {new}" for old, new in value.items())
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def policy_json(state: "PolicyState") -> dict[str, Any]:
    """The policy, its version (0: the one that comes with Riser) and who wrote it."""
    return {"version": state.number, "by": state.by, "policy": dict(state.values)}
