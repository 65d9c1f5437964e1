"""How the approvals of a campaign stand today: what waits for whom, what changed since, what to look at."""

from dataclasses import dataclass
from decimal import Decimal

from riser.foundation import approvals
from riser.foundation.approvals import Baseline, ChangeLine, Circle, RequestLine
from riser.foundation.differences import Change, Worded, diff
from riser.foundation.evidence import RecordRef
from riser.foundation.models import ChangeState
from riser.foundation.registries import records
from riser.foundation.roles import Act
from riser.plan.evidence.changes import Step, agreements, open_ones, steps, suspects
from riser.plan.evidence.scene import Scene, look
from riser.plan.queries.worded import worded
from riser.plan.sentences import readable
from riser.plan.words import Kind, Topic
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic, or one cap, that has no approval as it stands: who may give it, and the request, if any."""

    topic: Topic
    record: RecordRef
    title: str
    number: int
    circle: Circle
    request: RequestLine | None

    @property
    def name(self) -> str:
        """What tells it apart on the page: "plan", "cap-3"."""
        return f"{self.topic}-{self.record.id}" if self.topic == Topic.CAP else str(self.topic)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not what was approved, and whether that was agreed: by a request, or on its own."""

    said: Worded
    agreed: bool


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """Something that hangs on a changed requirement and that nobody has looked at again."""

    requirement: int
    because: str
    record: RecordRef
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The approvals panel of a campaign."""

    asked: tuple[Asked, ...]
    baseline: Baseline | None
    differences: tuple[Difference, ...]
    changes: tuple[ChangeLine, ...]  # change requests that wait, and those agreed since the baseline
    unreviewed: tuple[Unreviewed, ...]

    @property
    def unagreed(self) -> int:
        """How many fields were changed since the approval without anybody's agreement."""
        return sum(not one.agreed for one in self.differences)

    @property
    def has_open_change(self) -> bool:
        """Whether a change request waits."""
        return any(one.state == ChangeState.OPEN for one in self.changes)


def standing(act: Act, campaign_id: int) -> Standing:
    """How the approvals of a campaign stand now."""
    plan = RecordRef(Kind.CAMPAIGN, str(campaign_id))
    frozen = approvals.baseline(act.organisation_id, plan)
    now = approvals.whole(act.organisation_id, Topic.PLAN, plan)
    found = diff(frozen.values, now) if frozen and now is not None else []
    scene = look(act.organisation_id, act.now.date())
    return Standing(
        asked=_asked(act, scene, campaign_id),
        baseline=frozen,
        differences=_differences(act, plan, found),
        changes=_changes(act, plan, frozen),
        unreviewed=_unreviewed(act, scene, campaign_id),
    )


def unreviewed(act: Act, campaign_id: int) -> tuple[Unreviewed, ...]:
    """What hangs on a changed requirement of a campaign and that nobody, or no machine, looked at since."""
    return _unreviewed(act, look(act.organisation_id, act.now.date()), campaign_id)


def _asked(act: Act, scene: Scene, campaign_id: int) -> tuple[Asked, ...]:
    plan = RecordRef(Kind.CAMPAIGN, str(campaign_id))
    lines = [RecordRef(Kind.BUDGET_LINE, str(pk)) for pk in scene.reading.lines.get(campaign_id, {})]
    signed, given = scene.reading.plan_approvals.get(campaign_id), scene.reading.go_approvals.get(campaign_id)
    cases = [(Topic.PLAN, [plan]), (Topic.CAP, lines), (Topic.GO, [plan] if signed and not given else [])]
    requests = approvals.open_requests(act.organisation_id, cases=[plan, *lines])
    waiting = {(one.topic, one.record): one for one in requests}
    return tuple(
        Asked(topic, case, _title(scene, case), _number(scene, case), circle, waiting.get((topic, case)))
        for topic, mine in cases
        for case, circle in (approvals.circles(act.organisation_id, topic, mine) if mine else {}).items()
        if not approvals.is_approved(act.organisation_id, case, topic)
    )


def _differences(act: Act, plan: RecordRef, found: list[Change]) -> tuple[Difference, ...]:
    open_fields = {one.field for one in approvals.unagreed(act.organisation_id, Topic.PLAN, plan, found)[0]}
    said = worded(act.organisation_id, found)
    return tuple(
        Difference(words, change.field not in open_fields) for change, words in zip(found, said, strict=True)
    )


def _changes(act: Act, plan: RecordRef, frozen: Baseline | None) -> tuple[ChangeLine, ...]:
    return tuple(
        one
        for one in approvals.changes_of(act.organisation_id, plan)
        if one.state == ChangeState.OPEN
        or (one.state == ChangeState.AGREED and one.baseline is None and frozen is not None)
    )


def _unreviewed(act: Act, scene: Scene, campaign_id: int) -> tuple[Unreviewed, ...]:
    found = steps(scene)
    matched = agreements(scene, found)
    mine = [step for step in found if step.campaign == campaign_id]
    newest = {step.requirement: step for step in mine}
    return tuple(
        _line(act, scene, step, record)
        for step in newest.values()
        if step.requirement in scene.reading.requirements.get(campaign_id, {})
        for record in open_ones(suspects(scene, step, matched.get(step.id)))
    )


def _line(act: Act, scene: Scene, step: Step, record: RecordRef) -> Unreviewed:
    kind = records.get(record.kind)
    titles = kind.titles(act.organisation_id, [record.id]) if kind else {}
    return Unreviewed(
        requirement=step.requirement,
        because=readable(str(step.after.data["name"])),
        record=record,
        title=f"{kind.label if kind else record.kind}: {titles.get(record.id, record.id)}",
        url=kind.url(record.id) if kind else "",
    )


def _title(scene: Scene, case: RecordRef) -> str:
    if case.kind != Kind.BUDGET_LINE:
        return ""
    for histories in scene.reading.lines.values():
        if int(case.id) in histories:
            data = histories[int(case.id)][-1].data
            return formats.money(Decimal(data["cap"]), data["currency"])
    return ""


def _number(scene: Scene, case: RecordRef) -> int:
    if case.kind == Kind.CAMPAIGN:
        return scene.reading.campaigns[int(case.id)][-1].number
    return 0
