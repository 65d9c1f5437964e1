"""The rows that API and shell print: plain values, days and times as text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from riser.launch.lists import check_list
from riser.launch.queries.reading import ClassState, Decided, read_gate
from riser.launch.queries.report import CheckLine, Part, Report
from riser.launch.queries.upcoming import Board
from riser.launch.rules.gate import Leave, Seen
from riser.launch.words import CLASSES, Decision

Plain = dict[str, Any]


def report_row(found: Report) -> Plain:
    """A campaign at the gate; of a launched one the decision and the checks as they were recorded."""
    decided = found.decided
    if decided is not None and found.is_launched:
        return _head(found, decided.decision, decided) | {"checks": decided.data["checks"]}
    return _head(found, found.decision, None) | {"checks": [check_row(line) for line in found.lines]}


def _head(found: Report, decision: Decision, decided: Decided | None) -> Plain:
    return {
        "campaign": found.plan.code,
        "id": found.plan.campaign,
        "name": found.plan.name,
        "class": str(decided.data["class"]) if decided else found.campaign_class,
        "decision": str(decision),
        "recorded": decided is not None,
        "decided_at": decided.at.isoformat() if decided else None,
        "decided_by": decided.by if decided else None,
        "requested_by": decided.requested_by if decided else (found.asked.name if found.asked else None),
        "sha256": decided.sha256 if decided else None,
    }


def check_row(line: CheckLine) -> Plain:
    """One line of the list; `evidence` names the records behind it, and what a person pointed to."""
    return {
        "code": line.code,
        "name": str(line.line.name),
        "automatic": line.line.automatic,
        "blocking": line.blocking,
        "result": str(line.counts),
        "found": str(line.found),
        "reason": line.reason,
        "evidence": [f"{record.kind}/{record.id}" for record in line.records] + _shown(line.seen),
        "waiver": waiver_row(line.leave) if line.leave else None,
        "parts": [_part_row(part) for part in line.parts],
    }


def waiver_row(leave: Leave) -> Plain:
    """A waiver: who, why, until."""
    return {
        "id": leave.id,
        "by": leave.by_name,
        "why": leave.why,
        "until": leave.until.isoformat(),
        "given_at": leave.given_at.isoformat(),
    }


def decision_row(decided: Decided) -> Plain:
    """A recorded decision with everything it rested on."""
    data: Mapping[str, Any] = decided.data
    return {
        "id": decided.id,
        **data,
        "recorded": True,
        "decided_at": decided.at.isoformat(),
        "sha256": decided.sha256,
    }


def _part_row(part: Part) -> Plain:
    return {
        "name": part.name,
        "result": str(part.result),
        "by": part.seen.by_name if part.seen else None,
        "at": part.seen.at.isoformat() if part.seen else None,
        "evidence": _shown(part.seen),
    }


def _shown(seen: Seen | None) -> list[str]:
    if seen is None:
        return []
    pointed = (seen.evidence, seen.url, seen.creative, f"sha256:{seen.sha256}" if seen.sha256 else "")
    return [one for one in pointed if one]


def board_row(found: Board) -> Plain:
    """The launches of the house, without their checks."""
    return {
        "coming": [_short(one) for one in found.coming],
        "without_go": [_short(one) for one in found.ungated],
        "launched": [_short(one) for one in found.launched],
    }


def _short(found: Report) -> Plain:
    start = found.plan.start
    row = {name: value for name, value in report_row(found).items() if name != "checks"}
    return row | {
        "start": start.isoformat() if start else None,
        "in_the_way": [line.code for line in found.stopping],
    }


def class_rows(organisation_id: int, now: datetime) -> list[Plain]:
    """Each class with its checks, its receiving systems and the claims it asks for."""
    gate = read_gate(organisation_id, now.date(), now)
    return [_class_row(size, gate.class_state(size, gate.day)) for size in CLASSES]


def _class_row(size: str, state: ClassState) -> Plain:
    listed = check_list()
    return {
        "class": size,
        "name": str(listed.classes[size].name),
        "list_version": listed.version,
        "checks": [
            {
                "code": code,
                "name": str(listed.lines[code].name),
                "automatic": listed.lines[code].automatic,
                "blocking": blocks,
            }
            for code, blocks in listed.blocking(size).items()
        ],
        "systems": [{"name": one.name, "purpose": str(one.purpose)} for one in state.systems],
        "claims": [
            {"name": one.name, "entitled": list(one.entitled), "regulated": one.regulated}
            for one in state.claims
        ],
        "own": state.said,
    }
