"""`riser connect channel` and `lint-url`: what GA4 makes of tags, what is wrong with links. No database."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import DAY, as_day, echo_json, load_django

if TYPE_CHECKING:
    from riser.connect.channels.bulk import Asked
    from riser.connect.rules.links import LinkPolicy, LinkReport

Made = TypeVar("Made")
ON = click.option("--on", "on", type=DAY, help="By the rules of this day (default: today).")


@connect.command()
@click.option("--source", default="", help="utm_source, or what GA4 shows as source.")
@click.option("--medium", default="", help="utm_medium.")
@click.option("--campaign", default="", help="utm_campaign.")
@ON
@AS_JSON
def channel(source: str, medium: str, campaign: str, on: datetime | None, as_json: bool) -> None:
    """Name the default channel that GA4 gives such a visit, and the rule that named it."""
    if not as_json:
        speak()
    from riser.connect.channels import book_on
    from riser.connect.channels.plain import channel_json, rule_words
    from riser.connect.rules.channels import Traffic, channel_of

    assigned = channel_of(Traffic(source, medium, campaign), book_on(_day(on)))
    if as_json:
        echo_json(channel_json(assigned))
    else:
        click.echo(f"{assigned.channel}\n  {assigned.rule} ({assigned.ruleset}): {rule_words(assigned)}")


@connect.command(name="lint-url")
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--file", "file", type=click.Path(path_type=Path), help="One link a line, or CSV, TSV, XLSX.")
@click.option("--policy", type=click.Path(path_type=Path), help="A policy of your own, JSON or YAML.")
@click.option("--referrer", default="", help="The page on which the links stand.")
@click.option("--paid", is_flag=True, help="The links belong to a paid campaign.")
@ON
@AS_JSON
def lint_url(
    urls: tuple[str, ...],
    file: Path | None,
    policy: Path | None,
    referrer: str,
    paid: bool,
    on: datetime | None,
    as_json: bool,
) -> None:
    """Say what is wrong with the UTM parameters of links, and their channel. Findings are no failure."""
    if not as_json:
        speak()
    from riser.connect.channels import rules_on
    from riser.connect.channels.plain import report_json
    from riser.connect.rules.links import LinkContext, report

    asked = _asked(urls, file, referrer)
    rules = rules_on(_day(on), _policy(policy) if policy else None)
    found = [report(one.url, rules, LinkContext(paid, one.referrer)) for one in asked]
    if as_json:
        echo_json([report_json(one) for one in found])
        return
    for line in _lines(found):
        click.echo(line)


def speak() -> None:
    """Loads Django where the shell is Chinese: sentences need it, the rules do not.

    Where its home cannot be made, people read English.
    """
    import os

    from django.core.exceptions import ImproperlyConfigured

    if (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").lower().startswith("zh"):
        with suppress(ImproperlyConfigured, OSError):
            load_django()


def _day(on: datetime | None) -> date:
    return as_day(on, datetime.now(UTC).date())


def _asked(urls: Sequence[str], file: Path | None, referrer: str) -> "list[Asked]":
    """The links of the command line, then those of the file; what the file says of its page goes first."""
    from riser.connect.channels.bulk import Asked, BulkError, links_in
    from riser.foundation.speech import gettext as _

    found = [Asked(url.strip()) for url in urls]
    if file is not None:
        found += read_or_end(lambda: links_in(file), BulkError)
    if not found:
        raise click.UsageError(_("Name a link, or a file of links: --file FILE."))
    return [Asked(one.url, one.referrer or referrer) for one in found]


def _policy(path: Path) -> "LinkPolicy":
    from riser.connect.channels import PolicyError, policy_of, values_in

    return read_or_end(lambda: policy_of(values_in(path)), PolicyError)


def read_or_end(read: Callable[[], Made], error: type[Exception]) -> Made:
    """What is read, or exit 2 with the sentence that says what to correct."""
    try:
        return read()
    except error as said:
        click.echo(str(said), err=True)
        sys.exit(2)


def _lines(found: "Sequence[LinkReport]") -> Iterator[str]:
    from riser.connect.channels.sentences import finding_remedy, finding_words
    from riser.foundation.speech import gettext as _

    for one in found:
        yield one.url
        yield "  " + _("Channel: %(channel)s") % {"channel": one.channel or "–"}
        for finding in one.findings:
            yield f"  {finding}: {finding_words(finding)}. {finding_remedy(finding)}"
        if not one.findings:
            yield "  " + _("Nothing is wrong with it.")
