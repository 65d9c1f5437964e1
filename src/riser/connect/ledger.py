"""Rows of the ledger: how a load is opened before the lake is touched, settled after, and read back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any
from uuid import uuid4

from django.db.models import Max
from django.utils.translation import gettext as _

from riser.connect import sentences
from riser.connect.intake.ad_rows import platform_totals
from riser.connect.intake.ads import AdIntake
from riser.connect.intake.drifting import columns_kept, has_drifted
from riser.connect.intake.owners import owners_as_kept
from riser.connect.intake.taken import Ask, Intake
from riser.connect.lake.tables import TABLES, LakeTable
from riser.connect.mappings import source_name, table_name
from riser.connect.models import Account, Load, LoadState, PlatformTotal
from riser.connect.rejecting import NothingTaken, RejectedRow, as_kept, nothing_taken, rejected_row
from riser.connect.rules.reading import KEPT_REJECTIONS, SkippedRow
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.home import home
from riser.foundation.roles import Act


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """A load as every face shows it. `drifted`: the file lacks a column that earlier ones brought."""

    id: str
    state: str
    source: str
    source_name: str
    file_name: str
    from_day: date | None
    to_day: date | None
    rows_read: int
    rows_accepted: int
    rows_skipped: int
    rows_rejected: int
    skipped: Sequence[Mapping[str, Any]]
    rejections: Sequence[RejectedRow]
    notes: Sequence[str]
    unchanged: bool
    currency_assumed: bool
    account_assumed: bool
    delta_version: int | None
    member_name: str
    started_at: datetime
    finished_at: datetime | None
    table: str = "ad_daily"
    nothing_taken: NothingTaken | None = None
    drifted: bool = False
    undone_by: str = ""
    undone_at: datetime | None = None

    @property
    def is_work(self) -> bool:
        """Whether it tells of work."""
        return self.table == "work"

    @property
    def is_ads(self) -> bool:
        """Whether it tells of days of ads."""
        return self.table == "ad_daily"

    @property
    def may_be_undone(self) -> bool:
        """Whether its rows are in the lake, so that they can be taken back."""
        return self.state == LoadState.DONE

    @property
    def may_be_redone(self) -> bool:
        """Whether it was taken back, so that its file can be stored again."""
        return self.state == LoadState.UNDONE

    @property
    def waits(self) -> bool:
        """Whether a person has to accept the rest or discard it."""
        return self.state == LoadState.WAITING


def case(load_id: str) -> RecordRef:
    """The load as a case of the audit trail."""
    return RecordRef("load", load_id)


def get_load(organisation_id: int, load_id: str) -> Load:
    """One load of this organisation. Raises NotFound."""
    load = Load.objects.filter(organisation_id=organisation_id, pk=load_id).first()
    if load is None:
        raise NotFound(_("There is no such load in this organisation."))
    return load


def open_load(act: Act, intake: Intake, state: LoadState) -> Load:
    """A new row of the ledger that says all there is to say of the file before the lake is touched."""
    load = Load(
        organisation_id=act.organisation_id,
        source=intake.source.slug,
        file_name=intake.name[:255],
        file_sha256=intake.file.sha256,
        account_given=intake.ask.account,
        currency_given=intake.ask.currency.upper(),
        account_total_given=intake.ask.account_total,
        day_order_given=intake.ask.day_order,
        mapping=intake.ask.mapping,
        member_id=act.actor.member_id,
        member_name=act.actor.name,
        started_at=act.now,
    )
    describe(load, intake)
    load.state = state
    load.save()
    return load


def describe(load: Load, intake: Intake) -> None:
    """Writes what was read into the row; an accepted load is read again and described again."""
    skipped, rejected = intake.skipped, intake.rejected
    load.shape = intake.match.shape.id
    load.from_day, load.to_day = intake.days or (None, None)
    load.rows_read, load.rows_accepted = intake.rows_read, intake.rows_accepted
    load.rows_skipped, load.rows_rejected = intake.rows_skipped, intake.rows_rejected
    load.skipped = [_skipped(row) for row in skipped[:KEPT_REJECTIONS]]
    load.rejections = [as_kept(row) for row in rejected[:KEPT_REJECTIONS]]
    load.notes, load.columns = intake.notes, columns_kept(intake)
    if isinstance(intake, AdIntake):
        _describe_money(load, intake)


def _describe_money(load: Load, intake: AdIntake) -> None:
    """Whose rows they are, what is assumed of them, and what the platform itself says they add up to."""
    owners = list(intake.owners.values()) if intake.rows_accepted else []
    load.owners = owners_as_kept(intake.owners)
    load.currency_assumed = any(owner.currency_assumed for owner in owners)
    load.account_assumed = any(owner.account_assumed for owner in owners)
    load.platform_totals = [
        {
            "account": total.account,
            "from_day": total.from_day.isoformat(),
            "to_day": total.to_day.isoformat(),
            "amount": str(total.amount),
            "currency": total.currency,
        }
        for total in platform_totals(intake)
    ]


def remember_accounts(act: Act, intake: Intake) -> None:
    """Makes or completes the account records of a file; what a person or the file states is confirmed."""
    if not isinstance(intake, AdIntake):
        return
    for owner in set(intake.owners.values()):
        record, _created = Account.objects.get_or_create(
            organisation_id=act.organisation_id,
            source=intake.source.slug,
            account=owner.account,
            defaults={"currency": owner.currency},
        )
        record.account_confirmed = record.account_confirmed or not owner.account_assumed
        if not owner.currency_assumed:
            record.currency, record.currency_confirmed = owner.currency, True
        record.currency_in_file = record.currency_in_file or owner.currency_in_file
        record.save()


def settle(load: Load, *, version: int | None, unchanged: bool, now: datetime) -> None:
    """Marks a load as done and keeps the totals that the platform told with it."""
    load.state, load.delta_version, load.unchanged = LoadState.DONE, version, unchanged
    load.finished_at = now
    load.turn = load.turn or _next_turn(load.organisation_id)
    load.save()
    _keep_totals(load)


def unsettle(load: Load, *, by: str, now: datetime) -> None:
    """Marks a load as undone; the platform's totals go back to what the other loads told."""
    told = {_days_of(total) for total in load.platform_totals}
    PlatformTotal.objects.filter(load=load).delete()
    load.state, load.undone_by, load.undone_at = LoadState.UNDONE, by, now
    load.save()
    for other in settled_loads(load):
        _keep_totals(other, only=told)


def settled_loads(beside: Load) -> list[Load]:
    """The other loads of the same source that stand in the lake, in the order in which they reached it."""
    rows = Load.objects.filter(
        organisation_id=beside.organisation_id, source=beside.source, state=LoadState.DONE
    )
    return list(rows.exclude(pk=beside.pk).order_by("turn"))


def table_of(load: Load) -> LakeTable:
    """The table of the lake that a load writes."""
    return TABLES[table_name(load.source, load.shape)]


def _next_turn(organisation_id: int) -> int:
    newest = Load.objects.filter(organisation_id=organisation_id).aggregate(newest=Max("turn"))["newest"]
    return (newest or 0) + 1


def _days_of(total: Mapping[str, Any]) -> tuple[str, str, str]:
    return total["account"], total["from_day"], total["to_day"]


def _keep_totals(load: Load, *, only: Collection[tuple[str, str, str]] | None = None) -> None:
    """What the platform itself told with a load takes the place of what it told of the same days before."""
    for total in load.platform_totals:
        if only is not None and _days_of(total) not in only:
            continue
        account = Account.objects.get(
            organisation_id=load.organisation_id, source=load.source, account=total["account"]
        )
        values = {
            "amount": total["amount"],
            "currency": total["currency"],
            "load": load,
            "recorded_at": load.finished_at,
        }
        PlatformTotal.objects.update_or_create(
            account=account, from_day=total["from_day"], to_day=total["to_day"], defaults=values
        )


def summary(load: Load) -> dict[str, Any]:
    """What the audit trail keeps of a load."""
    names = ("source", "file_name", "file_sha256", "from_day", "to_day", "rows_accepted", "rows_rejected")
    more = ("state", "unchanged", "delta_version", "currency_assumed", "account_assumed")
    return {name: getattr(load, name) for name in (*names, *more)}


def record_of(load: Load) -> LoadRecord:
    """The frozen value behind a row, with its sentences in the reader's language."""
    return LoadRecord(
        id=load.pk,
        state=load.state,
        source=load.source,
        source_name=source_name(load.source),
        file_name=load.file_name,
        from_day=load.from_day,
        to_day=load.to_day,
        rows_read=load.rows_read,
        rows_accepted=load.rows_accepted,
        rows_skipped=load.rows_skipped,
        rows_rejected=load.rows_rejected,
        skipped=tuple(load.skipped),
        rejections=tuple(rejected_row(row) for row in load.rejections),
        notes=tuple(sentences.note_sentence(note) for note in load.notes),
        unchanged=load.unchanged,
        currency_assumed=load.currency_assumed,
        account_assumed=load.account_assumed,
        delta_version=load.delta_version,
        member_name=load.member_name,
        started_at=load.started_at,
        finished_at=load.finished_at,
        table=table_name(load.source, load.shape),
        nothing_taken=nothing_taken(
            load.file_name, load.rejections, accepted=load.rows_accepted, rejected=load.rows_rejected
        ),
        drifted=has_drifted(load.notes),
        undone_by=load.undone_by,
        undone_at=load.undone_at,
    )


def _skipped(row: SkippedRow) -> dict[str, Any]:
    return {"row": row.line, "why": row.why.value, "text": row.text}


# --- raw files -------------------------------------------------------------------------------------------


def raw_path(organisation_id: int, sha256: str) -> Path:
    """Where the raw file of this digest is kept."""
    return home() / "raw" / str(int(organisation_id)) / sha256[:2] / sha256


def keep_raw(organisation_id: int, intake: Intake) -> None:
    """Keeps the file as it came, once per digest. It appears whole or not at all."""
    target = raw_path(organisation_id, intake.file.sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    passing = target.with_name(f"{target.name}.{uuid4().hex}")
    copyfile(intake.file.path, passing)
    passing.replace(target)


def kept_file(load: Load) -> Path:
    """The raw file of a load. Raises Refused where it is gone."""
    path = raw_path(load.organisation_id, load.file_sha256)
    if not path.is_file():
        raise Refused(_("The file %(name)s is no longer kept. Import it again.") % {"name": load.file_name})
    return path


def ask_of(load: Load) -> Ask:
    """What was said beside the file when it came."""
    return Ask(
        source=load.source,
        account=load.account_given,
        currency=load.currency_given,
        account_total=load.account_total_given,
        file_name=load.file_name,
        day_order=load.day_order_given,
        mapping=load.mapping,
    )
