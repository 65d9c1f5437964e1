"""Loads, their figures, and what is worth a look."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import File, Form, Query, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from riser.connect import queries
from riser.connect.actions import (
    CONFIRM,
    SEE,
    accept_load,
    confirm_account,
    discard_load,
    import_file,
    preview_file,
    preview_undo,
    redo_load,
    undo_load,
)
from riser.connect.api.door import router
from riser.connect.commands.shown import preview_json, undo_json
from riser.connect.intake.files import MAX_BYTES
from riser.connect.ledger import LoadRecord
from riser.connect.sentences import detail, headline
from riser.foundation.bodies import Body
from riser.foundation.errors import Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.queries import today
from riser.foundation.roles import Act, require
from riser.foundation.web import RiserRequest

LoadId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Text = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")]
Mapping = Annotated[str, StringConstraints(max_length=256 * 1024, pattern=r"^[^\x00]*$")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False)]


class RejectionOut(Schema):
    """A row that was not taken."""

    row: int
    column: str
    reason: str


class LoadOut(Schema):
    """A load as the command line prints it."""

    load: str = Field(alias="id")
    state: str
    source: str
    file_name: str
    from_day: date | None
    to_day: date | None
    rows_read: int
    rows_accepted: int
    rows_skipped: int
    rows_rejected: int
    rejections: list[RejectionOut]
    notes: list[str]
    unchanged: bool
    nothing_taken: str

    @staticmethod
    def resolve_nothing_taken(record: LoadRecord) -> str:
        """That no row can be taken, why, and the remedy; empty where some can."""
        return str(record.nothing_taken or "")


class SourceOut(Schema):
    """One connected account."""

    source: str
    account: str
    name: str
    level: str
    first_day: date
    newest_day: date
    currency: str
    assumed: bool
    currency_assumed: bool
    account_assumed: bool


class FindingOut(Schema):
    """Something to look at."""

    kind: str
    headline: str
    detail: str
    names: list[str]
    from_day: date
    to_day: date
    spend: Decimal | None
    currency: str


class DayOut(Schema):
    """One campaign-day. A figure the platform did not tell is null."""

    source: str
    account: str
    campaign: str
    campaign_name: str
    channel: str
    day: date
    spend: Decimal
    currency: str
    impressions: int | None
    clicks: int | None
    conversions: Decimal | None
    load: str
    assumed: bool
    currency_assumed: bool
    account_assumed: bool


class ImportIn(Schema):
    """What is said beside a file; empty means as the file says."""

    source: Text = "auto"
    account: Text = ""
    currency: Text = ""
    account_total: Amount | None = None
    accept_quarantine: bool = False
    day_order: Literal["", "dmy", "mdy"] = ""
    mapping: Mapping = ""


class PreviewIn(Schema):
    """What is said beside a file that is only looked at."""

    source: Text = "auto"
    account: Text = ""
    currency: Text = ""
    day_order: Literal["", "dmy", "mdy"] = ""
    mapping: Mapping = ""


class UndoOut(Schema):
    """What taking a load back would change: rows, and the spend of the days in question by currency."""

    load: str
    vanished: int
    changed: int
    added: int
    same: int
    days: int
    items: int
    replayed: int
    spend_before: dict[str, Decimal]
    spend_after: dict[str, Decimal]
    based_on: int


class UndoIn(Body):
    """The state of the table that the preview was reckoned on."""

    based_on: int = Field(ge=-1, le=2**53)


class ConfirmIn(Body):
    """An account and the currency it is billed in."""

    source: Text
    account: Text
    currency: Text


class DaysIn(Schema):
    """Which campaign-days, a page at a time."""

    from_day: date | None = None
    to_day: date | None = None
    campaign: str = ""
    limit: int = Field(1000, ge=1, le=10_000)
    offset: int = Field(0, ge=0, le=10_000_000)


def _act(request: RiserRequest) -> Act:
    require(request.act, SEE)
    return request.act


@router.post("/imports", response=LoadOut)
def import_one(request: RiserRequest, said: Form[ImportIn], file: File[UploadedFile]) -> Any:
    """Imports a file; a load with rejected rows waits until it is accepted."""
    act = _act(request)
    with _copy(file) as path:
        return import_file(act, path, file_name=Path(str(file.name)).name, **said.dict())


@contextmanager
def _copy(file: UploadedFile) -> Iterator[Path]:
    """The upload as a file of its own, for the length of the block. Raises Refused where it is too large."""
    if file.size is None or file.size > MAX_BYTES:
        raise Refused(_("%(name)s is larger than 200 MB. Export a shorter period.") % {"name": file.name})
    with tempfile.NamedTemporaryFile(prefix="riser-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


@router.get("/loads", response=list[LoadOut])
def loads(request: RiserRequest, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Any:
    """The newest loads first."""
    return queries.loads(_act(request).organisation_id, limit=limit)


@router.get("/loads/{load_id}", response=LoadOut)
def load(request: RiserRequest, load_id: LoadId) -> Any:
    """One load."""
    return queries.load(_act(request).organisation_id, load_id)


@router.post("/loads/{load_id}/accept", response=LoadOut)
def accept(request: RiserRequest, load_id: LoadId) -> Any:
    """Stores the good rows of a waiting load."""
    return accept_load(_act(request), load_id)


@router.post("/loads/{load_id}/discard", response=LoadOut)
def discard(request: RiserRequest, load_id: LoadId) -> Any:
    """Discards a waiting load."""
    return discard_load(_act(request), load_id)


@router.post("/previews", response=dict[str, Any])
def preview_one(request: RiserRequest, said: Form[PreviewIn], file: File[UploadedFile]) -> Any:
    """What a file holds and what storing it would change; nothing is stored."""
    act = _act(request)
    with _copy(file) as path:
        return preview_json(preview_file(act, path, file_name=Path(str(file.name)).name, **said.dict()))


@router.get("/loads/{load_id}/undo", response=UndoOut)
def undo_preview(request: RiserRequest, load_id: LoadId) -> Any:
    """What taking a load back would change; `based_on` has to come with the yes."""
    return undo_json(preview_undo(_act(request), load_id))


@router.post("/loads/{load_id}/undo", response=LoadOut)
def undo(request: RiserRequest, load_id: LoadId, said: UndoIn) -> Any:
    """Takes a load back by replaying the others in their order."""
    return undo_load(_act(request), load_id, based_on=said.based_on)


@router.post("/loads/{load_id}/redo", response=LoadOut)
def redo(request: RiserRequest, load_id: LoadId) -> Any:
    """Stores the file of a load that was taken back again, as a load of its own."""
    return redo_load(_act(request), load_id)


@router.get("/sources", response=list[SourceOut])
def sources(request: RiserRequest) -> Any:
    """The connected accounts."""
    return queries.connected_sources(_act(request).organisation_id)


@router.post("/accounts/confirm", response={204: None})
def confirm(request: RiserRequest, said: ConfirmIn) -> Any:
    """Confirms an account and its currency."""
    act = _act(request)
    require(act, CONFIRM)
    confirm_account(act, **said.dict())
    return Status(204, None)


@router.get("/findings", response=list[FindingOut])
def findings(request: RiserRequest, load_id: LoadId | None = None) -> Any:
    """What is worth a look in all figures, or in those of one load."""
    act = _act(request)
    found = queries.findings(act.organisation_id, today=today(act), load_id=load_id)
    return [
        FindingOut(
            kind=one.kind,
            headline=headline(one),
            detail=detail(one),
            names=list(one.names),
            from_day=one.from_day,
            to_day=one.to_day,
            spend=one.spend,
            currency=one.currency,
        )
        for one in found
    ]


@router.get("/days", response=list[DayOut])
def days(request: RiserRequest, wanted: Annotated[DaysIn, Query()]) -> Any:
    """Campaign-days, oldest first."""
    found = queries.campaign_days(
        _act(request).organisation_id, to_day=wanted.to_day or date.max, from_day=wanted.from_day
    )
    chosen = [day for day in found if not wanted.campaign or day.key.campaign == wanted.campaign]
    return [_day_out(day) for day in chosen[wanted.offset : wanted.offset + wanted.limit]]


def _day_out(day: queries.CampaignDay) -> DayOut:
    key: PlatformKey = day.key
    return DayOut(
        source=key.source,
        account=key.account,
        campaign=key.campaign,
        campaign_name=day.campaign_name,
        channel=day.channel,
        day=day.day,
        spend=day.spend,
        currency=day.currency,
        impressions=day.impressions,
        clicks=day.clicks,
        conversions=day.conversions,
        load=day.load_id,
        assumed=day.assumed,
        currency_assumed=day.currency_assumed,
        account_assumed=day.account_assumed,
    )
