"""`riser assess appraisals, judge, override, harm, take-back, history`."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from riser.assess.commands.door import AS_JSON, assess, practice_id, printed
from riser.foundation.shell import DAY, as_day, with_act

if TYPE_CHECKING:
    from riser.assess.models import Judgement
    from riser.foundation.roles import Act

REASON = click.option("--reason", required=True, help="Why, in a sentence that somebody else can check.")
NUMBER = click.option("--appraisal", "number", type=int, help="Its number (default: the open one).")
RATING = click.Choice(["FM", "LM", "PM", "DM", "NY", "NE"], case_sensitive=False)


@assess.group(invoke_without_command=True)
@AS_JSON
@click.option("--as", "acting_as", default="", metavar="EMAIL", help="As “list” takes it.")
@click.option("--org", "in_org", default="", metavar="SLUG", help="As “list” takes it.")
@click.pass_context
def appraisals(context: click.Context, /, **given: Any) -> None:
    """List the appraisals, newest first; open, show, finish or withdraw one."""
    if context.invoked_subcommand is None:
        context.invoke(list_, **given)


@appraisals.command("list")
@AS_JSON
@with_act
def list_(act: "Act", as_json: bool) -> None:
    """Every appraisal, newest first."""
    from riser.assess.appraisals import sittings
    from riser.assess.plain import sitting_plain

    rows = [sitting_plain(one) for one in sittings(act.organisation_id)]
    printed({"rows": rows}, as_json=as_json, lines=_list)


@appraisals.command("open")
@click.option("--as-of", "day", type=DAY, help="Evidence up to this day (default: today).")
@click.option("--sponsor", default="", help="Who asked for it.")
@click.option(
    "--leave-out", multiple=True, metavar="AREA=WHY", help="An area that is not applicable, and why."
)
@AS_JSON
@with_act
def open_(act: "Act", day: datetime | None, sponsor: str, leave_out: tuple[str, ...], as_json: bool) -> None:
    """Open an appraisal on the evidence of a day; needs --as an appraiser."""
    from riser.assess.actions import open_appraisal

    given = {code: why for code, _equals, why in (text.partition("=") for text in leave_out)}
    opened = open_appraisal(act, as_of=as_day(day, act.now.date()), left_out=given, sponsor=sponsor)
    _show(act, opened.id, as_json=as_json)


@appraisals.command()
@NUMBER
@AS_JSON
@with_act
def show(act: "Act", number: int | None, as_json: bool) -> None:
    """One appraisal: its level, what is undecided, each practice."""
    _show(act, _number(act, number), as_json=as_json)


@appraisals.command()
@NUMBER
@AS_JSON
@with_act
def finish(act: "Act", number: int | None, as_json: bool) -> None:
    """Finish an appraisal; its record is frozen under its SHA-256."""
    from riser.assess.actions import finish_appraisal

    _show(act, finish_appraisal(act, _number(act, number)).id, as_json=as_json)


@appraisals.command()
@NUMBER
@REASON
@AS_JSON
@with_act
def withdraw(act: "Act", number: int | None, reason: str, as_json: bool) -> None:
    """Withdraw an appraisal; it counts no more and stays on record."""
    from riser.assess.actions import withdraw_appraisal

    _show(act, withdraw_appraisal(act, _number(act, number), reason=reason).id, as_json=as_json)


@assess.command()
@click.argument("practice", type=practice_id)
@click.argument("rating", type=RATING)
@REASON
@NUMBER
@AS_JSON
@with_act
def judge(act: "Act", practice: str, rating: str, reason: str, number: int | None, as_json: bool) -> None:
    """Decide a practice for which two ratings are allowed; needs --as an appraiser.

    PRACTICE is its id, such as "BUD 2.1" or BUD-2.1.
    """
    from riser.assess import actions
    from riser.foundation.evidence import Characterisation

    value = Characterisation(rating.upper())
    made = actions.judge(act, _number(act, number), practice=practice, value=value, reason=reason)
    _stored(made, as_json=as_json)


@assess.command()
@click.argument("practice", type=practice_id)
@click.argument("instance")
@click.argument("rating", type=RATING)
@REASON
@click.option("--record", default="", metavar="KIND:ID", help="The record it leans on, such as attachment:4.")
@NUMBER
@AS_JSON
@with_act
def override(
    act: "Act",
    practice: str,
    instance: str,
    rating: str,
    reason: str,
    record: str,
    number: int | None,
    as_json: bool,
) -> None:
    """Call one instance other than computed; needs --as an appraiser.

    PRACTICE is its id, such as "BUD 2.1" or BUD-2.1; INSTANCE one of its instances, such as campaign:12.
    """
    from riser.assess import actions
    from riser.assess.pages.appraisal import ref_of
    from riser.foundation.evidence import Characterisation

    made = actions.override(
        act,
        _number(act, number),
        practice=practice,
        instance=instance,
        value=Characterisation(rating.upper()),
        reason=reason,
        record=ref_of(record) if record else None,
    )
    _stored(made, as_json=as_json)


@assess.command()
@click.argument("group", type=practice_id)
@click.option("--harm/--no-harm", "harms", required=True, help="Whether they do significant harm.")
@REASON
@NUMBER
@AS_JSON
@with_act
def harm(act: "Act", group: str, harms: bool, reason: str, number: int | None, as_json: bool) -> None:
    """Say whether the weaknesses noted in a group ("BUD 2") together do significant harm."""
    from riser.assess.actions import judge_harm
    from riser.assess.rules.judgement import Harm

    said = Harm.HARM if harms else Harm.NO_HARM
    _stored(judge_harm(act, _number(act, number), group=group, harm=said, reason=reason), as_json=as_json)


@assess.command("take-back")
@click.argument("decision", type=int)
@REASON
@NUMBER
@AS_JSON
@with_act
def take_back(act: "Act", decision: int, reason: str, number: int | None, as_json: bool) -> None:
    """Take a decision back, by its number; it stays in the history."""
    from riser.assess import actions

    _stored(actions.take_back(act, _number(act, number), decision, reason=reason), as_json=as_json)


@assess.command()
@click.option("--practice", type=practice_id, default="", help="Of one practice only.")
@click.option("--as-of", "day", type=DAY, help="Up to this day (default: today).")
@AS_JSON
@with_act
def history(act: "Act", practice: str, day: datetime | None, as_json: bool) -> None:
    """The kept changes of indicative ratings, oldest first."""
    from riser.assess import library
    from riser.assess.pages.history import changes
    from riser.assess.pages.links import Links
    from riser.assess.plain import change_plain

    until = as_day(day, act.now.date())
    kept = changes(act.organisation_id, library.FLAGSHIP, Links(), as_of=until, practice=practice)
    printed({"changes": [change_plain(one) for one in kept]}, as_json=as_json, lines=_changes)


def _number(act: "Act", number: int | None) -> int:
    """The appraisal named, or the open one. Raises Refused where none is."""
    from django.utils.translation import gettext as _

    from riser.assess.appraisals import open_sitting
    from riser.foundation.errors import Refused

    if number is not None:
        return number
    sat = open_sitting(act.organisation_id)
    if sat is None:
        raise Refused(_("No appraisal is open. Open one with “riser assess appraisals open”."))
    return sat.id


def _show(act: "Act", number: int, *, as_json: bool) -> None:
    from riser.assess.appraisals import of_sitting, sitting
    from riser.assess.plain import appraised_plain

    found = of_sitting(act.organisation_id, sitting(act.organisation_id, number))
    printed(appraised_plain(found), as_json=as_json, lines=_appraised)


def _stored(made: "Judgement", *, as_json: bool) -> None:
    from django.utils.translation import gettext as _

    text = _("Decision %(number)s is stored.") % {"number": made.pk}
    printed({"decision": made.pk}, as_json=as_json, lines=lambda _plain: iter([text]))


def _list(plain: Any) -> Iterator[str]:
    for one in plain["rows"]:
        names = f"{one['appraiser']}  {one['sponsor']}"
        yield f"{one['id']:>5}  {one['as_of']}  {one['state']:10} {names}".rstrip()


def _appraised(plain: Any) -> Iterator[str]:
    from django.utils.translation import gettext as _

    from riser.ui.formats import listed

    text = _("Appraisal %(id)s as of %(day)s, %(state)s: level %(level)s")
    level = plain["level_appraised"] or "–"
    yield text % {"id": plain["id"], "day": plain["as_of"], "state": plain["state"], "level": level}
    if plain["undecided"]:
        yield _("A person has to decide: %(ids)s") % {"ids": listed(plain["undecided"])}
    for one in plain["practices"]:
        allowed, hand = "/".join(one["allowed"]) or "–", one["judgement"]
        signed = f"  {hand['by']}: {hand['reason']}" if hand else ""
        yield f"  {one['id']:9} {one['rating'] or '–':3} {allowed:6}{signed}".rstrip()
    if plain["sha256"]:
        yield f"SHA-256 {plain['sha256']}"


def _changes(plain: Any) -> Iterator[str]:
    for one in plain["changes"]:
        yield f"{one['day']}  {one['practice']:9} {one['before'] or '–'} → {one['rating'] or '–'}"
