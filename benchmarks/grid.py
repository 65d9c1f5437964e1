"""What saving a grid takes: `python -m benchmarks.grid`, in an installation just set up (RISER_HOME).

So many platform campaigns that have spent become plans: owner, objective, requirement and cap are filled in
every row; then all of them are changed, as a list pasted anew changes them.
"""

import csv
import json
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

ROWS, DAYS = 350, 5
HEADER = ("Campaign", "Campaign ID", "Customer ID", "Day", "Currency code", "Cost", "Impr.", "Clicks")


def measured() -> dict[str, object]:
    """Seconds by the clock and of processor for a new grid, and for the same grid changed."""
    from riser.foundation.shell import make_act, start_django

    start_django()
    from riser.connect.actions import import_file
    from riser.foundation import clock
    from riser.plan.actions import GridEntry, save_grid
    from riser.plan.queries import draft_from_spend

    act = make_act(email="", slug="")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spend.csv"
        write_spend(path, clock.now().date() - timedelta(days=DAYS + 1))
        import_file(act, path, source="google_ads")
    drafts = draft_from_spend(act.organisation_id, to_day=act.now.date())
    new = [GridEntry(n, cells(n, cap=30_000), key=one.key) for n, one in enumerate(drafts, 1)]
    told, made = timed("new", lambda: save_grid(act, new).created)
    again = [GridEntry(n, cells(n + 1, cap=31_000), campaign_id=pk) for n, pk in enumerate(made, 1)]
    changed, _ids = timed("changed", lambda: save_grid(act, again).changed)
    return {"rows": len(made)} | told | changed


def write_spend(path: Path, first: date) -> None:
    """Some days of so many platform campaigns, as an export of an ad platform's web interface."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(ROWS):
            for day in range(DAYS):
                place = [f"Campaign {number}", f"c{number}", "1000000001", first + timedelta(days=day)]
                writer.writerow([*place, "EUR", f"{1000 + number}.00", 100, 10])


def cells(number: int, *, cap: int) -> Mapping[str, str]:
    """What is typed into a row."""
    return {
        "owner": f"Person {number % 7}",
        "objective": f"Orders {number % 5}",
        "requirement": f"CPA at most {30 + number % 9} EUR",
        "cap": f"{cap + number} EUR",
    }


def timed(name: str, work: Callable[[], tuple[int, ...]]) -> tuple[dict[str, object], tuple[int, ...]]:
    """The seconds of a piece of work, and the campaigns it gives back."""
    began, used = time.perf_counter(), time.process_time()
    done = work()
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    return {f"{name}_wall": wall, f"{name}_cpu": cpu}, done


if __name__ == "__main__":
    print(json.dumps(measured()))
