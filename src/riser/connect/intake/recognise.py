"""Which platform's file this is, by its columns; what it lacks where nobody knows it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from riser.connect.intake.files import OpenFile, Sheet
from riser.connect.mappings import sources, title_of
from riser.connect.rules.mapping import Match, Missing, Source, find
from riser.foundation.errors import Refused

AUTO = "auto"


def recognise(file: OpenFile, source: str, name: str) -> tuple[Sheet, Match]:
    """The sheet that holds the data and how it is read. Raises Refused where none, or two platforms, fit."""
    wanted = _wanted(source)
    best: Missing | None = None
    for sheet in file.sheets:
        found = find(wanted, sheet.head())
        if isinstance(found, Missing):
            best = best or found
        elif len(found) == 1:
            return sheet, found[0]
        else:
            raise _ambiguous(name, found)
    raise _unknown(name, best)


def _wanted(slug: str) -> list[Source]:
    known = sources()
    if slug == AUTO:
        return list(known.values())
    if slug not in known:
        raise Refused(
            _("“%(source)s” is no known source. Known are: %(known)s, or auto.")
            % {"source": slug, "known": ", ".join(known)}
        )
    return [known[slug]]


def _ambiguous(name: str, found: Sequence[Match]) -> Refused:
    choices = ", ".join(match.source.slug for match in found)
    return Refused(
        _("%(name)s could come from several platforms (%(choices)s). Say which with the source.")
        % {"name": name, "choices": choices}
    )


def _unknown(name: str, best: Missing | None) -> Refused:
    if best is None:
        return Refused(_("%(name)s holds no table.") % {"name": name})
    facts = {"name": name, "title": title_of(best.shape), "lacks": ", ".join(best.lacks)}
    if best.lacks:
        return Refused(
            _("%(name)s is not recognised. It comes closest to “%(title)s”, but lacks: %(lacks)s.") % facts
        )
    return Refused(
        _(
            "%(name)s is not recognised. It comes closest to “%(title)s”, but also holds %(excess)s: "
            "export it by account, campaign, ad group or ad, one row per day."
        )
        % (facts | {"excess": ", ".join(best.excess)})
    )
