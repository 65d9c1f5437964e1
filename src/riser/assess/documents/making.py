"""From what somebody asks for to the file: the profile is computed, told as a report, and written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from riser.assess import contract
from riser.assess.documents.board import BoardReport, board_report, quarter_before
from riser.assess.documents.kinds import KINDS, MEDIA, OFFERED, Form, Kind
from riser.assess.documents.profile_report import ProfileReport, profile_report
from riser.assess.queries import profile
from riser.assess.units import asked_beside
from riser.foundation.errors import NotFound, Refused
from riser.foundation.periods import FIRST_DAY
from riser.foundation.queries import house
from riser.ui import formats
from riser.ui.documents.errors import CannotDraw
from riser.ui.documents.names import file_name

LANGUAGES: Final = ("en", "zh-hans")


@dataclass(frozen=True, slots=True)
class Asked:
    """A report somebody asks for.

    Attributes:
        since: the earlier day that the board report compares with; None: three months before.
        language: of the report; empty: that of the reader.
        address: where the same view opens for members; empty where nobody knows it.
        compare: the day or unit that the profile report puts beside the unit `against`, or beside the whole.
    """

    kind: Kind
    form: Form
    as_of: date
    since: date | None = None
    language: str = ""
    address: str = ""
    compare: str = ""
    against: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A finished file."""

    name: str
    media: str
    content: bytes


def asked(
    kind: str,
    form: str,
    *,
    as_of: date,
    since: date | None = None,
    language: str = "",
    address: str = "",
    compare: str = "",
    against: str = "",
) -> Asked:
    """The report behind words that somebody typed. Raises NotFound or Refused, which say what there is."""
    if kind not in set(Kind):
        kinds = formats.listed(Kind)
        raise NotFound(
            _("There is no report “%(kind)s”. There are: %(kinds)s.") % {"kind": kind, "kinds": kinds}
        )
    offered = OFFERED[Kind(kind)]
    if form not in set(offered):
        told = {"kind": KINDS[Kind(kind)], "form": form, "forms": formats.listed(offered)}
        raise NotFound(_("%(kind)s does not come as “%(form)s”, but as: %(forms)s.") % told)
    if language and language not in LANGUAGES:
        told = {"language": language, "languages": formats.listed(LANGUAGES)}
        raise Refused(_("Riser does not write “%(language)s”, but: %(languages)s.") % told)
    if since and not FIRST_DAY <= since <= as_of:
        told = {"since": since.isoformat(), "first": FIRST_DAY.isoformat(), "as_of": as_of.isoformat()}
        raise Refused(
            _("since: %(since)s is not between %(first)s and %(as_of)s, the day of the report.") % told
        )
    if (compare or against) and kind == Kind.BOARD:
        raise Refused(_("The board report compares with a day: write since, and leave compare out."))
    return Asked(Kind(kind), Form(form), as_of, since, language, address, compare, against)


def make(organisation_id: int, wanted: Asked, *, now: datetime) -> File:
    """The file. Raises Refused where the machine lacks what draws PDF."""
    with override(wanted.language or formats.language()):
        return _made(organisation_id, wanted, now=now)


def _made(organisation_id: int, wanted: Asked, *, now: datetime) -> File:
    mine = house(organisation_id)
    try:
        content = _WRITERS[wanted.kind](organisation_id, wanted, now.astimezone(ZoneInfo(mine.time_zone)))
    except CannotDraw as error:
        raise Refused(str(error)) from error
    name = file_name(mine.name, str(KINDS[wanted.kind]), wanted.as_of.isoformat(), suffix=wanted.form.value)
    return File(name, MEDIA[wanted.form], content)


def _profile(organisation_id: int, wanted: Asked, made: datetime) -> bytes:
    found = profile(organisation_id, wanted.as_of)
    compared = asked_beside(organisation_id, wanted.as_of, wanted.compare, wanted.against)
    mine = house(organisation_id)
    if wanted.form is Form.JSON:
        plain = contract.saved_json(found, compared, organisation=mine.name)
        return json.dumps(plain, indent=2, ensure_ascii=False).encode()
    report = profile_report(found, mine, made=made, address=wanted.address, compared=compared)
    return _written(report, wanted.form)


def _board(organisation_id: int, wanted: Asked, made: datetime) -> bytes:
    earlier = profile(organisation_id, wanted.since or quarter_before(wanted.as_of))
    found = profile(organisation_id, wanted.as_of)
    report = board_report(found, earlier, house(organisation_id), made=made, address=wanted.address)
    return _written(report, wanted.form)


def _written(report: ProfileReport | BoardReport, form: Form) -> bytes:
    """The report in a format. Writers load late: each takes a second that the others need not wait."""
    match form:
        case Form.DOCX:
            from riser.assess.documents import word

            return word.write(report)
        case Form.XLSX:
            from riser.assess.documents import sheets

            return sheets.write(report)
        case Form.PNG:
            from riser.assess.documents import printed
            from riser.ui.documents.png import png

            return png(printed.write(report))
        case _:
            from riser.assess.documents import printed

            return printed.write(report)


_WRITERS: Final[Mapping[Kind, Callable[[int, Asked, datetime], bytes]]] = {
    Kind.PROFILE: _profile,
    Kind.BOARD: _board,
}
