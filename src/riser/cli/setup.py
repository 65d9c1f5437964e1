"""`riser setup`."""

import os
import sys

import click

from riser.foundation.shell import plainly


@click.command()
@click.option("--name", default="", help="Name of the organisation.")
@click.option("--currency", default="", help="Currency of the organisation, such as EUR.")
@click.option("--email", default="", help="E-mail address of the first administrator.")
@click.option("--new-password", is_flag=True, help="Give the member behind --email a new password.")
@click.option("--non-interactive", is_flag=True, help="Ask nothing; take defaults and RISER_ADMIN_PASSWORD.")
@plainly
def setup(name: str, currency: str, email: str, new_password: bool, non_interactive: bool) -> None:
    """Create or update database and organisation. Safe to repeat."""
    from riser.cli.installation import Wanted, install, installed, prepare_database
    from riser.foundation.home import home
    from riser.foundation.presence import present

    with present(home()):
        prepare_database()
        if not non_interactive and sys.stdin.isatty() and not installed():
            name = name or click.prompt("Name of the organisation", default="My organisation")
            currency = currency or click.prompt("Currency", default="EUR")
            email = email or click.prompt("Your e-mail address")
        password = os.environ.get("RISER_ADMIN_PASSWORD", "")
        if email and not password and not non_interactive and sys.stdin.isatty():
            password = click.prompt(
                "Password (at least ten characters)", hide_input=True, confirmation_prompt=True
            )
        for line in install(Wanted(name, currency, email, password, new_password=new_password)):
            click.echo(line)
