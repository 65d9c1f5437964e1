"""Nobody's text is lost: a change begun on an older version is merged field by field, or refused as stale."""

from collections.abc import Callable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any, TypeVar, cast

from django.db import models
from django.utils.translation import gettext as _

from riser.foundation.errors import Clash, Refused, Stale
from riser.foundation.evidence import RecordRef
from riser.foundation.merging import Merge, merge
from riser.foundation.models import RecordVersion
from riser.foundation.roles import Act
from riser.foundation.trail import plain
from riser.plan.sentences import field_word

Row = TypeVar("Row", bound=models.Model)
Fields = TypeVar("Fields", bound=Mapping[str, Any])
Show = Callable[[str, Any], str]
# What a version calls a field, where the action calls it otherwise.
SAME: Mapping[str, str] = MappingProxyType({})


def only_mine(
    act: Act,
    case: RecordRef,
    row: Row,
    fields: Fields,
    based_on: int | None,
    *,
    fill: Callable[[Row, Fields], object],
    values: Callable[[Row], Mapping[str, Any]],
    names: Mapping[str, str] = SAME,
    show: Show | None = None,
) -> Fields:
    """The fields that this change really changes, so that what others saved meanwhile stays.

    `based_on` is the number of the version that the person had before them; None asks for no check. Raises
    Stale where the same field was changed to something else since.
    """
    if based_on is None:
        return fields
    rows = RecordVersion.objects.filter(
        organisation_id=act.organisation_id, kind=case.kind, record_id=case.id
    )
    seen, newest = rows.filter(number=based_on).first(), rows.order_by("-number").first()
    if seen is None or newest is None:
        raise Refused(
            _("Version %(number)d of this record is not known. Load it again.") % {"number": based_on}
        )
    if seen.number == newest.number:
        return fields
    draft = copy(row)
    fill(draft, fields)
    called = {names.get(field, field): field for field in fields}
    mine, theirs = plain(values(draft)), plain(values(row))
    found = merge(called, base=seen.data, mine=mine, theirs=theirs)
    if found.clashes:
        raise _stale(found, newest, called, mine, theirs, show or as_text)
    kept = {called[name] for name in found.take}
    return cast(Fields, {field: value for field, value in fields.items() if field in kept})


def _stale(
    found: Merge,
    newest: RecordVersion,
    called: Mapping[str, str],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    show: Show,
) -> Stale:
    clashes = (
        Clash(field, field_word(name), show(name, mine.get(name)), show(name, theirs.get(name)))
        for name, field in called.items()
        if name in found.clashes
    )
    text = _(
        "%(name)s changed this meanwhile, and nothing was stored. Choose what stays; both texts are here."
    )
    return Stale(
        text % {"name": newest.author_name},
        version=newest.number,
        by=newest.author_name,
        clashes=tuple(clashes),
        untouched=frozenset(called[name] for name in found.untouched),
    )


def as_text(_name: str, value: Any) -> str:
    """A value of a version as one would type it."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
