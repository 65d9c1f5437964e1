"""Reads an export of events into a file of flat rows aside; what cannot be read is counted and told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from riser.connect.channels import categories
from riser.connect.intake import event_sql
from riser.connect.intake.opened import OpenFile
from riser.connect.lake.bench import Bench, Spool, bench, quoted
from riser.connect.lake.files import as_stored
from riser.connect.lake.rows import Batches, Part, of_query
from riser.connect.lake.tables import LakeTable, scope_key
from riser.connect.rules.cells import Wrong
from riser.connect.rules.event_mapping import EventShape
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import KEPT_REJECTIONS, Rejection
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _

AHEAD = timedelta(days=1)  # a property's zone may be a day ahead of the organisation's
_LINE = re.compile(r"in line (\d+)")
_FAULTS = (("day", Wrong.NOT_A_DAY), ("at", Wrong.NOT_A_MOMENT), ("event", Wrong.EMPTY))


@dataclass(frozen=True)
class StagedEvents:
    """The events of a file, flat and aside. `months` are those of its good rows; `nameless`: no visitor."""

    spool: Spool
    rows: Path
    accepted: int
    nameless: int
    days: tuple[date, ...]
    months: tuple[str, ...]
    accounts: tuple[str, ...]
    rejected: tuple[Rejection, ...]
    rejected_count: int


def stage_events(
    file: OpenFile, name: str, match: Match[EventShape], *, pads: tuple[bytes, bytes], today: date
) -> StagedEvents:
    """The events of a file put aside. Raises Refused where it is no JSON, or not in UTF-8."""
    _refuse_other_text(file, name)
    spool = Spool()
    path = spool.path(".parquet")
    with bench() as desk:
        raw = event_sql.records(match.shape, file.path, by_line=_is_by_line(file.path))
        _write(desk, name, _flat(match.shape, raw, pads), path)
        bad = f"day IS NULL OR \"at\" IS NULL OR event IS NULL OR day > DATE '{today + AHEAD:%Y-%m-%d}'"
        rejected = _count(desk, f"SELECT count(*) FROM read_parquet({quoted(path)}) WHERE {bad}")
        told = _told(desk, match, raw, bad=bad, today=today) if rejected else ()
        rows = path
        if rejected:
            rows = spool.path(".parquet")
            desk.write(f"SELECT * FROM read_parquet({quoted(path)}) WHERE NOT coalesce({bad}, true)", rows)
        return _staged(desk, spool, rows, told, rejected)


def parts_of(
    staged: StagedEvents, table: LakeTable, source: str, *, load_id: str, loaded_at: datetime
) -> Mapping[Part, Batches]:
    """The good rows as rows of their table, by source and month."""
    constants = {"source": [source], "load_id": [load_id], "loaded_at": [loaded_at]}
    keys = {
        "account": list(staged.accounts),
        "scope_key": [scope_key(account=one) for one in staged.accounts],
    }
    with bench() as desk:
        told = desk.put(pa.table(constants | {"first_loaded_at": [loaded_at]}))
        scopes = desk.put(
            pa.table(keys, schema=pa.schema([("account", pa.string()), ("scope_key", pa.string())]))
        )
        return {
            (source, month): of_query(desk, _of_month(staged.rows, table, month, told, scopes), staged.spool)
            for month in staged.months
        }


def _of_month(rows: Path, table: LakeTable, month: str, told: str, scopes: str) -> str:
    names = ", ".join(as_stored(column) for column in table.schema)
    order = '"at", event, person, session, host, page, "transaction", "value", traffic_by, traffic_source'
    return f"""
        SELECT {names} FROM (
            SELECT *, '{month}' AS month,
                row_number() OVER (PARTITION BY account, day ORDER BY {order}, device, country) AS seq
            FROM read_parquet({quoted(rows)}) WHERE strftime(day, '%Y-%m') = '{month}'
        ) JOIN {scopes} USING (account) CROSS JOIN {told}"""


def _flat(shape: EventShape, raw: str, pads: tuple[bytes, bytes]) -> str:
    typed = event_sql.typed(event_sql.fields(shape, raw), pads)
    searches = [name for name, category in categories().items() if category == "search"]
    placed = event_sql.with_traffic(event_sql.with_tags(typed), searches)
    return f"SELECT * EXCLUDE (told_day, told_at, referrer_host) FROM ({placed})"


def _write(desk: Bench, name: str, sql: str, path: Path) -> None:
    import duckdb

    try:
        desk.write(sql, path)
    except duckdb.Error as error:
        line = _LINE.search(str(error))
        if line is None and "JSON" not in str(error):
            raise
        raise Refused(
            _("%(name)s, line %(line)s: this is no JSON object. Export it again, or as CSV.")
            % {"name": name, "line": line[1] if line else 1}
        ) from error


def _told(desk: Bench, match: Match[EventShape], raw: str, *, bad: str, today: date) -> tuple[Rejection, ...]:
    """The first rows that cannot be taken, with the record they stand in."""
    desk.connection.execute("SET preserve_insertion_order = true")
    fields = event_sql.typed(event_sql.fields(match.shape, raw), (b"", b""))
    numbered = f"SELECT row_number() OVER () AS line, * FROM ({fields})"
    found = desk.rows(
        f'SELECT line, told_day, told_at, day, "at", event FROM ({numbered}) WHERE {bad}'
        f" ORDER BY line LIMIT {KEPT_REJECTIONS}"
    )
    return tuple(_rejection(match, today, *row) for row in found)


def _rejection(match: Match[EventShape], today: date, line: int, *told: Any) -> Rejection:
    texts = {"day": told[0] or "", "at": told[1] or "", "event": ""}
    for (name, wrong), value in zip(_FAULTS, told[2:], strict=True):
        if value is None:
            text = texts[name][:60]
            return Rejection(line, match.header(name), wrong if text else Wrong.EMPTY, {"text": text})
    facts = {"text": texts["day"], "today": today.isoformat()}
    return Rejection(line, match.header("day"), Wrong.FUTURE_DAY, facts)


def _staged(
    desk: Bench, spool: Spool, rows: Path, rejected: tuple[Rejection, ...], count: int
) -> StagedEvents:
    source = f"read_parquet({quoted(rows)})"
    [(accepted, nameless, first, last)] = desk.rows(
        f"SELECT count(*), count(*) - count(person), min(day), max(day) FROM {source}"
    )
    months = desk.rows(f"SELECT DISTINCT strftime(day, '%Y-%m') FROM {source} ORDER BY 1")
    accounts = desk.rows(f"SELECT DISTINCT account FROM {source} ORDER BY 1")
    return StagedEvents(
        spool=spool,
        rows=rows,
        accepted=accepted,
        nameless=nameless,
        days=(first, last) if accepted else (),
        months=tuple(month for (month,) in months),
        accounts=tuple(account for (account,) in accounts),
        rejected=rejected,
        rejected_count=count,
    )


def _count(desk: Bench, sql: str) -> int:
    return int(desk.rows(sql)[0][0])


def _is_by_line(path: Path) -> bool:
    """Whether each line is an object, rather than the whole a list of them."""
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{"


def _refuse_other_text(file: OpenFile, name: str) -> None:
    if file.encoding != "utf-8-sig":
        raise Refused(
            _("%(name)s: events are read from JSON in UTF-8, one object a line. Export them so.")
            % {"name": name}
        )
