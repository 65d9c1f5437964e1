"""Files that Riser does not know, held against the mappings that the organisation keeps."""

from dataclasses import replace

from riser.connect.intake.files import OpenFile, Sheet
from riser.connect.intake.recognise import AUTO, Unknown, recognise
from riser.connect.intake.taken import Ask
from riser.connect.queries.mappings import own_mappings
from riser.connect.rules.mapping import Match, Shape
from riser.foundation.errors import Refused

Recognised = tuple[Ask, Sheet, Match[Shape]]


def recognised_by(organisation_id: int, file: OpenFile, ask: Ask, name: str) -> Recognised:
    """How the file is read, and what was asked with the mapping that reads it. Raises Refused.

    Ours come first: a file that both know is read by ours. The text of the mapping goes with what was asked,
    and so with the load: it is undone and stored again although the mapping is removed.
    """
    kept = {one.slug: one.text for one in own_mappings(organisation_id)} if not ask.mapping else {}
    if ask.source in kept:
        return _by(replace(ask, source=AUTO, mapping=kept[ask.source]), file, name)
    try:
        return _by(ask, file, name)
    except Unknown:
        for text in kept.values() if ask.source == AUTO else ():
            try:
                return _by(replace(ask, mapping=text), file, name)
            except Refused:
                continue
        raise


def _by(ask: Ask, file: OpenFile, name: str) -> Recognised:
    sheet, match = recognise(file, ask.source, name, ask.mapping)
    return ask, sheet, match
