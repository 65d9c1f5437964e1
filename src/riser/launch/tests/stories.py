"""The verbs that stories of this room add to those of plan: a plan made ready, checks, waivers, GO."""

import csv
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from riser.connect.actions import import_file
from riser.foundation.attachments import attach_file
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import Fact, Instance, PlatformKey, RecordRef
from riser.foundation.queries import people
from riser.launch import actions
from riser.launch.actions import NamedClaim, NamedSystem, Signing
from riser.launch.fetching import Answer
from riser.launch.lists import check_list
from riser.launch.queries import report
from riser.launch.rules.practices import Live
from riser.launch.words import Purpose, Result
from riser.plan import actions as plan
from riser.plan.tests.story_runner import ACCOUNT, SOURCE, VERBS, Stage, Step, Story
from riser.plan.tests.story_runner import HEADER as SPEND_HEADER
from riser.plan.words import RoleWord, Topic

PAGE = "https://shop.example/offer"
LINK = f"{PAGE}?utm_source=google&utm_medium=cpc&utm_campaign=offer"
# The columns of every load of a story, and what came of it: a column that goes missing would stop the load.
HEADER = (*SPEND_HEADER, "Conversions")


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _member(stage: Stage, name: str) -> int:
    return next(one.member_id for one in people(stage.organisation_id) if one.name == name)


def _plan_ready(stage: Stage, step: Step) -> None:
    """A whole plan, written by one and approved by another an hour later: all that a machine looks at."""
    act, start, end = stage.act(step), _day(step["start"]), _day(step["end"])
    row = plan.create_campaign(
        act,
        name=step["name"],
        campaign_class=step["class"],
        owner=step["by"],
        audience="Buyers",
        channels=["search"],
        deliverables="Ads and a page",
        start=start,
        end=end,
    )
    stage.campaign_id, stage.campaign_name = row.pk, row.name
    plan.name_role(act, campaign_id=row.pk, role=RoleWord.APPROVER, name=step["approver"])
    plan.add_requirement(
        act,
        campaign_id=row.pk,
        name="CPA",
        metric="CPA",
        operator="<=",
        bound=Decimal(30),
        baseline=Decimal(35),
        window_from=start,
        window_to=end,
        source="shop orders",
        acceptor=step["approver"],
    )
    for key in step.get("keys", ()):
        plan.map_key(act, campaign_id=row.pk, key=PlatformKey(SOURCE, ACCOUNT, key))
    plan.add_link(act, campaign_id=row.pk, url=LINK)
    plan.set_cap(act, campaign_id=row.pk, amount=Decimal(20_000), currency="EUR", from_day=start, to_day=end)
    later = stage.act({**step, "by": step["approver"]}).at(act.now + timedelta(hours=1))
    for topic in (Topic.CAP, Topic.PLAN):
        plan.approve(later, campaign_id=row.pk, topic=topic)


def _set_class_list(stage: Stage, step: Step) -> None:
    systems = [NamedSystem(name, Purpose.BID) for name in step.get("bidding", ())]
    systems += [NamedSystem(name, Purpose.COUNT) for name in step.get("counting", ())]
    claims = [
        NamedClaim(
            one["name"],
            tuple(_member(stage, name) for name in one["entitled"]),
            regulated=one.get("regulated", False),
        )
        for one in step.get("claims", ())
    ]
    actions.set_class_list(
        stage.act(step),
        campaign_class=step["class"],
        systems=systems or [NamedSystem("ad platform", Purpose.BID)],
        claims=claims,
    )


def _run_checks(stage: Stage, step: Step) -> None:
    actions.run_checks(stage.act(step), campaign_id=stage.campaign_id)


def _open_links(stage: Stage, step: Step) -> None:
    """What came back when the landing link was opened, as a recorded result."""
    answer = Answer(Result(step["result"]), None, 200, 0, PAGE)
    act = stage.act(step)
    actions.record_fetch(act, campaign_id=stage.campaign_id, url=LINK, answer=answer)
    actions.run_checks(act, campaign_id=stage.campaign_id)


def _sign_check(stage: Stage, step: Step) -> None:
    """One signature; of somebody who is not entitled, or with a file used before, nothing is kept."""
    act, said = stage.act(step), dict(step)
    attachment = _attach(act, stage, step["file"]) if "file" in step else None
    signing = Signing(
        Result(said.get("result", "pass")),
        note=said.get("note", ""),
        evidence=said.get("evidence", ""),
        item=said.get("for", ""),
        url=said.get("url", ""),
        creative=said.get("version", ""),
        attachment_id=attachment,
    )
    with suppress(*((NotPermitted, Refused) if said.get("refused") else ())):
        actions.sign_check(act, campaign_id=stage.campaign_id, code=said["code"], signing=signing)
        assert not said.get("refused"), f"{said['code']} was taken"


def _attach(act: Any, stage: Stage, content: str) -> int:
    case = RecordRef("campaign", str(stage.campaign_id))
    return attach_file(act, case, name="proof.txt", content=content.encode()).id


def _sign_all(stage: Stage, step: Step) -> None:
    """Every check by hand of the class, five minutes apart, except some; others stay as they are."""
    act = stage.act(step)
    found = report(stage.organisation_id, stage.campaign_id, act.now.date())
    listed = check_list().lines
    signings: list[tuple[str, Signing]] = []
    for line in found.lines:
        if line.line.automatic or line.code in step.get("except", ()) or line.line.each == "claim":
            continue
        shown = Signing(Result.PASS, evidence="" if step.get("bare") else "https://docs.example/proof")
        items = [part.key for part in line.parts] if listed[line.code].each == "system" else [""]
        signings += [
            (line.code, Signing(Result.PASS, evidence=shown.evidence, item=item, url=PAGE if item else ""))
            for item in items
        ]
    for number, (code, signing) in enumerate(signings):
        apart = timedelta(seconds=int(step.get("apart_seconds", 300)) * number)
        actions.sign_check(act.at(act.now + apart), campaign_id=stage.campaign_id, code=code, signing=signing)


def _waive(stage: Stage, step: Step) -> None:
    actions.waive(
        stage.act(step),
        campaign_id=stage.campaign_id,
        code=step["code"],
        why=step["why"],
        until=_day(step["until"]),
    )


def _ask_go(stage: Stage, step: Step) -> None:
    live = [Live(one["version"], one.get("parent", "")) for one in step.get("live", ())]
    actions.ask_go(stage.act(step), campaign_id=stage.campaign_id, live=live)


def _decide_go(stage: Stage, step: Step) -> None:
    row = actions.decide_go(stage.act(step), campaign_id=stage.campaign_id, go=step.get("go", True))
    assert row.decision == step["decision"], row.decision


def _load_results(stage: Stage, step: Step) -> None:
    """Spend with clicks and conversions, day by day: [day, amount, clicks, conversions]."""
    stage.files += 1
    path = stage.folder / f"results-{stage.files}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for day, amount, clicks, conversions in step["rows"]:
            writer.writerow(
                [step["key"], step["key"], ACCOUNT, day, "EUR", f"{amount:.2f}", "", clicks, conversions]
            )
    import_file(stage.act(step), path, source=SOURCE)


LAUNCH_VERBS: Mapping[str, Callable[[Stage, Step], None]] = {
    **VERBS,
    "plan_ready": _plan_ready,
    "set_class_list": _set_class_list,
    "run_checks": _run_checks,
    "open_links": _open_links,
    "sign_check": _sign_check,
    "sign_all": _sign_all,
    "waive_check": _waive,
    "ask_go": _ask_go,
    "decide_go": _decide_go,
    "load_results": _load_results,
}


class LaunchStage(Stage):
    """A stage on which launches are played too."""

    def play(self) -> dict[str, tuple[Instance, Fact]]:
        """Every instance the indicator speaks of, with its fact, once all steps are recorded."""
        self._set_up()
        for step in sorted(self.story.records["steps"], key=_at):
            LAUNCH_VERBS[step["do"]](self, step)
        return dict(self._ask())


def judged(story: Story, folder: Path) -> tuple[Instance, Fact]:
    """The fact of the story's newest campaign."""
    facts = LaunchStage(story, folder).play()
    return [pair for pair in facts.values() if pair[0].kind == "campaign"][-1]


def _at(step: Step) -> datetime:
    return datetime.strptime(str(step["at"]), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - only to sort
