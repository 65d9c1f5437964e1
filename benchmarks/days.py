"""What a lake of years takes: `python -m benchmarks.days loads` and `… months`, each in a fresh RISER_HOME.

`loads`: each day comes as a file of its own, as a team exports it; then the lake is compacted, and a day is
stored again with other figures. `months`: one month of three years is summed beside all of them.
"""

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

LOADS, CAMPAIGNS = 1_000, 200
ROWS, DAYS, TIMES = 5_000_000, 1_096, 9
FIRST = date(2023, 1, 1)
HEADER = "customer_id,date,id,base_campaign,campaign_name,cost_micros,impressions,clicks,currency_code"
T = TypeVar("T")


def loads() -> dict[str, object]:
    """Seconds for a load at first and at last, for compaction, and for a day stored again after it."""
    from riser.foundation.shell import make_act, start_django

    start_django()
    from riser.connect.actions import compact_lake, import_file

    act = make_act(email="", slug="")
    with tempfile.TemporaryDirectory() as folder:

        def load(number: int, plus: int = 0) -> float:
            path = day_file(Path(folder), number, plus=plus)
            return timed(lambda: import_file(act, path))[0]

        taken = [load(number) for number in range(LOADS)]
        compaction, _tables = timed(lambda: compact_lake(act))
        restated = [load(number, plus=1) for number in range(LOADS // 2, LOADS // 2 + 9)]
    return {
        "loads": LOADS,
        "rows": LOADS * CAMPAIGNS,
        "first": statistics.median(taken[:50]),
        "last": statistics.median(taken[-50:]),
        "compaction": compaction,
        "restated": statistics.median(restated),
    }


def months() -> dict[str, object]:
    """Seconds to sum one month and every month of three years in turn, and how many files each needs."""
    from benchmarks.exports import write_export
    from riser.foundation.shell import make_act, start_django

    start_django()
    from riser.connect.actions import import_file
    from riser.connect.lake.reads import select
    from riser.connect.lake.table import open_table

    act = make_act(email="", slug="")
    with tempfile.TemporaryDirectory() as folder:
        import_file(act, write_export(Path(folder) / "years.csv", ROWS, DAYS), within_upload=False)

    def summed(first: date | None, to: date | None) -> float:
        total = partial(select, act.organisation_id, lambda rows: rows.aggregate(spend=rows.spend.sum()))
        return timed(lambda: total(from_day=first, to_day=to))[0]

    summed(None, None)  # which level an account is read at is found once for a state of the lake
    pairs = [(summed(date(2025, 5, 1), date(2025, 5, 31)), summed(None, None)) for _time in range(TIMES)]
    delta = open_table(act.organisation_id)
    files = delta.file_uris() if delta else []
    return {
        "rows": ROWS,
        "month": statistics.median(one for one, _all in pairs),
        "every": statistics.median(every for _one, every in pairs),
        "ratio": statistics.median(one / every for one, every in pairs),
        "files": len(files),
        "files_of_month": sum("month=2025-05" in path for path in files),
    }


def day_file(folder: Path, number: int, *, plus: int = 0) -> Path:
    """One day of every campaign as the Google Ads API delivers it; `plus` makes other figures of it."""
    day = FIRST + timedelta(days=number)
    path = folder / f"{day}-{plus}.csv"
    rows = (
        f"2121450128,{day},{10_000_000 + n},customers/2121450128/campaigns/{10_000_000 + n},campaign_{n},"
        f"{(number * 7919 + n * 104_729) % 90_000_000 + plus},{n * 31},{n},EUR"
        for n in range(CAMPAIGNS)
    )
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds by the clock, and what came of it."""
    began = time.monotonic()
    found = work()
    return time.monotonic() - began, found


if __name__ == "__main__":
    print(json.dumps({"loads": loads, "months": months}[sys.argv[1]]()))
