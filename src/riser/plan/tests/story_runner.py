"""Plays the records of a practice's story through the product's real actions and asks the indicator.

A story is data (see the practices' YAML): who is a member, and steps with the time each was recorded. Every
step becomes one action with an injected clock; spend becomes a CSV that is imported for real. Other rooms
play the stories of their own practices with the same runner.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from riser.connect.actions import import_file
from riser.foundation import actions as people
from riser.foundation import registries
from riser.foundation.errors import NotPermitted
from riser.foundation.evidence import Fact, Instance, PlatformKey, SignalContext
from riser.foundation.queries import actor_by_email
from riser.foundation.roles import SYSTEM, Act, Actor, Face, Role
from riser.plan import actions
from riser.plan.models import BudgetLine, Objective, Requirement
from riser.plan.tests import story_changes
from riser.plan.tests.gate import check_kept, go_given
from riser.plan.tests.story_work import closed_campaigns, decide_request, file_request, load_work
from riser.plan.words import CampaignKind, Decision, Topic

ACCOUNT = "1000000001"
SOURCE = "google_ads"
HEADER = ("Campaign", "Campaign ID", "Customer ID", "Day", "Currency code", "Cost", "Impr.", "Clicks")
LONG_BEFORE = date(2020, 1, 1)
ROLES = {"finance": Role.MANAGER}
Step = Mapping[str, Any]
# Safe, and in C where it is there: every worker reads the stories before its first test.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Story:
    """One story with records: the practice, the key it has to come out as, and its thresholds."""

    practice: str
    number: int
    key: str
    critical: bool
    instance: str
    records: Mapping[str, Any]
    thresholds: Mapping[str, Decimal]

    def __str__(self) -> str:
        return f"{self.practice} story {self.number} {self.key}"


@cache
def stories(practice: str) -> tuple[Story, ...]:
    """The stories of a practice that have records, in the order of the YAML; none where it is not written."""
    entry = next((one for one in _practices(practice.split()[0]) if one["id"] == practice), None)
    if entry is None or not entry.get("indicator"):
        return ()
    thresholds = {name: Decimal(str(one["value"])) for name, one in entry["indicator"]["thresholds"].items()}
    return tuple(
        Story(
            practice=practice,
            number=number,
            key=story["key"],
            critical=bool(story.get("critical")),
            instance=entry["instance"],
            records=story["records"],
            thresholds=thresholds,
        )
        for number, story in enumerate(entry["stories"], start=1)
        if "records" in story
    )


@cache
def _practices(area: str) -> Sequence[Mapping[str, Any]]:
    """The practices of an area as they are written; none where it is not."""
    path = files("riser.assess") / "content" / "rmm" / f"{area}.yaml"
    if not path.is_file():
        return ()
    written: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    practices: Sequence[Mapping[str, Any]] = written["practices"]
    return practices


@dataclass
class Stage:
    """The organisation in which a story is played."""

    story: Story
    folder: Path
    organisation_id: int = 0
    emails: dict[str, str] = field(default_factory=dict)
    campaign_id: int = 0
    campaign_name: str = ""
    files: int = 0

    def play(self) -> dict[str, tuple[Instance, Fact]]:
        """Every instance the indicator speaks of, with its fact, once all steps are recorded."""
        self._set_up()
        for step in sorted(self.story.records["steps"], key=lambda one: _moment(one["at"])):
            VERBS[step["do"]](self, step)
        return dict(self._ask())

    def act(self, step: Step) -> Act:
        """The circumstances of a step."""
        who = step.get("by", "system")
        actor: Actor = SYSTEM if who == "system" else actor_by_email(self.organisation_id, self.emails[who])
        return Act(self.organisation_id, actor, Face.CLI, _moment(step["at"]))

    def _set_up(self) -> None:
        records = self.story.records
        began = datetime(2020, 1, 1, tzinfo=UTC)
        go_live = _day(records.get("go_live")) or LONG_BEFORE
        organisation = people.create_organisation(name="Story", now=began, face=Face.CLI, go_live=go_live)
        self.organisation_id = organisation.pk
        machine = Act(organisation.pk, SYSTEM, Face.CLI, began)
        for name, word in {"Keeper": "administrator", **records.get("members", {})}.items():
            email = f"{name.lower()}@story{organisation.pk}.example"
            people.add_member(machine, email=email, role=ROLES.get(word) or Role(word), name=name)
            self.emails[name] = email
        if "ad_platform" in records["sources"]:
            # The account is connected, whether or not the story's campaign ever spends in it.
            silent = {
                "key": "silent",
                "platform_name": "nothing",
                "rows": [{"day": began.date(), "amount": 0}],
            }
            self.load({"at": began.strftime("%Y-%m-%d %H:%M"), "by": "system", **silent})

    def load(self, step: Step) -> None:
        """Imports the spend of a step as an export of the ad platform's web interface."""
        self.files += 1
        path = self.folder / f"load-{self.files}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            for on, amount in _spend(step):
                name = step.get("platform_name", step["key"])
                writer.writerow([name, step["key"], ACCOUNT, on, "EUR", f"{amount:.2f}", 100, 10])
        total = step.get("account_total")
        import_file(
            self.act(step),
            path,
            source=SOURCE,
            account_total=None if total is None else Decimal(str(total)),
        )

    def requirement(self, name: str | None) -> int | None:
        """The id of the campaign's requirement of that name."""
        if name is None:
            return None
        return Requirement.objects.get(campaign_id=self.campaign_id, name=name).pk

    def line(self) -> BudgetLine:
        """The newest budget line of the campaign."""
        return BudgetLine.objects.filter(campaign_id=self.campaign_id).latest("recorded_at")

    def _ask(self) -> Iterator[tuple[str, tuple[Instance, Fact]]]:
        as_of = _day(self.story.records["as_of"]) or date.max
        instances = [
            one
            for _kind, source in registries.instances.items()
            for one in source(self.organisation_id, as_of)
        ]
        signal = registries.signals.get(self.story.practice)
        assert signal is not None, f"{self.story.practice} is not registered"
        context = SignalContext(
            organisation_id=self.organisation_id,
            as_of=as_of,
            go_live=_day(self.story.records.get("go_live")) or LONG_BEFORE,
            thresholds=self.story.thresholds,
            affirmed_share=_affirmed(self.story.records.get("fitness", ())),
        )
        facts = signal(instances, context)
        yield from ((one.id, (one, facts[one.id])) for one in instances if one.id in facts)


def judged(story: Story, folder: Path) -> tuple[Instance, Fact]:
    """The fact of the story's one instance, or of the spend outside any plan where it has none."""
    stage = Stage(story, folder)
    facts = stage.play()
    mine = [pair for pair in facts.values() if pair[0].kind == story.instance]
    strays = [pair for pair in facts.values() if pair[0].kind == "unplanned"]
    return (mine or strays)[-1]


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.strptime(str(value), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def _day(value: Any) -> date | None:
    return value if value is None or isinstance(value, date) else date.fromisoformat(str(value))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _spend(step: Step) -> Iterator[tuple[date, Decimal]]:
    missing = {_day(day) for day in step.get("missing", ())}
    for row in step.get("rows", ()):
        yield _day(row["day"]) or date.min, Decimal(str(row["amount"]))
    on, last = _day(step.get("from")), _day(step.get("to"))
    while on is not None and last is not None and on <= last:
        if on not in missing:
            yield on, Decimal(str(step["per_day"]))
        on += timedelta(days=1)


def _affirmed(answers: Sequence[Mapping[str, Any]]) -> Fraction | None:
    """The share of yes, from three answers of two roles on."""
    said = [(one["role"], one["F2.2"] in (True, "yes")) for one in answers]
    if len(said) < 3 or len({role for role, _yes in said}) < 2:
        return None
    return Fraction(sum(yes for _role, yes in said), len(said))


# --- the verbs of a story ------------------------------------------------------------------------------


def _objective_fields(step: Step) -> dict[str, Any]:
    texts = {name: step[name] for name in ("name", "metric", "unit", "initiative", "owner") if name in step}
    numbers = {name: _number(step[name]) for name in ("baseline", "target") if name in step}
    return texts | numbers | ({"due": _day(step["due"])} if "due" in step else {})


def _create_objective(stage: Stage, step: Step) -> None:
    actions.create_objective(stage.act(step), **_objective_fields(step))


def _update_objective(stage: Stage, step: Step) -> None:
    row = Objective.objects.get(organisation_id=stage.organisation_id, name=step["name"])
    actions.update_objective(stage.act(step), objective_id=row.pk, **_objective_fields(step))


def _campaign_fields(step: Step) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: step[name] for name in ("name", "audience", "channels", "deliverables") if name in step
    }
    fields |= {name: _day(step[name]) for name in ("start", "end") if name in step}
    if "kind" in step:
        fields["kind"] = CampaignKind(step["kind"])
    if "class" in step:
        fields["campaign_class"] = step["class"]
    if "owner" in step:
        fields["owner"] = "; ".join(step["owner"])
    return fields


def _create_campaign(stage: Stage, step: Step) -> None:
    row = actions.create_campaign(stage.act(step), **_campaign_fields(step))
    stage.campaign_id, stage.campaign_name = row.pk, row.name
    for key in step.get("keys", ()):
        actions.map_key(stage.act(step), campaign_id=row.pk, key=PlatformKey(SOURCE, ACCOUNT, key))


def _update_campaign(stage: Stage, step: Step) -> None:
    actions.update_campaign(stage.act(step), campaign_id=stage.campaign_id, **_campaign_fields(step))


def _link_objective(stage: Stage, step: Step) -> None:
    row = Objective.objects.get(organisation_id=stage.organisation_id, name=step["objective"])
    actions.update_campaign(stage.act(step), campaign_id=stage.campaign_id, objective_id=row.pk)


def _set_cap(stage: Stage, step: Step) -> None:
    actions.set_cap(
        stage.act(step),
        campaign_id=stage.campaign_id,
        amount=Decimal(str(step["amount"])),
        currency=step["currency"],
        from_day=_day(step["from"]) or date.min,
        to_day=_day(step["to"]) or date.max,
    )


def _decide_cap(stage: Stage, step: Step) -> None:
    actions.decide_cap(
        stage.act(step),
        line_id=stage.line().pk,
        decision=Decision(step["decision"]),
        amount=_number(step.get("amount")),
    )


def _approve(topic: Topic) -> Callable[[Stage, Step], None]:
    def approve(stage: Stage, step: Step) -> None:
        asked = step.get("requested_by", "")
        with suppress(
            *((NotPermitted,) if step["by"] == asked else ())
        ):  # person one is refused as person two
            actions.approve(
                stage.act(step),
                campaign_id=stage.campaign_id,
                topic=topic,
                requested_by=asked,
                requested_at=_moment(step["requested_at"]) if "requested_at" in step else None,
            )

    return approve


def _give_go(stage: Stage, step: Step) -> None:
    asked = step.get("requested_by", "")
    if step["by"] != asked:  # person one is refused as person two
        go_given(
            stage.act(step),
            campaign_id=stage.campaign_id,
            requested_by=asked,
            requested_at=_moment(step["requested_at"]) if "requested_at" in step else None,
        )


def _check(stage: Stage, step: Step) -> None:
    check_kept(stage.act(step), campaign_id=stage.campaign_id, result=step["result"])


def _requirement_fields(step: Step) -> dict[str, Any]:
    texts = ("name", "metric", "operator", "unit", "source", "acceptor")
    fields: dict[str, Any] = {name: step[name] for name in texts if name in step}
    fields |= {name: _number(step[name]) for name in ("bound", "baseline") if name in step}
    return fields | {f"window_{name}": _day(step[name]) for name in ("from", "to") if name in step}


def _add_requirement(stage: Stage, step: Step) -> None:
    actions.add_requirement(stage.act(step), campaign_id=stage.campaign_id, **_requirement_fields(step))


def _update_requirement(stage: Stage, step: Step) -> None:
    pk = stage.requirement(step["name"])
    assert pk is not None
    actions.update_requirement(stage.act(step), requirement_id=pk, **_requirement_fields(step))


def _map_key(stage: Stage, step: Step) -> None:
    actions.map_key(
        stage.act(step),
        campaign_id=stage.campaign_id,
        key=PlatformKey(SOURCE, ACCOUNT, step["key"]),
        requirement_id=stage.requirement(step.get("requirement")),
    )


def _add_link(stage: Stage, step: Step) -> None:
    requirement = stage.requirement(step.get("requirement"))
    actions.add_link(
        stage.act(step), campaign_id=stage.campaign_id, url=step["url"], requirement_id=requirement
    )


def _deactivate(stage: Stage, step: Step) -> None:
    member = actor_by_email(stage.organisation_id, stage.emails[step["who"]]).member_id
    assert member is not None
    keeper = Act(stage.organisation_id, SYSTEM, Face.CLI, _moment(step["at"]))
    people.deactivate_member(keeper, member_id=member)


VERBS: Mapping[str, Callable[[Stage, Step], None]] = {
    "create_objective": _create_objective,
    "update_objective": _update_objective,
    "create_campaign": _create_campaign,
    "update_campaign": _update_campaign,
    "link_objective": _link_objective,
    "set_cap": _set_cap,
    "decide_cap": _decide_cap,
    "approve_plan": _approve(Topic.PLAN),
    "approve_cap": _approve(Topic.CAP),
    "approve_go": _give_go,
    "check_platform_budget": _check,
    "add_requirement": _add_requirement,
    "update_requirement": _update_requirement,
    "map_key": _map_key,
    "add_link": _add_link,
    "load_spend": Stage.load,
    "deactivate_member": _deactivate,
    "load_work": load_work,
    "closed_campaigns": closed_campaigns,
    **story_changes.VERBS,
    "file_request": file_request,
    "decide_request": decide_request,
}
