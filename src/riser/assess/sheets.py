"""Reads a file of answers (YAML or JSON) into sheets; every problem names its place."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from riser.assess.actions import Sheet
from riser.assess.library import MODELS
from riser.assess.library.reading import ContentError, schema_problems
from riser.assess.offline import parsed
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.foundation.errors import Problem, Refused
from riser.ui.formats import listed

# As people say it: of your last five.
SCALE = {"all": Choice.FM, "most": Choice.LM, "some": Choice.PM, "none": Choice.DM}
# YAML reads a bare yes or no as true or false.
PLAIN_YES_NO = {True: Reply.YES, False: Reply.NO}


def read_sheets(data: bytes, *, name: str) -> tuple[list[Sheet], datetime | None]:
    """The sheets of a file, and when they were answered where it says so. Raises Refused."""
    try:
        value = parsed(data, name=name)
    except ContentError as error:
        raise Refused(str(error)) from error
    if problems := list(schema_problems(value, schema="answers", name=name)):
        raise Refused(_("Nothing was stored: the file cannot be read."), tuple(map(Problem, problems)))
    if value.get("model", MODELS[0]) not in MODELS:
        raise Refused(_("%(name)s, model: known are %(known)s.") % {"name": name, "known": listed(MODELS)})
    return [_sheet(row) for row in value["respondents"]], _day(value.get("answered_on"), name)


def _sheet(plain: Mapping[str, Any]) -> Sheet:
    return Sheet(
        respondent=f"file:{plain['respondent']}",
        role=Respondent(plain["role"]),
        choices={id_: SCALE.get(said) or Choice(said) for id_, said in plain.get("answers", {}).items()},
        replies={id_: _reply(said) for id_, said in plain.get("fitness", {}).items()},
    )


def _reply(said: str | bool) -> Reply:
    return PLAIN_YES_NO[said] if isinstance(said, bool) else Reply(said)


def _day(text: str | None, name: str) -> datetime | None:
    """Noon of the day, so that it is the same day in most zones."""
    if text is None:
        return None
    try:
        return datetime.combine(datetime.fromisoformat(text).date(), time(12), tzinfo=UTC)
    except ValueError as error:
        raise Refused(
            _("%(name)s, answered_on: “%(day)s” is not a day. Write it as 2026-03-01.")
            % {"name": name, "day": text}
        ) from error
