"""Which platform's file this is, by its columns; what it lacks where nobody knows it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.intake.files import OpenFile, Row, Sheet
from riser.connect.intake.own_mapping import own_source, refuse_two_for_one
from riser.connect.intake.record_files import RecordSheet
from riser.connect.intake.refusing import refuse_unfit
from riser.connect.mappings import in_words, sources, title_of
from riser.connect.rules.event_mapping import is_events
from riser.connect.rules.mapping import Match, Missing, Shape, Source, find, normal
from riser.foundation.errors import Refused
from riser.foundation.registries import OwnFile, own_files
from riser.ui import formats

AUTO = "auto"
FEWEST_OWN = 3  # columns of a template of ours, and of four columns three, that tell a file to be made of it


class Elsewhere(Refused):
    """A template of Riser's own, filled in and brought to the wrong door."""

    def __init__(self, name: str, file: OwnFile) -> None:
        facts = {"name": name, "template": file.name, "place": file.place, "command": f"{file.command} FILE"}
        super().__init__(
            _(
                "%(name)s is Riser's own %(template)s, no export. "
                "Take it to “%(place)s”; in the shell: %(command)s."
            )
            % facts
        )
        self.file = file


class Unknown(Refused):
    """A file that no mapping reads."""


def recognise(file: OpenFile, source: str, name: str, mapping: str = "") -> tuple[Sheet, Match[Shape]]:
    """The sheet that holds the data and how it is read. Raises Refused where none, or two platforms, fit.

    With the text of a `mapping` of one's own, only that is tried.
    """
    if mapping:
        return _by_own(file, name, own_source(mapping))
    wanted = _wanted(source)
    best: Missing | None = None
    for sheet in file.sheets:
        found = find(wanted, sheet.head())
        if isinstance(found, Missing):
            best = best or found
        elif len(found) == 1:
            return sheet, _settled(sheet, found[0])
        else:
            raise _ambiguous(name, found)
    _refuse_other_source(file, source, name)
    _refuse_own(file, name)
    refuse_unfit(file, name)
    raise _unknown(name, best)


def _by_own(file: OpenFile, name: str, own: Source) -> tuple[Sheet, Match[Shape]]:
    best: Missing | None = None
    for sheet in file.sheets:
        found = find([own], sheet.head())
        if isinstance(found, Missing):
            best = best or found
            continue
        match = _settled(sheet, found[0])
        refuse_two_for_one(match, name)
        return sheet, match
    raise _unknown(name, best)


def _settled(sheet: Sheet, match: Match[Shape]) -> Match[Shape]:
    """The match with every column of the records, also of those that the first thousand lack."""
    if not isinstance(sheet, RecordSheet) or is_events(match):
        return match
    found = find([match.source], [next(sheet.rows())])
    return match if isinstance(found, Missing) else found[0]


def _wanted(slug: str) -> list[Source]:
    known = sources()
    if slug == AUTO:
        return list(known.values())
    if slug not in known:
        raise Refused(
            _("“%(source)s” is no known source. Known are: %(known)s, or auto.")
            % {"source": slug, "known": formats.listed(known)}
        )
    return [known[slug]]


def _refuse_other_source(file: OpenFile, said: str, name: str) -> None:
    """Says so where the file is of another platform than the person said."""
    for sheet in file.sheets if said != AUTO else ():
        found = find(sources().values(), sheet.head())
        if not isinstance(found, Missing):
            facts = {"name": name, "found": found[0].source.slug, "said": said}
            raise Refused(
                _("%(name)s is an export of %(found)s, not of %(said)s. Leave the source out, or correct it.")
                % facts
            )


def _refuse_own(file: OpenFile, name: str) -> None:
    for sheet in file.sheets:
        for _key, own in own_files.items():
            if _is_made_of(sheet.head(), own.columns):
                raise Elsewhere(name, own)


def _is_made_of(head: Iterable[Row], columns: frozenset[str]) -> bool:
    """Whether the first row that says something holds the columns of a template, with a few more at most."""
    for _number, row in head:
        if said := [normal(cell).replace(" ", "_") for cell in row if normal(cell)]:
            known = sum(cell in columns for cell in said)
            return known >= FEWEST_OWN and known * 4 >= len(said) * 3
    return False


def _ambiguous(name: str, found: Sequence[Match[Shape]]) -> Refused:
    choices = formats.listed(match.source.slug for match in found)
    return Refused(
        _("%(name)s could come from several platforms (%(choices)s). Say which with the source.")
        % {"name": name, "choices": choices}
    )


def _unknown(name: str, best: Missing | None) -> Refused:
    if best is None:
        return Refused(_("%(name)s holds no table. Export it again as CSV or XLSX.") % {"name": name})
    if best.is_far:
        known = formats.listed(source.name for source in sources().values())
        return Unknown(
            _(
                "%(name)s is not recognised: no row looks like the header of an export of %(known)s. "
                "Export one row per campaign and day."
            )
            % {"name": name, "known": known}
        )
    facts = {"name": name, "title": title_of(best.shape), "lacks": formats.listed(best.lacks)}
    if best.lacks:
        lacks = ngettext(
            "%(name)s is not recognised. It comes closest to “%(title)s”, but lacks: %(lacks)s. "
            "Add this column to the export and download it again.",
            "%(name)s is not recognised. It comes closest to “%(title)s”, but lacks: %(lacks)s. "
            "Add these columns to the export and download it again.",
            len(best.lacks),
        )
        return Unknown(formats.sentences(lacks % facts, *map(in_words, best.where)))
    return Unknown(
        _(
            "%(name)s is not recognised. It comes closest to “%(title)s”, but also holds %(excess)s: "
            "export it by account, campaign, ad group or ad, one row per day."
        )
        % (facts | {"excess": formats.listed(best.excess)})
    )
