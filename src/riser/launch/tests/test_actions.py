"""Each verb leaves its row, its audit event and its version; what it refuses leaves nothing."""

from decimal import Decimal
from typing import Any

import pytest

from cast import Cast
from riser.foundation.attachments import attach_file, attached_to
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import RecordVersion
from riser.launch import actions
from riser.launch.actions import NamedClaim, NamedSystem, Signing
from riser.launch.fetching import Answer
from riser.launch.lists import check_list
from riser.launch.models import Launch, LaunchCheck, LinkFetch
from riser.launch.queries import report
from riser.launch.queries.reading import read_gate
from riser.launch.rules.gate import newest as newest_result
from riser.launch.tests.ready import (
    BUDGET,
    BY_HAND,
    LINK,
    NOW,
    SYSTEMS,
    UNTIL,
    Ready,
    gate_of,
    newest,
    planned,
    ready,
)
from riser.launch.words import Check, Decision, Kind, Result
from riser.plan import actions as plan
from riser.plan.evidence.budget import newest_check
from riser.plan.evidence.scene import look
from riser.plan.models import Requirement
from riser.plan.queries.standing import unreviewed
from riser.plan.words import CampaignClass


def test_a_campaign_with_every_check_green_may_go(cast: Cast) -> None:
    found = report(cast.id, ready(cast).campaign_id, NOW.date())
    open_ = [line for line in found.lines if line.counts != Result.PASS]
    assert [line.reason for line in open_ if line.blocking] == [], "a new check blocks: see what spring lacks"
    assert {"consent_respected", "stop_is_arranged"} <= {line.code for line in open_}
    assert {line.counts for line in open_} == {Result.UNKNOWN}
    assert found.decision == Decision.GO


def test_what_nobody_looked_at_is_unknown_and_stops_where_it_blocks(cast: Cast) -> None:
    found = report(cast.id, planned(cast).campaign_id, NOW.date())
    assert found.decision == Decision.NO_GO
    unseen = {*BY_HAND, Check.TEST_CONVERSION, Check.LINKS_ANSWER}
    assert {line.code for line in found.stopping} == unseen
    assert {"settings_match_plan", "rights_cleared", "walked_on_phone"} <= unseen
    assert {line.found for line in found.stopping} == {Result.UNKNOWN}
    assert not Launch.objects.exists(), "looking changes nothing"


def test_a_small_campaign_needs_the_short_list_only(cast: Cast) -> None:
    made = planned(cast, CampaignClass.SMALL)
    made.sign(BUDGET)
    assert gate_of(made) == Decision.GO


def test_a_campaign_without_a_class_is_held_to_the_longest_list(cast: Cast) -> None:
    row = plan.create_campaign(cast.act("Cleo"), name="Classless")
    found = report(cast.id, row.pk, NOW.date())
    assert found.campaign_class == "L"
    assert "consent_respected" in {line.code for line in found.stopping}


def test_signing_leaves_row_event_and_version_and_opens_the_launch(cast: Cast) -> None:
    made = planned(cast)
    made.sign(BUDGET, note="600 a day, 9,000 in all")
    row = LaunchCheck.objects.get()
    event, version = newest(Kind.CHECK)
    assert (row.result, row.member_name, row.blocking, row.automatic) == ("pass", "Cleo", True, False)
    assert event.verb == "check platform_budget_within_cap"
    assert version.data["kind"] == BUDGET
    assert version.data["evidence"] == "https://docs.example/proof"
    launch = Launch.objects.get()
    assert (launch.campaign_class, launch.list_version) == ("M", check_list().version)
    assert launch.blocking[BUDGET] is True


def test_the_machine_signs_what_it_finds_and_only_what_is_news(cast: Cast) -> None:
    made = planned(cast)
    first = actions.run_checks(made.act("Cleo"), campaign_id=made.campaign_id)
    assert {row.kind: row.result for row in first} == {
        "plan_approved": "pass",
        "cap_within_budget": "pass",
        "requirement_measurable": "pass",
        "owner_and_roles_named": "pass",
        "links_have_utm": "pass",
        "platform_id_known_and_unique": "pass",
        "links_answer": "unknown",
    }
    assert actions.run_checks(made.act("Cleo", minutes=5), campaign_id=made.campaign_id) == []
    plan.update_campaign(made.act("Cleo", minutes=9), campaign_id=made.campaign_id, audience="Everybody")
    (changed,) = actions.run_checks(made.act("Cleo", minutes=10), campaign_id=made.campaign_id)
    assert (changed.kind, changed.result, changed.why) == ("plan_approved", "fail", "plan_changed")


def test_a_changed_requirement_is_checked_again_though_nothing_comes_out_otherwise(cast: Cast) -> None:
    made = planned(cast)
    actions.run_checks(made.act("Cleo"), campaign_id=made.campaign_id)
    (asked,) = Requirement.objects.filter(campaign_id=made.campaign_id)
    changed = made.act("Cleo", minutes=9)
    plan.update_requirement(changed, requirement_id=asked.pk, bound=Decimal(28))
    checks = {one.record for one in unreviewed(changed, made.campaign_id) if one.record.kind == Kind.CHECK}
    assert len(checks) == 7
    again = actions.run_checks(made.act("Cleo", minutes=10), campaign_id=made.campaign_id)
    assert {(row.kind, row.result) for row in again} >= {
        ("links_have_utm", "pass"),
        ("links_answer", "unknown"),
    }
    assert len(again) == 7
    after = made.act("Cleo", minutes=11)
    assert [one for one in unreviewed(after, made.campaign_id) if one.record.kind == Kind.CHECK] == []
    assert actions.run_checks(after, campaign_id=made.campaign_id) == [], "once is enough"


def test_a_tick_never_stands_beside_what_the_machine_can_read(cast: Cast) -> None:
    made = planned(cast)
    with pytest.raises(Refused, match="Riser looks at this itself"):
        made.sign(Check.PLAN_APPROVED)
    made.open_links(Result.UNKNOWN)
    made.sign(Check.LINKS_ANSWER)  # nobody could open the link, so a person's eyes count
    assert report(cast.id, made.campaign_id, NOW.date()).lines[6].counts == Result.PASS
    made.open_links(Result.FAIL)
    line = report(cast.id, made.campaign_id, NOW.date()).lines[6]
    assert (line.code, line.counts) == ("links_answer", Result.FAIL)


def test_eyes_without_anything_to_show_do_not_replace_the_machine(cast: Cast) -> None:
    made = planned(cast)
    made.open_links(Result.UNKNOWN)
    with pytest.raises(Refused) as refusal:
        made.sign(Check.LINKS_ANSWER, evidence="")
    assert [problem.column for problem in refusal.value.problems] == ["evidence"]


def test_a_link_that_riser_never_opened_is_not_ticked(cast: Cast) -> None:
    with pytest.raises(Refused):
        planned(cast).sign(Check.LINKS_ANSWER)
    assert not LaunchCheck.objects.exists()


def test_a_tick_does_not_outlive_the_next_opening_of_the_link(cast: Cast) -> None:
    made = planned(cast)
    made.open_links(Result.UNKNOWN)
    made.sign(Check.LINKS_ANSWER)
    actions.record_fetch(
        made.act("Cleo", minutes=45), campaign_id=made.campaign_id, url=LINK, answer=Answer(Result.UNKNOWN)
    )
    assert report(cast.id, made.campaign_id, NOW.date()).lines[6].counts == Result.UNKNOWN


def test_a_link_opened_again_without_answer_ends_the_tick_at_the_gate_and_in_the_records(cast: Cast) -> None:
    made = planned(cast)
    made.open_links(Result.UNKNOWN)
    made.sign(Check.LINKS_ANSWER)
    mine = LaunchCheck.objects.filter(kind=Check.LINKS_ANSWER)
    assert [row.automatic for row in mine.order_by("pk")] == [True, False], (
        "the tick stands after the machine"
    )
    act = made.act("Cleo", minutes=35)
    assert actions.run_checks(act, campaign_id=made.campaign_id) == [], "nothing new, so the tick stands"
    again = made.act("Cleo", minutes=45)
    actions.fetch_links(again, campaign_id=made.campaign_id, opener=lambda _url: Answer(Result.UNKNOWN))
    last = mine.latest("pk")
    assert (last.automatic, last.result, mine.count()) == (True, Result.UNKNOWN, 3)
    line = report(cast.id, made.campaign_id, NOW.date()).lines[6]
    known = newest_result(read_gate(cast.id, NOW.date()).results(made.campaign_id, Check.LINKS_ANSWER))
    assert known is not None
    assert (line.counts, known.record) == (Result.UNKNOWN, last.pk)


def test_a_link_that_is_not_of_the_campaign_is_not_recorded(cast: Cast) -> None:
    made = planned(cast)
    with pytest.raises(Refused):
        actions.record_fetch(
            made.act("Cleo"),
            campaign_id=made.campaign_id,
            url="https://elsewhere.example/",
            answer=Answer(Result.PASS),
        )
    assert not LinkFetch.objects.exists()
    assert not Launch.objects.exists()


def test_an_answer_of_eight_days_ago_says_nothing_of_today(cast: Cast) -> None:
    made = ready(cast)
    assert gate_of(made, days=7) == Decision.GO
    assert gate_of(made, days=8) == Decision.NO_GO


@pytest.mark.parametrize("code", ["nothing_like_it", "consent_respected"])
def test_a_check_that_the_list_does_not_hold_is_refused(cast: Cast, code: str) -> None:
    made = planned(cast, CampaignClass.SMALL)
    with pytest.raises(Refused) as refusal:
        made.sign(code)
    assert code in str(refusal.value.problems[0])
    assert not LaunchCheck.objects.exists()


def test_the_system_signs_nothing(cast: Cast) -> None:
    made = planned(cast)
    act = cast.northwind.act("system", now=NOW)
    with pytest.raises(NotPermitted, match="signs nothing"):
        actions.sign_check(act, campaign_id=made.campaign_id, code=BUDGET, signing=Signing(Result.PASS))


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"item": "nobody's pixel", "url": "https://shop.example/"}, "item"),
        ({"item": "ad platform", "url": "https://staging.shop.example/"}, "url"),
        ({"item": "ad platform", "url": ""}, "url"),
    ],
)
def test_a_test_conversion_needs_a_system_of_the_class_and_the_live_page(
    cast: Cast, said: dict[str, Any], column: str
) -> None:
    with pytest.raises(Refused) as refusal:
        planned(cast).sign(Check.TEST_CONVERSION, **said)
    assert [problem.column for problem in refusal.value.problems] == [column]
    assert not LaunchCheck.objects.exists()


def test_a_file_that_stood_for_another_launch_shows_nothing_of_this_one(cast: Cast) -> None:
    first = planned(cast)
    twin = plan.create_campaign(cast.act("Cleo", now=NOW), name="Twin", campaign_class="S", owner="Cleo")
    content = b"event 4711 arrived"
    for pk in (first.campaign_id, twin.pk):
        attach_file(first.act("Cleo"), RecordRef("campaign", str(pk)), name="proof.txt", content=content)
    ids = {pk: _attached(first, pk) for pk in (first.campaign_id, twin.pk)}
    first.sign(BUDGET, attachment_id=ids[first.campaign_id])
    signing = Signing(Result.PASS, attachment_id=ids[twin.pk])
    with pytest.raises(Refused) as refusal:
        actions.sign_check(first.act("Cleo", minutes=40), campaign_id=twin.pk, code=BUDGET, signing=signing)
    assert "stood for another launch" in str(refusal.value.problems[0])
    assert LaunchCheck.objects.get().sha256


def _attached(made: Ready, pk: int) -> int:
    """The one file that is attached to a campaign."""
    (one,) = attached_to(made.act("Cleo"), RecordRef("campaign", str(pk)))
    return one.id


def test_only_who_is_entitled_approves_a_claim_and_names_the_version(cast: Cast) -> None:
    made = planned(cast)
    legal = NamedClaim("legal", (cast.user("Bob").pk,), regulated=True)
    actions.set_class_list(cast.act("Alice", now=NOW), campaign_class="M", systems=SYSTEMS, claims=[legal])
    with pytest.raises(NotPermitted, match="approved by: Bob"):
        made.sign(Check.CLAIMS_CHECKED, item="legal", creative="film 7")
    with pytest.raises(Refused) as refusal:
        made.sign(Check.CLAIMS_CHECKED, name="Bob", item="legal")
    assert [problem.column for problem in refusal.value.problems] == ["creative"]
    made.sign(Check.CLAIMS_CHECKED, name="Bob", item="Legal", creative="film 7")
    assert LaunchCheck.objects.get().creative == "film 7"


def test_naming_the_campaign_small_shakes_off_no_check(cast: Cast) -> None:
    made = planned(cast, CampaignClass.LARGE)
    made.sign(BUDGET)
    act = made.act("Cleo", minutes=35)
    plan.update_campaign(act, campaign_id=made.campaign_id, campaign_class=CampaignClass.SMALL)
    assert report(cast.id, made.campaign_id, NOW.date()).campaign_class == "L"


def test_a_heavier_class_brings_its_own_list(cast: Cast) -> None:
    made = planned(cast, CampaignClass.SMALL)
    made.sign(BUDGET)
    act = made.act("Cleo", minutes=35)
    plan.update_campaign(act, campaign_id=made.campaign_id, campaign_class=CampaignClass.LARGE)
    actions.run_checks(made.act("Cleo", minutes=36), campaign_id=made.campaign_id)
    assert Launch.objects.get().campaign_class == "L"
    assert newest(Kind.LAUNCH)[0].verb == "raise class of launch"


@pytest.mark.parametrize(
    ("size", "systems", "claims", "column"),
    [
        ("X", SYSTEMS, [], "campaign_class"),
        ("M", [], [], "systems"),
        ("M", [*SYSTEMS, SYSTEMS[0]], [], "systems"),
        ("M", SYSTEMS, [NamedClaim(" ", (1,))], "claims"),
        ("M", SYSTEMS, [NamedClaim("legal", ())], "claims"),
        ("M", SYSTEMS, [NamedClaim("legal", (999_999,))], "claims"),
    ],
)
def test_a_list_that_cannot_be_is_refused_with_its_place(
    cast: Cast, size: str, systems: list[NamedSystem], claims: list[NamedClaim], column: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.set_class_list(cast.act("Alice"), campaign_class=size, systems=systems, claims=claims)
    assert column in {problem.column for problem in refusal.value.problems}


def test_what_a_class_asks_is_kept_in_versions(cast: Cast) -> None:
    alice = cast.act("Alice", now=NOW)
    for systems in (SYSTEMS, SYSTEMS[:1], SYSTEMS[:1]):
        actions.set_class_list(alice, campaign_class="M", systems=systems, claims=[])
    versions = RecordVersion.objects.filter(kind=Kind.CLASS_LIST).order_by("number")
    assert [len(version.data["systems"]) for version in versions] == [2, 1]


def test_a_stranger_finds_no_campaign_at_the_gate(cast: Cast) -> None:
    made = ready(cast)
    stranger = cast.act("Mallory", now=NOW)
    for verb in (
        lambda: actions.run_checks(stranger, campaign_id=made.campaign_id),
        lambda: actions.sign_check(
            stranger, campaign_id=made.campaign_id, code=BUDGET, signing=Signing(Result.PASS)
        ),
        lambda: actions.waive(stranger, campaign_id=made.campaign_id, code=BUDGET, why="x", until=UNTIL),
        lambda: actions.ask_go(stranger, campaign_id=made.campaign_id),
        lambda: actions.decide_go(stranger, campaign_id=made.campaign_id),
        lambda: actions.fetch_links(stranger, campaign_id=made.campaign_id),
    ):
        with pytest.raises(NotFound):
            verb()


def test_an_archived_campaign_does_not_come_to_the_gate(cast: Cast) -> None:
    made = planned(cast)
    plan.archive_campaign(made.act("Cleo"), campaign_id=made.campaign_id)
    with pytest.raises(Refused, match="archived"):
        actions.run_checks(made.act("Cleo"), campaign_id=made.campaign_id)


def test_links_are_opened_one_after_the_other_and_the_checks_run_after_them(cast: Cast) -> None:
    made, told = planned(cast), []
    rows = actions.fetch_links(
        made.act("Cleo"),
        campaign_id=made.campaign_id,
        told=lambda done, of: told.append((done, of)),
        opener=lambda _url: Answer(Result.PASS, None, 200, 0, LINK),
    )
    assert ([row.url for row in rows], told) == ([LINK], [(1, 1)])
    assert LaunchCheck.objects.get(kind="links_answer").result == "pass"
    assert newest(Kind.FETCH)[0].verb == "open link"


def test_plan_reads_the_budget_check_from_the_trail_and_no_other(cast: Cast) -> None:
    made = planned(cast)
    said = []
    for code, result in ((BUDGET, Result.PASS), ("walked_on_phone", Result.FAIL), (BUDGET, Result.FAIL)):
        made.sign(code, result=result)
        said.append(newest_check(look(cast.id, NOW.date()), made.campaign_id))
    made.sign(BUDGET, result=Result.UNKNOWN)
    assert said == ["pass", "pass", "fail"]
    assert newest_check(look(cast.id, NOW.date()), made.campaign_id) is None
