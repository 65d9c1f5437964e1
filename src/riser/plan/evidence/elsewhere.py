"""Approvals that another tool recorded, in the form of our own."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from riser.connect.rules.work import EvidenceKind
from riser.foundation.evidence import Provenance
from riser.plan.evidence.desk import Desk, Timeline
from riser.plan.evidence.reading import Moment, Reading, Signed
from riser.plan.rules.owners import Known, resolve
from riser.plan.words import Topic


def elsewhere(
    desk: Desk, reading: Reading, known: Sequence[Known], campaign: int, topic: Topic
) -> Iterator[Signed]:
    """The approvals of one campaign on a topic, with the plan as it stood at that moment."""
    for line in desk.of(campaign, EvidenceKind.APPROVAL):
        if line.item.attributes.get("topic", "").strip().casefold() == topic:
            yield _signed(line, reading, known, campaign, topic)


def _signed(line: Timeline, reading: Reading, known: Sequence[Known], campaign: int, topic: Topic) -> Signed:
    item, told = line.item, line.item.attributes
    by_then = [one for one in reading.campaigns[campaign] if one.moment.at <= item.happened_at]
    state = (by_then or [reading.campaigns[campaign][0]])[-1]
    members = resolve(item.owner, known).members
    history = item.happened_at.astimezone(reading.zone).date() < reading.go_live
    return Signed(
        topic=topic,
        moment=Moment(item.happened_at, line.day(item.happened_at), history, Provenance.SOURCED),
        recorded_at=item.happened_at,
        requested_at=moment(told.get("requested_at", ""), line),
        requested_by=told.get("requested_by", ""),
        requester=None,
        approver=members[0] if len(members) == 1 else None,
        approver_name=item.owner,
        number=state.number,
        data=state.data,
    )


def moment(text: str, line: Timeline) -> datetime | None:
    """The moment behind ISO text; one without a zone is of the organisation's. None where it is no time."""
    with suppress(ValueError):
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=line.zone)).astimezone(UTC)
    return None
