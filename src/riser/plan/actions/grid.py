"""The grid: many campaigns at once, each cell checked, all of them stored or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.errors import Problem, Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.merging import merge
from riser.foundation.roles import Act, require
from riser.plan.actions.batch import Batch
from riser.plan.actions.budget import cap_window, store_cap
from riser.plan.actions.campaigns import CampaignFields, store_changed, store_new
from riser.plan.actions.mapping import store_key
from riser.plan.actions.objectives import store_objective
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.actions.requirements import RequirementFields, change_requirement, store_requirement
from riser.plan.models import Campaign, Requirement
from riser.plan.queries.draft import draft_from_spend
from riser.plan.queries.grid import stored_rows
from riser.plan.rules.bounds import Bound
from riser.plan.rules.draft import DraftRow
from riser.plan.rules.grid import GridCells, GridRow, read_grid
from riser.plan.sentences import unclear
from riser.plan.words import MadeBy

COLUMN_NAMES = {
    "owner": gettext_lazy("Owner"),
    "objective": gettext_lazy("Objective"),
    "requirement": gettext_lazy("Requirement"),
    "cap": gettext_lazy("Cap"),
}


@dataclass(frozen=True, slots=True)
class GridEntry:
    """One row as it was typed: a drafted platform campaign or a stored campaign, and its four cells.

    `seen` is what stood in the cells when the person began; None asks for no check against others.
    """

    number: int
    cells: Mapping[str, str]
    key: PlatformKey | None = None
    campaign_id: int | None = None
    seen: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving did: ids of the campaigns created and changed, and how many drafts stayed drafts."""

    created: tuple[int, ...]
    changed: tuple[int, ...]
    left: int


@transaction.atomic
def save_grid(act: Act, entries: Sequence[GridEntry]) -> Saved:
    """The grid, stored in one transaction. A drafted row in which nothing was filled in stays a draft.

    Raises Refused with one problem per bad cell (row and column named), and then stores nothing. A cell that
    somebody else changed since it was seen is such a problem; one that nobody typed into stays as it is now.
    """
    require(act, EDIT_PLANS)
    drafts = {row.key: row for row in draft_from_spend(act.organisation_id, to_day=act.now.date())}
    shown = {row.id: row.cells for row in stored_rows(act.organisation_id, act.now.date())}
    late = [problem for entry in entries for problem in _changed_meanwhile(entry, shown)]
    rows, problems = _read([_touched(entry, shown) for entry in entries], drafts)
    problems += late
    filled = [row for row in rows if not row.parsed.is_empty]
    created, changed = [], []
    with Batch(act) as batch:
        _open(batch, filled)
        for row in filled:
            entry = row.entry
            try:
                if entry.campaign_id is not None:
                    changed += [entry.campaign_id] if _change(batch, row) else []
                elif entry.key is not None:
                    created.append(_create(batch, drafts[entry.key], row.parsed))
            except Refused as refusal:
                problems += _problems(refusal, entry.number)
                batch.forget()
        if problems:
            text = _("Nothing was stored. Mend the cells below; everything typed is still here.")
            raise Refused(text, tuple(problems))
    empty = sum(row.entry.campaign_id is None and row.parsed.is_empty for row in rows)
    return Saved(tuple(created), tuple(changed), empty)


def _open(batch: Batch, rows: Sequence["_Row"]) -> None:
    """Locks the organisation's mappings, then the campaigns, and reads what the rows will ask for."""
    batch.register.lock_keys()
    batch.register.look_up(row.entry.key for row in rows if row.entry.key is not None)
    batch.open(row.entry.campaign_id for row in rows if row.entry.campaign_id is not None)


def _problems(refusal: Refused, row: int) -> list[Problem]:
    """What was refused in one row, under the column it is about where the grid has that column."""
    return [Problem(one.text, row, str(COLUMN_NAMES.get(one.column, ""))) for one in refusal.problems] or [
        Problem(str(refusal), row)
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    entry: GridEntry
    parsed: GridRow


def _touched(entry: GridEntry, shown: Mapping[int, Mapping[str, str]]) -> GridEntry:
    """The row with the cells a person changed: what the grid itself had written there says nothing new."""
    now = shown.get(entry.campaign_id or 0, {})
    before = now if entry.seen is None else entry.seen
    cells = {
        name: "" if typed in (before.get(name), now.get(name)) else typed
        for name, typed in entry.cells.items()
    }
    return replace(entry, cells=cells)


def _changed_meanwhile(entry: GridEntry, shown: Mapping[int, Mapping[str, str]]) -> list[Problem]:
    """The cells that both this person and somebody else changed, to different words."""
    now = shown.get(entry.campaign_id or 0)
    if entry.seen is None or now is None:
        return []
    found = merge(COLUMN_NAMES, base=entry.seen, mine=entry.cells, theirs=now)
    text = _("Somebody wrote “%(theirs)s” here meanwhile. Save again to keep yours, or write theirs.")
    return [
        Problem(text % {"theirs": now[name]}, entry.number, str(COLUMN_NAMES[name]))
        for name in COLUMN_NAMES
        if name in found.clashes and entry.cells.get(name, "").strip()
    ]


def _read(
    entries: Sequence[GridEntry], drafts: Mapping[PlatformKey, DraftRow]
) -> tuple[list[_Row], list[Problem]]:
    rows, problems = [], []
    for entry in entries:
        if entry.campaign_id is None and entry.key not in drafts:
            text = _("This platform campaign has a plan already, or is not in the data. Reload the page.")
            problems.append(Problem(text, entry.number))
            continue
        draft = drafts.get(entry.key) if entry.key else None  # a stored row may name a key of no draft
        currency = draft.currency if draft else ""
        parsed, wrong = read_grid(
            GridCells(**{name: entry.cells.get(name, "") for name in COLUMN_NAMES}), currency
        )
        problems += [
            Problem(unclear(one), entry.number, str(COLUMN_NAMES[column])) for column, one in wrong.items()
        ]
        rows.append(_Row(entry, parsed))
    return rows, problems


def _create(batch: Batch, draft: DraftRow, row: GridRow) -> int:
    campaign = store_new(
        batch,
        Campaign(organisation_id=batch.act.organisation_id),
        {
            "name": draft.name[:200],
            "campaign_class": draft.proposed_class,
            "owner": row.owner,
            "objective_id": _objective_id(batch, row.objective),
            "channels": [draft.channel],
            "start": draft.from_day,
            "end": draft.to_day,
        },
        "create campaign",
    )
    requirements = [_add_bound(batch, campaign, bound) for bound in row.requirements]
    # One requirement leaves no choice which one the spend serves; of several nobody is guessed.
    serves = requirements[0] if len(requirements) == 1 else None
    store_key(batch, campaign, draft.key, serves, made_by=MadeBy.DRAFT)
    if row.cap is not None:
        window = cap_window(row.cap.currency or draft.currency, draft.from_day, draft.to_day)
        store_cap(batch, campaign, amount=row.cap.value, window=window)
    return campaign.pk


def _change(batch: Batch, row: _Row) -> bool:
    """Changes a stored campaign where a filled cell says something new; whether anything changed."""
    campaign = batch.campaign(row.entry.campaign_id or 0)
    parsed, before = row.parsed, batch.trail.told
    fields: CampaignFields = {"owner": parsed.owner} if parsed.owner else {}
    if parsed.objective:
        fields["objective_id"] = _objective_id(batch, parsed.objective)
    if fields:
        store_changed(batch, campaign, fields)
    _change_requirement(batch, campaign, parsed)
    _change_cap(batch, campaign, parsed)
    return batch.trail.told != before


def _change_requirement(batch: Batch, campaign: Campaign, row: GridRow) -> None:
    """The grid shows a campaign's one requirement; where there are several it leaves them alone."""
    if not row.requirements:
        return
    stored = batch.requirements(campaign.pk)
    if len(stored) == 1 and len(row.requirements) == 1:
        change_requirement(batch, stored[0], _said(row.requirements[0]))
    elif not stored:
        for bound in row.requirements:
            _add_bound(batch, campaign, bound)


def _change_cap(batch: Batch, campaign: Campaign, row: GridRow) -> None:
    """The grid shows a campaign's one cap; where there are several it leaves them alone."""
    if row.cap is None:
        return
    stored = batch.lines(campaign.pk)
    line = stored[0] if len(stored) == 1 else None
    start, end = (line.window_from, line.window_to) if line else (campaign.start, campaign.end)
    if start is None or end is None:
        raise Refused(_("A cap needs a window. Fill in start and end on the campaign's page first."))
    if len(stored) < 2:
        currency = row.cap.currency or (line.currency if line else batch.register.currency)
        window = cap_window(currency, start, end)
        store_cap(batch, campaign, amount=row.cap.value, window=window, line_id=line.pk if line else None)


def _add_bound(batch: Batch, campaign: Campaign, bound: Bound) -> Requirement:
    return store_requirement(batch, campaign, _said(bound))


def _said(bound: Bound) -> RequirementFields:
    return {
        "metric": bound.metric,
        "operator": bound.operator,
        "bound": bound.bound,
        "unit": bound.unit,
    }


def _objective_id(batch: Batch, name: str) -> int | None:
    """The objective of that name; a new name is a new objective whose other fields are still empty."""
    if not name:
        return None
    known = batch.register.objective_named(name)
    return (known or store_objective(batch, {"name": name})).pk
