"""Takes in a file without writing anything: recognised, read, every question about it settled or refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from riser.connect.intake.ads import take_ads
from riser.connect.intake.events import take_events
from riser.connect.intake.files import MAX_TEXT_BYTES, Watch, open_file, refuse_large
from riser.connect.intake.kept_mapping import recognised_by
from riser.connect.intake.table_rows import take_table
from riser.connect.intake.taken import Ask, Intake
from riser.connect.intake.work import take_work
from riser.connect.rules.ad_mapping import is_ad
from riser.connect.rules.event_mapping import is_events
from riser.connect.rules.table_mapping import is_table
from riser.connect.rules.work_mapping import is_work
from riser.foundation.queries import house
from riser.foundation.roles import Act


def take_in(
    act: Act,
    path: Path,
    ask: Ask,
    *,
    owners: Sequence[Any] = (),
    watch: Watch | None = None,
    most: int | None = MAX_TEXT_BYTES,
) -> Intake:
    """What a file says, with everything settled that it leaves open. Raises Refused with the remedy.

    `owners` are those that an earlier reading of the same file settled; they are not asked for again.
    `most` bounds the bytes of an ad export, None to those of an upload, as every other file is.
    """
    name = ask.file_name or path.name
    file = open_file(path, name=name, watch=watch, most=most)
    organisation = house(act.organisation_id)
    ask, sheet, match = recognised_by(organisation.id, file, ask, name)
    if is_events(match):
        return take_events(act, organisation, file, ask, match=match)
    if file.text is None:
        refuse_large(name, path.stat().st_size)
    if is_work(match):
        refuse_large(name, path.stat().st_size)
        return take_work(act, organisation, file, ask, match=match, sheet=sheet)
    if is_table(match):
        refuse_large(name, path.stat().st_size)
        return take_table(act, organisation, file, ask, match=match, sheet=sheet)
    assert is_ad(match)  # noqa: S101 - a shape is one of the four
    return take_ads(act, organisation, file, ask, match=match, sheet=sheet, owners=owners, watch=watch)
