"""`riser assess compare, groups, next, target, targets`: two days, groups beside each other, the way up."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from riser.assess.commands.door import AS_JSON, Plain, assess, printed
from riser.foundation.shell import DAY, as_day, echo_json, with_act

if TYPE_CHECKING:
    from riser.foundation.roles import Act

GROUPINGS = click.Choice(["channel", "class", "owner"])


@assess.command()
@click.option("--from", "since", type=DAY, required=True, help="The earlier day.")
@click.option("--to", "until", type=DAY, help="The later day (default: today).")
@AS_JSON
@with_act
def compare(act: "Act", since: datetime, until: datetime | None, as_json: bool) -> None:
    """What rose, fell and appeared between two days, and because of which instances."""
    from riser.assess.contract import comparison_json
    from riser.assess.queries import comparison

    found = comparison(act.organisation_id, since.date(), as_day(until, act.now.date()))
    printed(comparison_json(found), as_json=as_json, lines=_compared)


@assess.command()
@click.option("--by", type=GROUPINGS, default="channel", help="What campaigns are put together by.")
@click.option("--as-of", "day", type=DAY, help="On this day (default: today).")
@AS_JSON
@with_act
def groups(act: "Act", by: str, day: datetime | None, as_json: bool) -> None:
    """The profile of the campaigns per platform, class or owner, beside each other."""
    from riser.assess.contract import groups_json
    from riser.assess.groups import split_by
    from riser.assess.queries import profile
    from riser.assess.split import Grouping

    found = profile(act.organisation_id, as_day(day, act.now.date()))
    made = split_by(act.organisation_id, found, Grouping(by))
    printed(groups_json(found, made, Grouping(by)), as_json=as_json, lines=_grouped)


@assess.command("next")
@click.option("--as-of", "day", type=DAY, help="On this day (default: today).")
@AS_JSON
@with_act
def next_(act: "Act", day: datetime | None, as_json: bool) -> None:
    """What stands between here and the next level, and when each practice can count at the earliest."""
    from riser.assess.contract import next_level_json
    from riser.assess.queries import profile

    found = profile(act.organisation_id, as_day(day, act.now.date()))
    printed(next_level_json(found), as_json=as_json, lines=_next)


@assess.command()
@click.argument("area")
@click.argument("level")
@click.option("--reason", required=True, help="Why, in a sentence that somebody else can check.")
@click.option("--based-on", type=int, help="The version that you read before; 0 for none.")
@AS_JSON
@with_act
def target(act: "Act", area: str, level: str, reason: str, based_on: int | None, as_json: bool) -> None:
    """Set the LEVEL that an AREA is to reach, such as “BUD 3”; the level “none” takes it back."""
    from riser.assess.actions import set_target
    from riser.assess.plain import target_plain

    stored = set_target(act, area=area, level=_level(level), reason=reason, based_on=based_on)
    if as_json:
        echo_json(target_plain(stored))
    else:
        click.echo(f"{stored.area}  {stored.level or '–'}")


@assess.command()
@click.option("--as-of", "day", type=DAY, help="As they stood on this day (default: today).")
@AS_JSON
@with_act
def targets(act: "Act", day: datetime | None, as_json: bool) -> None:
    """The levels that areas are to reach."""
    from riser.assess.plain import target_plain
    from riser.assess.targets import targets as standing

    found = standing(act.organisation_id, as_of=as_day(day, act.now.date()))
    rows = [target_plain(one) for _area, one in sorted(found.items())]
    printed({"rows": rows}, as_json=as_json, lines=_targets)


def _level(said: str) -> int | None:
    from django.utils.translation import gettext as _

    from riser.foundation.errors import Refused

    if said.casefold() == "none":
        return None
    if not (said.isascii() and said.isdecimal() and len(said) == 1):
        raise Refused(_("“%(said)s” is no level. Write 1 to 5, or none.") % {"said": said})
    return int(said)


def _compared(result: Plain) -> Iterator[str]:
    from django.utils.translation import gettext as _

    before, after = result["level"]
    told = {"from": result["from"], "to": result["to"], "before": before, "after": after}
    yield _("%(from)s to %(to)s: level %(before)s → %(after)s") % told
    for one in result["practices"]:
        yield f"{one['practice']}  {one['direction']}: {one['before'] or '–'} → {one['after'] or '–'}"
        for mover in one["because"]:
            values = f"{mover['before'] or '–'} → {mover['after'] or '–'}"
            yield f"    {mover['cause']}: {mover['title']}  {values}"


def _next(result: Plain) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from riser.ui.formats import listed

    told = {"level": result["next_level"] or "–", "day": result["earliest"] or "–"}
    yield _("Level %(level)s, at the earliest %(day)s") % told
    for step in result["steps"]:
        yield from _step(step)
    if result["unseen"]:
        yield _("Without a source: %(practices)s") % {"practices": listed(result["unseen"])}


def _step(step: Plain) -> Iterator[str]:
    from django.utils.translation import gettext as _

    told = {"practice": step["practice"], "rating": step["rating"], "day": step["earliest"] or "–"}
    yield f"{step['rank']}. " + _("%(practice)s  %(rating)s  counts from %(day)s") % told
    for weakness in step["critical"]:
        yield "   " + _("Critical weakness: %(weakness)s") % {"weakness": weakness}


def _grouped(result: Plain) -> Iterator[str]:
    from django.utils.translation import gettext as _

    for one in result["groups"]:
        yield _("%(name)s: %(met)s of %(rated)s practices hold, %(instances)s instances") % one


def _targets(result: Plain) -> Iterator[str]:
    for row in result["rows"]:
        yield f"{row['area']}  {row['level'] or '–'}  {row['reason']} ({row['by']})"
