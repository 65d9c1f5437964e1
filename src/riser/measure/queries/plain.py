"""The rows that API and shell print: plain values, decimals and days as text."""

from typing import Any

from riser.foundation.money import Money
from riser.measure.queries.results import CampaignResults, CheckLine, RequirementResult, VerdictLine
from riser.measure.queries.today import Flag, MyCampaign, MyPace, Today
from riser.measure.rules.checkpoints import Reach
from riser.ui import formats

Plain = dict[str, Any]


def results_row(one: CampaignResults) -> Plain:
    """A campaign's results: where the spend stands, readings, requirements with their verdicts."""
    return {
        "id": one.campaign,
        "code": one.code,
        "name": one.name,
        "owner": one.owner,
        "start": _text(one.start),
        "end": _text(one.end),
        "running": one.is_running,
        "spent": str(one.spent),
        "currency": one.currency,
        "assumed": one.assumed,
        "figures_to": _text(one.newest),
        "cap": _reach(one.reach),
        "checkpoint_due": None
        if one.point is None
        else {
            "at": str(one.point.share),
            "passed": one.point.passed,
            "since": _text(one.point_since),
        },
        "checkpoints": [_check(line) for line in one.checks],
        "requirements": [requirement_row(line) for line in one.requirements],
    }


def results_lines(one: CampaignResults) -> list[str]:
    """The same as lines of text."""
    lines = [one.name]
    if one.reach is not None:
        share = formats.share(one.reach.spent, one.reach.cap)
        lines.append(f"  {formats.money(one.reach.spent, one.currency)}  {share}")
    lines += [
        f"  {line.data_day}  {line.says or '?'}  {line.by}  {line.note}".rstrip() for line in one.checks
    ]
    for asked in one.requirements:
        said = asked.verdict.says if asked.verdict else f"({asked.until or '?'})"
        lines.append(f"  #{asked.id}  {asked.name}  {asked.terms.metric} {asked.bound}  {said}".rstrip())
    return lines


def requirement_row(one: RequirementResult) -> Plain:
    """A requirement as it was agreed, with the verdict that stands."""
    return {
        "id": one.id,
        "name": one.name,
        "agreed": one.agreed,
        "changed_since": list(one.changed),
        "metric": one.terms.metric,
        "operator": one.terms.operator,
        "bound": None if one.terms.bound is None else f"{one.terms.bound.normalize():f}",
        "unit": one.terms.unit,
        "from": _text(one.terms.from_day),
        "to": _text(one.terms.to_day),
        "source": one.terms.source,
        "acceptor": one.terms.acceptor,
        "lag_days": one.lag_days,
        "due_from": _text(one.due_from),
        "due_by": _text(one.until),
        "due": one.is_due,
        "overdue": one.is_overdue,
        "verdict": _verdict(one.verdict) if one.verdict else None,
    }


def today_row(found: Today) -> Plain:
    """The day of one member."""
    return {
        "as_of": str(found.as_of),
        "since": str(found.since),
        "campaigns": [_mine(one) for one in found.campaigns],
        "over": [_mine(one) for one in found.over],
        "quiet": [{"id": one.part.campaign, "name": one.part.name} for one in found.quiet],
        "tasks": [
            {"topic": task.topic, "text": task.text, "url": task.url, "since": task.since.isoformat()}
            for task in found.tasks
        ],
        "changes": [
            {
                "campaign": change.campaign,
                "name": change.name,
                "text": change.text,
                "fields": list(change.fields),
                "actor": change.actor,
                "at": change.at.isoformat(),
                "url": change.url,
            }
            for change in found.changes
        ],
    }


def today_lines(found: Today) -> list[str]:
    """The day as lines of text: campaigns with what wants somebody, then tasks, then changes."""
    lines = []
    for one in (*found.campaigns, *found.over):
        paces = "; ".join(f"{pace.says} ({formats.share(pace.share_spent, 1)})" for pace in one.paces)
        lines.append(f"{one.part.name}  {paces}".rstrip())
        lines += [f"  {'!' if flag.burns else '-'} {flag.text}" for flag in one.flags]
    lines += [f"* {task.text}" for task in found.tasks]
    lines += [f"~ {change.name}: {change.text} ({change.actor})" for change in found.changes]
    return lines


def _mine(one: MyCampaign) -> Plain:
    return {
        "id": one.part.campaign,
        "code": one.part.code,
        "name": one.part.name,
        "start": _text(one.part.start),
        "end": _text(one.part.end),
        "pacing": [_pace(pace) for pace in one.paces],
        "flags": [_flag(flag) for flag in one.flags],
    }


def _pace(pace: MyPace) -> Plain:
    return {
        "cap": _money(pace.cap),
        "spent": _money(pace.spent),
        "share_spent": f"{pace.share_spent:.4f}",
        "share_elapsed": f"{pace.share_elapsed:.4f}",
        "verdict": str(pace.verdict),
        "approved": pace.is_approved,
        "assumed": pace.assumed,
    }


def _flag(flag: Flag) -> Plain:
    return {"kind": flag.burn.name.lower(), "burns": flag.burns, "text": flag.text, "url": flag.url}


def _check(line: CheckLine) -> Plain:
    return {
        "id": line.record.id,
        "kind": line.record.kind,
        "data_day": str(line.data_day),
        "decision": line.decision or None,
        "decided_on": _text(line.decided_on),
        "cap": _reach(line.reach),
        "by": line.by,
        "note": line.note,
        "provenance": str(line.provenance),
    }


def _verdict(line: VerdictLine) -> Plain:
    return {
        "id": line.record.id,
        "kind": line.record.kind,
        "result": line.result,
        "value": _text(line.value),
        "n": line.n,
        "metric": line.metric,
        "from": _text(line.from_day),
        "to": _text(line.to_day),
        "source": line.source,
        "note": line.note,
        "by": line.by,
        "given_on": str(line.given_on),
        "not_as_agreed": list(line.otherwise),
        "provenance": str(line.provenance),
    }


def _reach(reach: Reach | None) -> Plain | None:
    if reach is None:
        return None
    return {"spent": str(reach.spent), "cap": str(reach.cap), "share": f"{reach.share:.4f}"}


def _money(money: Money) -> Plain:
    return {"amount": str(money.amount), "currency": money.currency}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
