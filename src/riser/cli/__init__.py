"""Console entry: helps before anything is configured; rooms are loaded only when asked for."""

import os
from importlib import import_module
from pathlib import Path

import click

from riser import __version__
from riser.cli.usage import Spoken

# verb or room -> (where its click command stands, one line of help shown without importing it)
COMMANDS = {
    "setup": ("riser.cli.setup:setup", "Create or update database and organisation. Safe to repeat."),
    "demo": ("riser.cli.demo:demo", "Build the demo organisation and serve it."),
    "serve": ("riser.cli.serve:serve", "Serve the web pages and the API."),
    "worker": ("riser.cli.worker:worker", "Do jobs: mail, large imports, what runs at night."),
    "doctor": ("riser.cli.doctor:doctor", "Say what is missing here, and the command that mends it."),
    "backup": ("riser.cli.backup:backup", "Put everything of one moment into a file."),
    "restore": ("riser.cli.restore:restore", "Make a home what a backup holds."),
    "upgrade": ("riser.cli.upgrade:upgrade", "Bring an older home to this version, after a backup."),
    "jobs": ("riser.cli.jobs:jobs", "Jobs: list, cancel, try again."),
    "search": ("riser.foundation.commands:search", "Find records of every room."),
    "members": ("riser.foundation.commands:members", "People, their roles and access."),
    "attachments": ("riser.foundation.commands:attachments", "Files and links beside records."),
    "connect": (
        "riser.connect.commands:connect",
        "Import files into the lake; loads and what was found in them.",
    ),
    "plan": ("riser.plan.commands:plan", "Objectives, campaigns, requirements, caps."),
    "launch": ("riser.launch.commands:launch", "Checks before a launch; waivers, GO and NO-GO."),
    "measure": ("riser.measure.commands:measure", "Totals of spend, clicks and impressions."),
    "assess": ("riser.assess.commands:assess", "Maturity from the records, stated answers, prices of gaps."),
}


class LazyGroup(Spoken):
    """A group that knows its commands by name and imports one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command behind a verb, imported now; None for an unknown one."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="riser")
@click.option("--home", type=click.Path(file_okay=False, path_type=Path), help="Data folder (RISER_HOME).")
def main(home: Path | None) -> None:
    """Riser: records of marketing work in; maturity, prices and next steps out."""
    if home is not None:
        os.environ["RISER_HOME"] = str(home)
