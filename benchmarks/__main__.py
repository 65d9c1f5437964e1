"""`make bench`: every benchmark, paired, and the page of results. `BENCH_ROWS=200000` for a short look."""

import argparse
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Taken, machine, ratio, run
from benchmarks.page import Line, write_page

ROWS = (5_000_000, 20_000_000)
ROUNDS = 3


def main() -> None:
    """Runs what is asked for and writes the page."""
    asked = _arguments()
    started = machine()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        lines = [line for rows in asked.rows for line in imports(Path(folder), rows, asked.rounds)]
        lines.append(events(Path(folder), asked.events, asked.rounds))
        lines += days(Path(folder))
        lines.append(appraisal(asked.rounds))
        lines += from_records(asked.home, asked.rounds) if asked.home else ()
        lines += grid(Path(folder), asked.rounds)
        lines.append(help_page(asked.rounds))
    for line in lines:
        print(f"{line.what}: {line.told}")
    write_page(asked.page, lines, day=datetime.now(UTC).date(), machine=started, rounds=asked.rounds)


def imports(folder: Path, rows: int, rounds: int) -> Iterator[Line]:
    """An export checked and stored in the lake beside DuckDB's own COPY of the same file, A B A B."""
    source = folder / f"{rows}.csv"
    # By a child too: Linux counts the memory of a parent as that of its children.
    run("benchmarks.one", "export", str(source), str(rows))
    mine, other = [], []
    for number in range(rounds):
        other.append(run("benchmarks.one", "duckdb", str(source), str(folder / "copy.parquet")))
        with tempfile.TemporaryDirectory(dir=folder) as home:
            env = {"RISER_HOME": home}
            run("benchmarks.one", "setup", env=env)
            mine.append(run("benchmarks.one", "import", str(source), env=env))
        print(f"{rows:,} rows, round {number + 1}: {_round(mine[-1], other[-1])}", flush=True)
    source.unlink()
    by_clock = ratio([one.wall for one in mine], [one.wall for one in other])
    by_processor = ratio([one.cpu for one in mine], [one.cpu for one in other])
    yield Line(
        what=f"CSV → checked → lake, {int(str(mine[0].told['rows'])):,} rows",
        told=f"{by_clock:.1f}× DuckDB's COPY by the clock, {by_processor:.1f}× in processor time",
        limit="3×, under 2,048 MB",
        more=f"{_seconds(mine)} beside {_seconds(other)}; {max(one.memory for one in mine)} MB at most",
    )


def events(folder: Path, rows: int, rounds: int) -> Line:
    """Events of GA4 flattened beside DuckDB's plain read of the same file, A B A B."""
    source = folder / f"{rows}.ndjson"
    run("benchmarks.one", "events", str(source), str(rows))
    mine, other = [], []
    for _round in range(rounds):
        other.append(run("benchmarks.one", "duckdb events", str(source)))
        with tempfile.TemporaryDirectory(dir=folder) as home:
            mine.append(run("benchmarks.one", "riser events", str(source), env={"RISER_HOME": home}))
    source.unlink()
    by_clock = ratio([one.wall for one in mine], [one.wall for one in other])
    by_processor = ratio([one.cpu for one in mine], [one.cpu for one in other])
    return Line(
        what=f"GA4 events flattened, {rows:,} rows",
        told=f"{by_clock:.1f}× DuckDB's plain read by the clock, {by_processor:.1f}× in processor time",
        limit="2.5×",
        more=f"{_seconds(mine)} beside {_seconds(other)}; {max(one.memory for one in mine)} MB at most",
    )


def days(folder: Path) -> Iterator[Line]:
    """A lake loaded day by day, compacted, a day stored again; and one month of three years beside all."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        run("benchmarks.one", "setup", env={"RISER_HOME": home})
        told = run("benchmarks.days", "loads", env={"RISER_HOME": home}).told
    yield Line(
        what=f"A day of {told['loads']:,} stored again after compaction, {told['rows']:,} rows",
        told=f"{told['restated']:.2f} s by the clock",
        limit="0.5 s",
        more=f"a day's load took {told['first']:.2f} s at first, {told['last']:.2f} s at last; "
        f"compaction {told['compaction']:.2f} s; middle of 9 days, start-up left out",
    )
    with tempfile.TemporaryDirectory(dir=folder) as home:
        run("benchmarks.one", "setup", env={"RISER_HOME": home})
        told = run("benchmarks.days", "months", env={"RISER_HOME": home}).told
    yield Line(
        what=f"One month of three years summed, {told['rows']:,} rows",
        told=f"{told['ratio']:.2f}× of all months",
        limit="by partition",
        more=f"{told['files_of_month']} of {told['files']} files; "
        f"{told['month']:.2f} s beside {told['every']:.2f} s",
    )


def appraisal(rounds: int) -> Line:
    """The rules on 1,000 campaigns under 90 practices, on facts that are drawn."""
    runs = [run("benchmarks.appraisal").told for _round in range(rounds)]
    return Line(
        what="Rules of an appraisal, 1,000 campaigns × 90 practices",
        told=_both(runs),
        limit="2 s",
        more=f"{runs[0]['facts']:,} facts; middle of {rounds} runs, start-up left out",
    )


def from_records(home: Path, rounds: int) -> Iterator[Line]:
    """The whole way from the records of a large organisation to its profile, after something was recorded."""
    env = {"RISER_HOME": str(home)}
    runs = [run("benchmarks.appraisal", "records", env=env).told for _round in range(rounds)]
    yield Line(
        what="Records → profile, 1,000 campaigns × the 27 practices that ship",
        told=_both(runs),
        limit="2 s",
        more=f"{runs[0]['facts']:,} facts; middle of {rounds} runs, start-up left out",
    )


def _both(runs: Sequence[Mapping[str, object]]) -> str:
    wall, cpu = (_middle([float(str(one[name])) for one in runs]) for name in ("wall", "cpu"))
    return f"{wall:.2f} s by the clock, {cpu:.2f} s of processor"


def grid(folder: Path, rounds: int) -> Iterator[Line]:
    """A grid saved: drafts that become plans, and plans that are changed."""
    runs = []
    for _round in range(rounds):
        with tempfile.TemporaryDirectory(dir=folder) as home:
            env = {"RISER_HOME": home}
            run("benchmarks.one", "setup", env=env)
            runs.append(run("benchmarks.grid", env=env).told)
    for name, what in (("new", "filled for the first time"), ("changed", "every cell changed")):
        taken = [{of: one[f"{name}_{of}"] for of in ("wall", "cpu")} for one in runs]
        yield Line(
            what=f"Grid of {runs[0]['rows']} campaigns saved, {what}",
            told=_both(taken),
            limit="2 s of processor",
            more=f"SQLite; middle of {rounds} runs, start-up left out",
        )


def help_page(rounds: int) -> Line:
    """How long `riser --help` takes, from nothing."""
    runs = [run("benchmarks.one", "help") for _round in range(max(rounds, 5))]
    return Line(
        what="`riser --help`",
        told=f"{_middle([one.wall for one in runs]):.2f} s by the clock, "
        f"{_middle([one.cpu for one in runs]):.2f} s of processor",
        limit="0.3 s",
        more=f"middle of {len(runs)} runs",
    )


def _round(mine: Taken, other: Taken) -> str:
    return f"{_seconds([mine])}, {mine.memory} MB, beside {_seconds([other])}"


def _seconds(runs: list[Taken]) -> str:
    """The middle of some runs by the clock, and in processor time."""
    return (
        f"{_middle([one.wall for one in runs]):.1f} s (processor {_middle([one.cpu for one in runs]):.1f} s)"
    )


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _arguments() -> argparse.Namespace:
    told = [int(word.replace("_", "")) for word in os.environ.get("BENCH_ROWS", "").split()]
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--rows", type=int, nargs="+", default=told or list(ROWS), help="sizes of the exports")
    asked.add_argument("--events", type=int, default=5_000_000, help="how many events of GA4")
    asked.add_argument("--rounds", type=int, default=ROUNDS, help="how often each pair runs")
    asked.add_argument(
        "--folder", default=None, help="where the files are made: three times the export is needed"
    )
    asked.add_argument(
        "--home", type=Path, default=os.environ.get("BENCH_HOME"), help="a home of benchmarks.organisation"
    )
    asked.add_argument("--page", type=Path, default=Path("docs/performance.md"), help="the page to write")
    return asked.parse_args()


if __name__ == "__main__":
    main()
