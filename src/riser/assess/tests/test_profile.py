"""The profile: from facts to levels, gaps and steps, through the registries that the rooms use."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cast import Cast
from riser.assess import library, report
from riser.assess.actions import answer_fitness, keep_ratings, submit_answers
from riser.assess.contract import profile_json, saved_json
from riser.assess.models import RatingChange
from riser.assess.pages.links import Links
from riser.assess.pages.profile import step_lines
from riser.assess.queries import fitness, profile
from riser.assess.rules.fitness import Basis, Reply
from riser.assess.rules.scale import DM, FM, LM, PM
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.tests.records import AS_OF, Room, campaign, charge, fact
from riser.foundation.evidence import Characterisation, Provenance
from riser.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_an_empty_organisation_is_level_1_and_nothing_is_rated_or_priced(cast: Cast, room: Room) -> None:
    found = profile(cast.id, AS_OF)
    assert (found.level_indicative, found.level_stated, found.level_appraised) == (1, None, None)
    assert not found.rated
    assert found.totals == ()
    assert all(gap.prices is None for gap in found.gaps)


def test_some_met_and_some_not_is_undecided_and_resolved_by_both_shares(cast: Cast, room: Room) -> None:
    """Four of five by count and by spend are 80 %: largely, dashed, and a person may decide otherwise."""
    room.rate("BUD 2.1", "FM", "FM", "LM", "FM", "DM")
    one = profile(cast.id, AS_OF).practices["BUD 2.1"]
    assert one.outcome.allowed == (LM, PM)
    assert one.rating is LM
    assert one.shares.by_count == one.shares.by_spend == Fraction(4, 5)
    assert profile(cast.id, AS_OF).undecided == ("BUD 2.1",)


def test_a_critical_weakness_makes_it_partly_and_keeps_the_group_from_holding(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM", "FM", "FM", "FM", "FM")
    room.facts["BUD 2.1"] = {**room.facts["BUD 2.1"], "campaign:1": fact("FM", critical="It ran for weeks.")}
    found = profile(cast.id, AS_OF)
    one = found.practices["BUD 2.1"]
    assert one.rating is FM, "the table allows nothing else"
    assert one.critical == ("It ran for weeks.",)
    assert not one.is_met
    assert found.gap("BUD 2.1") is not None


def test_a_practice_that_holds_but_for_a_critical_weakness_is_in_the_way_for_that_weakness(
    cast: Cast, room: Room
) -> None:
    """Three FM of three: FM by the table, and none fails. One is critically weak: the group is unsatisfied.

    So the practice stands in the way of level 2, and "0 of 3 do not hold" would be no reason. With two of
    three failing (FM, DM, DM) the instances themselves are the reason.
    """
    room.rate("BUD 2.1", "FM", "FM", "FM")
    room.facts["BUD 2.1"] = {**room.facts["BUD 2.1"], "campaign:1": fact("FM", critical="It ran for weeks.")}
    room.rate("BUD 2.2", "FM", "DM", "DM")
    lines = {line.one.id: line for line in step_lines(profile(cast.id, AS_OF), Links())}
    assert lines["BUD 2.1"].failing == "Critical weakness: It ran for weeks."
    assert lines["BUD 2.2"].failing == "2 of 3 do not hold"
    assert not lines["BUD 2.2"].weakness


def test_what_was_declared_later_is_at_most_partial_and_says_so(cast: Cast, room: Room) -> None:
    room.instances = [campaign(1), campaign(2), campaign(3)]
    room.facts["BUD 2.1"] = {
        "campaign:1": fact("FM", Provenance.DECLARED),
        "campaign:2": fact("FM", Provenance.DECLARED, affirmed=True),
        "campaign:3": fact("FM", Provenance.SOURCED, imported=True),
    }
    results = {r.instance.id: r for r in profile(cast.id, AS_OF).practices["BUD 2.1"].results}
    assert [results[f"campaign:{n}"].value for n in (1, 2, 3)] == [PM, LM, LM]
    assert all(result.is_capped for result in results.values())


def test_old_evidence_leaves_the_window_and_the_day_is_told(cast: Cast, room: Room) -> None:
    """Window of BUD 2.1: 180 days or three instances. The bad one, 175 days old, leaves in six."""
    room.instances = [campaign(1, age=1), campaign(2, age=2), campaign(3, age=3), campaign(4, age=175)]
    room.instances.append(campaign(5, age=181))
    codes = {1: "FM", 2: "FM", 3: "FM", 4: "DM", 5: "DM"}
    room.facts["BUD 2.1"] = {f"campaign:{n}": fact(code) for n, code in codes.items()}
    found = profile(cast.id, AS_OF)
    one = found.practices["BUD 2.1"]
    assert {r.instance.id for r in one.counting} == {f"campaign:{n}" for n in (1, 2, 3, 4)}
    assert one.rating is PM
    ((_, move),) = found.moves
    assert (move.day, move.before, move.after) == (AS_OF + timedelta(days=6), PM, FM)
    assert move.leaving == ("campaign:4",)


def test_no_source_is_named_with_its_remedy_and_never_priced(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM")
    room.charges = [charge("wait", 50, ("a", 50, 50))]
    found = profile(cast.id, AS_OF)
    unseen = found.practices["VER 2.3"]
    assert unseen.rating is None
    assert unseen.has_no_source
    assert unseen.tally[Characterisation.NE] == 1
    gap = found.gap("VER 2.3")
    assert gap is not None
    assert gap.prices is None
    assert gap.reason == str(library.model().practices["VER 2.3"].waits_for)


def test_gaps_are_priced_alone_and_marginally_and_totals_count_each_row_once(cast: Cast, room: Room) -> None:
    """Outside any plan d1 100, d2 50; above cap d2 20, d3 30. Union 180; the cap alone 50, marginally 30."""
    room.rate("PLN 2.1", "DM", "DM", "FM")
    room.rate("BUD 2.2", "DM", "DM", "FM")
    room.charges = [
        charge("plan", 150, ("d1", 100, 100), ("d2", 50, 50)),
        charge("cap", 50, ("d2", 20, 50), ("d3", 30, 80)),
    ]
    found = profile(cast.id, AS_OF)
    (total,) = found.totals
    assert total.amount == Decimal(180)
    gap = found.gap("BUD 2.2")
    assert gap is not None
    assert gap.prices is not None
    (price,) = gap.prices
    assert (price.amount, price.marginal) == (Decimal(50), Decimal(30))
    plan_step, cap_step = (step for step in found.steps if step.candidate.practice in {"PLN 2.1", "BUD 2.2"})
    assert plan_step.candidate.practice == "PLN 2.1", "150 outside any plan outweigh 50 above the cap"
    assert cap_step.rank > plan_step.rank


def test_a_saved_profile_says_of_whom_and_of_which_day_it_is_and_on_what_it_rests(
    cast: Cast, room: Room
) -> None:
    room.rate("BUD 2.2", "DM", "FM")
    room.charges = [charge("cap", 50, ("d2", 50, 50))]
    found = profile(cast.id, AS_OF)
    saved, shown = saved_json(found, organisation="Northwind"), profile_json(found)
    head = ["organisation", "as_of", "window", "coverage", "scope", "targets", "prices"]
    assert list(saved) == [*head, *shown]
    assert {name: saved[name] for name in shown} == shown
    assert (saved["organisation"], saved["as_of"]) == ("Northwind", AS_OF.isoformat())
    assert saved["window"]["to"] == AS_OF.isoformat()
    kinds = {"campaign": 2, "goal-month": 2, "library-quarter": 1, "month": 2}
    assert saved["scope"] == {"instances": 7, "kinds": kinds}
    assert saved["coverage"] == {"rated": 1, "of": len(found.practices)}
    (price,) = saved["prices"]
    told = (price["class"], price["amount"], price["basis"])
    assert told == ("uncontrolled", "50", {"rows": 1, "assumed": False})


def test_the_contract_holds_its_shape(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.2", "DM", "FM")
    room.charges = [charge("cap", 50, ("d2", 50, 50))]
    shown = profile_json(profile(cast.id, AS_OF))
    assert list(shown) == [
        *("model", "version", "level_indicative", "level_appraised", "undecided", "areas", "gaps"),
    ]
    assert len(shown["areas"]) == 22
    areas = {area["code"]: area for area in shown["areas"]}
    assert areas["RSK"] == {
        "code": "RSK",
        "in_scope": False,
        "complete": False,
        "stated_level": None,
        "evidenced_level": None,
        "practices": [],
    }
    assert areas["BUD"]["in_scope"]
    assert areas["BUD"]["complete"] is False
    assert areas["BUD"]["evidenced_level"] == 1
    rated = {one["id"]: one for one in areas["BUD"]["practices"]}
    assert rated["BUD 2.2"] == {
        "id": "BUD 2.2",
        "rating": "PM",
        "allowed": ["LM", "PM"],
        "share_met": 0.5,
        "instances": {"FM": 1, "LM": 0, "PM": 0, "DM": 1, "NY": 0, "NE": 0},
    }
    (priced,) = (gap for gap in shown["gaps"] if gap["practice"] == "BUD 2.2")
    assert priced == {
        "practice": "BUD 2.2",
        "prices": [
            {
                "class": "uncontrolled",
                "amount": "50",
                "low": None,
                "high": None,
                "currency": "EUR",
                "from": "2025-09-03",
                "to": "2026-03-02",
            }
        ],
        "reason": None,
    }


def answered(cast: Cast, name: str, role: Respondent, choice: Choice, *practices: str) -> None:
    """This person's choice on these practices."""
    submit_answers(cast.act(name), role=role, choices=dict.fromkeys(practices, choice))


def test_stated_stands_beside_evidenced(cast: Cast, room: Room) -> None:
    """Manager LM, specialist FM, leader DM: role medians LM FM DM, lower median LM."""
    room.rate("GOV 2.1", "DM")
    answered(cast, "Bob", Respondent.MANAGER, Choice.LM, "GOV 2.1")
    answered(cast, "Cleo", Respondent.SPECIALIST, Choice.FM, "GOV 2.1")
    assert profile(cast.id, AS_OF).practices["GOV 2.1"].stated.rating is None, "two answers are too few"
    answered(cast, "Alice", Respondent.LEADER, Choice.DM, "GOV 2.1")
    found = profile(cast.id, AS_OF)
    one = found.practices["GOV 2.1"]
    assert (one.stated.rating, one.rating) == (LM, DM)
    assert one.stated.roles_disagree
    areas = {area.area.code: area for area in found.areas}
    assert (areas["GOV"].stated_level, areas["GOV"].evidenced_level) == (2, 1)
    assert areas["BUD"].stated_level is None
    assert found.level_stated is None, "most areas were not asked about"


def test_a_person_who_answers_again_replaces_and_a_later_answer_does_not_count_yet(
    cast: Cast, room: Room
) -> None:
    for name, role in (
        ("Alice", Respondent.LEADER),
        ("Bob", Respondent.MANAGER),
        ("Cleo", Respondent.ANALYST),
    ):
        answered(cast, name, role, Choice.FM, "GOV 2.1")
    answered(cast, "Bob", Respondent.MANAGER, Choice.DM, "GOV 2.1")
    one = profile(cast.id, AS_OF).practices["GOV 2.1"]
    assert one.stated.answers == 3
    assert one.stated.by_role[Respondent.MANAGER] is DM
    assert profile(cast.id, AS_OF - timedelta(days=1)).practices["GOV 2.1"].stated.answers == 0


def test_fitness_replies_of_three_people_in_two_seats_affirm_a_practice(cast: Cast, room: Room) -> None:
    room.rate("GOV 2.1", "FM")
    replies = {"Alice": Reply.YES, "Bob": Reply.NO, "Cleo": Reply.YES}
    for name, reply in replies.items():
        role = Respondent.LEADER if name == "Alice" else Respondent.MANAGER
        answer_fitness(cast.act(name), role=role, replies={"F2.2": reply})
    profile(cast.id, AS_OF)
    assert room.contexts["GOV 2.1"].affirmed_share == Fraction(2, 3)
    assert room.contexts["BUD 2.1"].affirmed_share is None
    assert room.contexts["GOV 2.1"].thresholds["fitness_share"] == Decimal("0.60")


def test_records_answer_a_fitness_condition_where_they_can(cast: Cast, room: Room) -> None:
    room.rate("GOV 2.1", "DM")
    answer_fitness(cast.act("Bob"), role=Respondent.MANAGER, replies={"F2.2": Reply.YES, "F2.4": Reply.YES})
    found = {one.condition.id: one.verdict for result in fitness(cast.id, AS_OF) for one in result.conditions}
    assert (found["F2.2"].reply, found["F2.2"].basis) == (Reply.NO, Basis.RECORDS)
    assert (found["F2.4"].reply, found["F2.4"].basis) == (Reply.YES, Basis.ANSWER)
    assert found["F4.2"].basis is Basis.NOTHING


def test_kept_ratings_hold_changes_only(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM")
    first = keep_ratings(cast.act("Bob"), profile(cast.id, AS_OF))
    assert [(row.practice, row.rating, row.allowed) for row in first if row.rating] == [
        ("BUD 2.1", "FM", ["FM"])
    ]
    events = AuditEvent.objects.filter(verb="keep ratings").count()
    assert keep_ratings(cast.act("Bob"), profile(cast.id, AS_OF)) == []
    assert AuditEvent.objects.filter(verb="keep ratings").count() == events == 1
    room.rate("BUD 2.1", "DM")
    later = datetime(2026, 3, 3, 9, tzinfo=UTC)
    (change,) = keep_ratings(cast.act("Bob", now=later), profile(cast.id, date(2026, 3, 3)))
    assert (change.practice, change.rating, change.day) == ("BUD 2.1", "DM", date(2026, 3, 3))
    assert RatingChange.objects.filter(practice="BUD 2.1").count() == 2


def test_the_number_of_queries_does_not_grow_with_campaigns_or_people(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM", "DM")
    with CaptureQueriesContext(
        connection,
    ) as few:
        profile(cast.id, AS_OF)
    room.rate("BUD 2.1", *["FM", "DM"] * 40)
    for name in ("Alice", "Bob", "Cleo"):
        answered(cast, name, Respondent.MANAGER, Choice.LM, "BUD 2.1", "BUD 2.2", "GOV 2.1")
    with CaptureQueriesContext(connection) as many:
        profile(cast.id, AS_OF)
    assert len(many) == len(few)


def test_the_report_is_readable_in_both_languages(cast: Cast, room: Room) -> None:
    room.rate("PLN 2.1", "DM", "FM")
    room.charges = [charge("plan", 150, ("d1", 150, 150))]
    english = "\n".join(report.lines(profile(cast.id, AS_OF)))
    assert "records level 1 (indicative)" in english
    assert "PLN 2.1" in english
    assert "€150.00" in english
    assert "no official rating" in english
    with translation.override("zh-hans"):
        assert "营销" in "\n".join(report.lines(profile(cast.id, AS_OF)))
