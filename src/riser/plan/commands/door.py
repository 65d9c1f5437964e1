"""The group that the modules of this face hang their commands on."""

import click


@click.group()
def plan() -> None:
    """Objectives, campaigns, requirements, caps."""
