"""`riser jobs`: list, cancel, retry."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.foundation.jobs.queries import JobState
    from riser.foundation.roles import Act

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
NUMBER = click.argument("job_id", metavar="JOB", type=click.IntRange(1, 2**63 - 1))


@click.group()
def jobs() -> None:
    """Long work: what waits, runs, is done or failed."""


@jobs.command(name="list")
@AS_JSON
@with_act
def list_jobs(act: "Act", as_json: bool) -> None:
    """The newest jobs, open ones first."""
    from riser.foundation.jobs.contract import job_json
    from riser.foundation.jobs.queries import job_list

    found = job_list(act)
    if as_json:
        echo_json({"rows": [job_json(one) for one in found]})
        return
    for one in found:
        click.echo(_line(one))


@jobs.command()
@NUMBER
@AS_JSON
@with_act
def cancel(act: "Act", job_id: int, as_json: bool) -> None:
    """Cancel a job: at once where it waits, with its next step where it runs."""
    from riser.foundation.jobs import actions

    _say(actions.cancel, act, job_id, as_json=as_json)


@jobs.command()
@NUMBER
@AS_JSON
@with_act
def retry(act: "Act", job_id: int, as_json: bool) -> None:
    """Let a failed or cancelled job wait for another try."""
    from riser.foundation.jobs import actions

    _say(actions.retry, act, job_id, as_json=as_json)


def _say(verb: "Callable[[Act, int], JobState]", act: "Act", job_id: int, *, as_json: bool) -> None:
    from riser.foundation.jobs.contract import job_json

    done = verb(act, job_id)
    if as_json:
        echo_json(job_json(done))
    else:
        click.echo(_line(done))


def _line(job: "JobState") -> str:
    said = job.text if job.is_open else job.outcome
    share = f" {job.percent} %" if job.state == "running" else ""
    return f"{job.id:>6}  {job.word}{share}  {job.label}  {said}".rstrip()
