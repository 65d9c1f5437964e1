"""`riser connect pull` and what belongs to it: connections, what is due, history, a platform to try it on."""

import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import DAY, echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.pulling import ConnectionRecord, PullRecord
    from riser.foundation.roles import Act

TOKEN = "RISER_PULL_TOKEN"  # noqa: S105 - the name of the variable


@connect.command()
@click.argument("source")
@click.option(
    "--account", default="", help="Account at the platform; needed once, then the only one is taken."
)
@click.option("--base-url", default="", help="Address of the interface, where it is not the platform's own.")
@click.option("--since", type=DAY, help="First day; without it what may have changed since the last pull.")
@click.option("--until", type=DAY, help="Last day, else yesterday.")
@AS_JSON
@with_act
def pull(
    act: "Act",
    source: str,
    account: str,
    base_url: str,
    since: datetime | None,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Pull the rows of SOURCE and import them. Exit 1 where the load waits, 2 where the pull stopped.

    The token is the stored one (`riser connect connection`), or stands in RISER_PULL_TOKEN. What was killed
    or stopped goes on where it stood when you say it again.
    """
    from riser.connect.actions.pulls import pull as pull_rows

    found = pull_rows(
        act,
        _connection(act, source, account, base_url),
        since=since.date() if since else None,
        until=until.date() if until else None,
        secret=os.environ.get(TOKEN, ""),
    )
    if as_json:
        echo_json(pull_json(found))
    else:
        _print_pull(found)
    sys.exit(_exit_of([found]))


@connect.command()
@click.argument("source")
@click.option("--account", default="", help="Account at the platform.")
@click.option("--base-url", default="", help="Address of the interface, where it is not the platform's own.")
@click.option(
    "--every", "every_hours", type=int, default=0, help="Pull every so many hours; 0: by hand only."
)
@click.option("--secret/--no-secret", default=True, help="Ask for the token, or keep the stored one.")
@AS_JSON
@with_act
def connection(act: "Act", source: str, secret: bool, as_json: bool, **said: Any) -> None:
    """Keep a connection to SOURCE. The token is asked for, or read from standard input; it is never shown."""
    from riser.connect.actions.pulls import Said, keep_connection

    given = _secret() if secret else None
    found = keep_connection(act, Said(platform=source, secret=given, **said))
    if as_json:
        echo_json(connection_json(found))
    else:
        _print_connection(found)


@connect.command()
@AS_JSON
@with_act
def connections(act: "Act", as_json: bool) -> None:
    """List the connections: when each is pulled next, and how the last pull ended."""
    from riser.connect.queries.pulls import connections as read

    found = read(act.organisation_id)
    if as_json:
        echo_json([connection_json(one) for one in found])
    else:
        for one in found:
            _print_connection(one)


@connect.command("forget-connection")
@click.argument("number", type=int)
@with_act
def forget_connection(act: "Act", number: int) -> None:
    """Forget a connection and its token; what was loaded stays."""
    from riser.connect.actions.pulls import forget_connection as forget

    forget(act, number)


@connect.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
@AS_JSON
@with_act
def pulls(act: "Act", limit: int, as_json: bool) -> None:
    """List the newest pulls: days, pages, retries, rows, the load."""
    from riser.connect.queries.pulls import pulls as read

    found = read(act.organisation_id, limit=limit)
    if as_json:
        echo_json([pull_json(one) for one in found])
    else:
        for one in found:
            _print_pull(one)


@connect.command("run-due")
@AS_JSON
@with_act
def run_due(act: "Act", as_json: bool) -> None:
    """Pull every connection whose turn it is. Exit as of one pull, by the worst of them."""
    from riser.connect.actions.pulls import run_due as run

    found = run(act)
    if as_json:
        echo_json([pull_json(one) for one in found])
    else:
        for one in found:
            _print_pull(one)
    sys.exit(_exit_of(found))


@connect.command("fake-platform")
@click.option("--platform", default="google_ads", show_default=True, help="Whose interface it speaks.")
@click.option("--scenario", default="fine", show_default=True, help="How it behaves.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where it listens; 0: any that is free."
)
@click.option(
    "--days", type=click.IntRange(1, 1000), default=30, show_default=True, help="Days up to yesterday."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other figures.")
def fake_platform(platform: str, scenario: str, port: int, days: int, seed: int) -> None:
    """Answer on this machine as a platform would, to try a pull on. Ends with Ctrl+C. Needs no home.

    Scenarios: fine, error_500, limited_429, slow, repeated, restated, token_expires, skewed_clock.
    """
    from threading import Event

    from riser.connect.pulls.fake import ACCOUNT, CURRENCY, WRITERS, FakePlatform, Scenario, serving

    _refuse_unknown("--platform", platform, list(WRITERS))
    _refuse_unknown("--scenario", scenario, [one.value for one in Scenario])
    fake = FakePlatform(platform, Scenario(scenario), days=days, seed=seed)
    with serving(fake, port=port) as url:
        spend = fake.spend(fake.oldest, fake.newest)
        click.echo(
            f"{url}  {platform}  account {ACCOUNT}  {fake.oldest} to {fake.newest}: {spend} {CURRENCY}"
        )
        click.echo(
            f"riser connect pull {platform} --account {ACCOUNT} --base-url {url} --since {fake.oldest}"
        )
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


def pull_json(found: "PullRecord") -> dict[str, Any]:
    """A pull as JSON promises it."""
    return {
        "pull": found.id,
        "source": found.platform,
        "account": found.account,
        "state": found.state,
        "since": found.since,
        "until": found.until,
        "pages": found.pages,
        "retries": found.retries,
        "repeated": found.repeated,
        "rows": found.rows,
        "load": found.load or None,
        "why": found.why,
    }


def connection_json(found: "ConnectionRecord") -> dict[str, Any]:
    """A connection as JSON promises it; never its secret."""
    return {
        "connection": found.id,
        "source": found.platform,
        "account": found.account,
        "base_url": found.base_url,
        "has_secret": found.has_secret,
        "every_hours": found.every_hours,
        "next_at": found.next_at,
        "last": pull_json(found.last) if found.last else None,
    }


def _connection(act: "Act", source: str, account: str, base_url: str) -> int:
    """The connection that is meant: the stored one, or one made of what was said."""
    from riser.connect.actions.pulls import Said, keep_connection
    from riser.connect.queries.pulls import connections as read

    known = [one for one in read(act.organisation_id) if one.platform == source]
    fitting = [one for one in known if one.account == account] if account else known
    if len(fitting) == 1 and base_url.rstrip("/") in {"", fitting[0].base_url}:
        return fitting[0].id
    account = account or (fitting[0].account if len(fitting) == 1 else "")
    return keep_connection(act, Said(platform=source, account=account, base_url=base_url)).id


def _secret() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Token", hide_input=True))
    return sys.stdin.read()


def _refuse_unknown(option: str, given: str, known: list[str]) -> None:
    if given not in known:
        raise click.UsageError(f"{option} {given} is not known. Known are: {', '.join(known)}.")


def _exit_of(found: "list[PullRecord]") -> int:
    if any(one.has_failed for one in found):
        return 2
    return 1 if any(one.state == "waiting" for one in found) else 0


def _print_pull(found: "PullRecord") -> None:
    from django.utils.translation import gettext as _

    click.echo(f"{found.id}  {found.title} {found.account}  {found.since} – {found.until}  {found.state}")
    told = _("Pages: %(pages)s, rows: %(rows)s, asked again: %(retries)s, repeated: %(repeated)s")
    counts = {name: getattr(found, name) for name in ("pages", "rows", "retries", "repeated")}
    click.echo("  " + told % counts)
    if found.skewed:
        click.echo("  " + _("The platform's clock and this machine's are more than ten minutes apart."))
    if found.load:
        click.echo("  " + _("Load: %(load)s") % {"load": found.load})
    if found.why:
        click.echo("  " + found.why)


def _print_connection(found: "ConnectionRecord") -> None:
    from django.utils.translation import gettext as _

    secret = _("token stored") if found.has_secret else _("no token")
    rhythm = _("every %(n)s hours") % {"n": found.every_hours} if found.every_hours else _("by hand")
    click.echo(f"{found.id}  {found.title} {found.account}  {found.base_url}  {secret}, {rhythm}")
