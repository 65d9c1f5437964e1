"""What people say about ad accounts."""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from riser.connect.commands.group import connect
from riser.foundation.shell import DAY, with_act

if TYPE_CHECKING:
    from riser.foundation.roles import Act


@connect.command()
@click.argument("source")
@click.argument("account")
@click.option("--currency", required=True, help="The currency the account is billed in.")
@with_act
def confirm(act: "Act", source: str, account: str, currency: str) -> None:
    """Confirm an account and its currency: its figures are no longer marked as assumed."""
    from riser.connect.actions import confirm_account

    confirm_account(act, source=source, account=account, currency=currency)


@connect.command()
@click.argument("source")
@click.argument("account")
@click.option("--from", "from_day", type=DAY, required=True, help="First day.")
@click.option("--to", "to_day", type=DAY, required=True, help="Last day, included.")
@with_act
def quiet(act: "Act", source: str, account: str, from_day: datetime, to_day: datetime) -> None:
    """Say that an account delivered nothing on these days, so that no rows are missed."""
    from riser.connect.actions import mark_quiet_days

    mark_quiet_days(act, source=source, account=account, from_day=from_day.date(), to_day=to_day.date())


@connect.command()
@click.argument("source")
@click.argument("account")
@click.option("--hours", type=int, required=True, help="Hours after a day's end; a weekly file has 192.")
@with_act
def latency(act: "Act", source: str, account: str, hours: int) -> None:
    """Agree within how many hours after a day's end its figures have to be here."""
    from riser.connect.actions import agree_latency

    agree_latency(act, source=source, account=account, hours=hours)


@connect.command()
@click.argument("source")
@click.argument("account")
@click.option("--last-day", type=DAY, required=True, help="The last day with rows.")
@with_act
def retire(act: "Act", source: str, account: str, last_day: datetime) -> None:
    """Say that an account is used no longer: no rows are missed after its last day."""
    from riser.connect.actions import retire_account

    retire_account(act, source=source, account=account, last_day=last_day.date())


@connect.command()
@click.argument("source")
@click.argument("account")
@with_act
def resume(act: "Act", source: str, account: str) -> None:
    """Say that an account is in use again."""
    from riser.connect.actions import resume_account

    resume_account(act, source=source, account=account)
