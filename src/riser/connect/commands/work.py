"""Work and evidence from other tools, and the upkeep of the lake."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import DAY, as_day, echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.queries import WorkItem
    from riser.foundation.roles import Act


@connect.command()
@click.option("--kind", default="", help="Only this kind of evidence, such as approval.")
@click.option("--as-of", type=DAY, default=None, help="As things stood on this day.")
@AS_JSON
@with_act
def work(act: "Act", kind: str, as_of: datetime | None, as_json: bool) -> None:
    """Work items and evidence from other tools, oldest first."""
    from riser.connect import queries

    to_day = as_day(as_of, act.now.date())
    found = [one for one in queries.work_items(act.organisation_id, to_day=to_day) if kind in {"", one.kind}]
    if as_json:
        echo_json({"rows": [item_json(one) for one in found]})
        return
    for one in found:
        due = one.due or ""
        click.echo(f"{one.record_id:24}  {one.kind:15}  {one.state:10}  {due!s:10}  {one.title}")


@connect.command()
@click.option("--open", "only_open", is_flag=True, help="Only words that nobody knows yet.")
@AS_JSON
@with_act
def words(act: "Act", only_open: bool, as_json: bool) -> None:
    """The words that boards use for states and types, and what they mean here."""
    from riser.connect import queries

    found = [one for one in queries.board_words(act.organisation_id) if one.is_open or not only_open]
    if as_json:
        names = ("source", "of", "word", "count", "means")
        echo_json({"rows": [{name: getattr(one, name) for name in names} for one in found]})
        return
    for one in found:
        click.echo(f"{one.source:14}  {one.of:5}  {one.count:6}  {one.means or '?':12}  {one.word}")


@connect.command()
@click.argument("source")
@click.argument("of", type=click.Choice(["state", "kind"]))
@click.argument("word")
@click.argument("means")
@with_act
def word(act: "Act", source: str, of: str, word: str, means: str) -> None:
    """Say what a board's word means: a state (doing, "in review" …) or a kind; "" takes it back."""
    from riser.connect.actions import settle_word

    settle_word(act, source=source, of=of, word=word, means=means)


@connect.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_act
def template(act: "Act", file: Path) -> None:
    """Write the evidence sheet to fill in as an XLSX file."""
    from riser.connect.actions import SEE
    from riser.connect.intake.template import evidence_template
    from riser.foundation.roles import require

    require(act, SEE)
    file.write_bytes(evidence_template())


@connect.command()
@AS_JSON
@with_act
def compact(act: "Act", as_json: bool) -> None:
    """Tidy the lake: small files become large ones, files that nobody needs for 7 days are removed."""
    from riser.connect.actions import compact_lake

    found = compact_lake(act)
    if as_json:
        echo_json({"rows": found})
        return
    for table in found:
        click.echo("  ".join(f"{name}: {value}" for name, value in table.items()))


def item_json(one: "WorkItem") -> dict[str, Any]:
    """One item as programs read it; moments in UTC."""
    return {
        "id": one.record_id,
        "source": one.source,
        "project": one.project,
        "kind": one.kind,
        "title": one.title,
        "campaign_words": list(one.campaign_words),
        "happened_at": one.happened_at.isoformat(),
        "recorded_at": one.recorded_at.isoformat(),
        "state": one.state,
        "owner": one.owner,
        "due": one.due,
        "url": one.url,
        "load": one.load_id,
        "attributes": dict(one.attributes),
        "events": [
            {
                "at": event.at.isoformat(),
                "field": event.field,
                "old": event.old,
                "new": event.new,
                "person": event.person,
            }
            for event in one.events
        ],
    }
