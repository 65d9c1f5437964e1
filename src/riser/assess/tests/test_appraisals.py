"""A named person judges what the computed profile leaves open; the computed value stays beside it."""

from datetime import timedelta

import pytest

from cast import Cast
from riser.assess.actions import (
    finish_appraisal,
    judge,
    judge_harm,
    open_appraisal,
    override,
    take_back,
    withdraw_appraisal,
)
from riser.assess.appraisals import history, of_sitting, sitting
from riser.assess.contract import profile_json
from riser.assess.models import Appraisal, Judgement
from riser.assess.queries import profile
from riser.assess.rules.judgement import Harm, Moved
from riser.assess.rules.scale import DM, FM, LM, PM
from riser.assess.tests.judges import MIXED, WHY, appraiser, events, opened
from riser.assess.tests.records import AS_OF, Room, fact
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import Characterisation, RecordRef
from riser.foundation.models import RecordVersion

pytestmark = pytest.mark.django_db


def test_opening_freezes_the_evidence_and_leaves_one_event(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    row = Appraisal.objects.get()
    assert (row.as_of, row.state, row.opened_by_name, row.sponsor) == (AS_OF, "open", "Nora", "Board")
    kept = RecordVersion.objects.get(kind="appraisal", record_id=str(sat.id))
    assert [one["value"] for one in kept.data["practices"]["BUD 2.1"]] == list(MIXED)
    (event,) = events("open appraisal")
    assert (event.actor_name, (event.after or {})["sha256"]) == ("Nora", kept.sha256)


@pytest.mark.parametrize("name", ["Alice", "Bob", "Cleo", "Vera", "system"])
def test_only_an_appraiser_opens_and_judges(cast: Cast, room: Room, name: str) -> None:
    """Not the administrator, and never the system."""
    with pytest.raises(NotPermitted):
        open_appraisal(cast.act(name), as_of=AS_OF)
    sat = opened(cast, room, *MIXED)
    act = cast.act(name)
    attempts = (
        lambda: judge(act, sat.id, practice="BUD 2.1", value=LM, reason=WHY),
        lambda: override(act, sat.id, practice="BUD 2.1", instance="campaign:5", value=LM, reason=WHY),
        lambda: judge_harm(act, sat.id, group="BUD 2", harm=Harm.NO_HARM, reason=WHY),
        lambda: take_back(act, sat.id, 1, reason=WHY),
        lambda: finish_appraisal(act, sat.id),
        lambda: withdraw_appraisal(act, sat.id, reason=WHY),
    )
    for attempt in attempts:
        with pytest.raises(NotPermitted):
            attempt()
    assert not Judgement.objects.exists()


def test_a_second_one_waits_until_the_first_is_closed(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    with pytest.raises(Refused, match="open already"):
        open_appraisal(appraiser(cast), as_of=AS_OF)
    withdraw_appraisal(appraiser(cast), sat.id, reason="Wrong day.")
    assert open_appraisal(appraiser(cast), as_of=AS_OF).is_open


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [({"XYZ": "none"}, "no area “XYZ”"), ({"BUD": "  "}, "BUD: say why")],
)
def test_a_scope_that_is_not_clear_is_refused(
    cast: Cast, room: Room, left_out: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        open_appraisal(appraiser(cast), as_of=AS_OF, left_out=left_out)
    assert sentence in " ".join(map(str, refusal.value.problems))
    assert not Appraisal.objects.exists()


def test_a_day_that_lies_ahead_is_refused(cast: Cast, room: Room) -> None:
    with pytest.raises(Refused, match="lies ahead"):
        open_appraisal(appraiser(cast), as_of=AS_OF + timedelta(days=1))


def test_the_appraised_level_is_null_until_the_last_practice_is_judged(cast: Cast, room: Room) -> None:
    """BUD 2.1 mixed, BUD 2.2 fully, BUD 2.3 attached by nobody: the group is not rated, so level 1."""
    sat = opened(cast, room, *MIXED)
    before = profile(cast.id, AS_OF)
    assert (before.level_appraised, before.undecided) == (None, ("BUD 2.1",))
    judge(appraiser(cast), sat.id, practice="BUD 2.1", value=PM, reason=WHY)
    after = profile(cast.id, AS_OF)
    assert (after.level_appraised, after.undecided) == (1, ())
    assert after.level_indicative == before.level_indicative
    assert after.practices["BUD 2.1"].rating is LM, "the computed rating is not touched"
    shown = profile_json(after)
    assert (shown["level_appraised"], shown["undecided"]) == (1, [])


def test_a_judgement_keeps_what_was_seen_who_and_why(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    made = judge(appraiser(cast), sat.id, practice="BUD 2.1", value=LM, reason=f" {WHY} ")
    assert (made.value, made.reason, made.by_name) == ("LM", WHY, "Nora")
    assert made.basis == {"allowed": ["LM", "PM"], "by_count": "4/5", "by_spend": "4/5"}
    (event,) = events("judge")
    assert event.after == {
        "topic": "rating",
        "practice": "BUD 2.1",
        "value": "LM",
        "reason": WHY,
        "basis": made.basis,
    }


@pytest.mark.parametrize(
    ("practice", "value", "reason", "sentence"),
    [
        ("BUD 2.1", FM, WHY, "FM is not allowed for BUD 2.1: its instances allow LM, PM"),
        ("BUD 2.1", LM, "  ", "Say why"),
        ("BUD 2.1", LM, "x" * 2001, "longer than 2000"),
        ("BUD 2.2", LM, WHY, "Nothing is to be decided for BUD 2.2"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_what_can(
    cast: Cast, room: Room, practice: str, value: Characterisation, reason: str, sentence: str
) -> None:
    room.rate("BUD 2.2", "FM", "FM")
    sat = opened(cast, room, *MIXED)
    with pytest.raises(Refused, match=sentence):
        judge(appraiser(cast), sat.id, practice=practice, value=value, reason=reason)
    assert not Judgement.objects.exists()


def test_what_is_not_in_scope_cannot_be_judged(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    with pytest.raises(NotFound, match="not in the scope"):
        judge(appraiser(cast), sat.id, practice="GOV 2.1", value=LM, reason=WHY)


def test_what_is_recorded_after_it_began_is_left_out_while_it_is_open(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    judge(appraiser(cast), sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    room.rate("BUD 2.1", "DM", "DM", "DM", "DM", "DM")
    found = profile(cast.id, AS_OF)
    assert found.practices["BUD 2.1"].rating is DM, "shown"
    assert found.level_appraised == 1
    assert found.appraised is not None
    assert found.appraised.practices["BUD 2.1"].rating is LM, "and left out"


def test_a_finished_one_lapses_when_a_share_moves_by_five_points(cast: Cast, room: Room) -> None:
    """4 of 5 hold when judged. A sixth that holds makes 5 of 6, 83.3 %: stands. A seventh not: 5 of 7."""
    sat = opened(cast, room, *MIXED)
    judge(appraiser(cast), sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    finish_appraisal(appraiser(cast), sat.id)
    room.rate("BUD 2.1", "FM", *MIXED)
    assert profile(cast.id, AS_OF).level_appraised == 1
    room.rate("BUD 2.1", "DM", "FM", *MIXED)
    found = profile(cast.id, AS_OF)
    assert (found.level_appraised, found.undecided) == (None, ("BUD 2.1",))
    assert found.appraised is not None
    one = found.appraised.practices["BUD 2.1"]
    assert one.why_lapsed == (Moved.BY_COUNT, Moved.BY_SPEND)
    assert one.is_to_be_confirmed
    assert one.rated is not None, "what was judged stays to be seen"


def test_a_finished_one_lapses_when_the_allowed_set_changes(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    judge(appraiser(cast), sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    finish_appraisal(appraiser(cast), sat.id)
    room.rate("BUD 2.1", "FM", "FM", "LM", "FM", "FM")
    found = profile(cast.id, AS_OF)
    assert found.appraised is not None
    assert Moved.ALLOWED in found.appraised.practices["BUD 2.1"].why_lapsed
    assert found.level_appraised is None


def test_what_became_ambiguous_since_waits_for_a_person(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, "FM", "FM", "FM")
    assert finish_appraisal(appraiser(cast), sat.id).state == "finished"
    assert profile(cast.id, AS_OF).level_appraised == 1
    room.rate("BUD 2.1", "FM", "FM", "DM")
    assert profile(cast.id, AS_OF).undecided == ("BUD 2.1",)


def test_an_override_counts_beside_what_was_computed(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    act = appraiser(cast)
    override(act, sat.id, practice="BUD 2.1", instance="campaign:5", value=LM, reason=WHY)
    found = of_sitting(cast.id, sitting(cast.id, sat.id))
    one = found.practices["BUD 2.1"]
    assert one.basis.allowed == (LM,), "the only one that did not hold is called Largely"
    (last,) = (each for each in one.instances if each.seen.id == "campaign:5")
    assert (last.seen.computed, last.value) == (DM, LM)
    assert profile(cast.id, AS_OF).practices["BUD 2.1"].results[-1].value is DM
    (event,) = events("override")
    assert event.after is not None
    assert (event.after["computed"], event.after["value"]) == ("DM", "LM")


def test_an_override_lets_a_judgement_lapse_when_it_changes_what_is_allowed(cast: Cast, room: Room) -> None:
    sat, act = opened(cast, room, *MIXED), appraiser(cast)
    judge(act, sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    override(act, sat.id, practice="BUD 2.1", instance="campaign:5", value=LM, reason=WHY)
    one = of_sitting(cast.id, sitting(cast.id, sat.id)).practices["BUD 2.1"]
    assert Moved.ALLOWED in one.why_lapsed
    assert one.rating is None


@pytest.mark.parametrize(("first", "rating"), [("FM", FM), ("DM", LM)])
def test_an_override_of_a_finished_one_lapses_when_the_instance_is_computed_otherwise_today(
    cast: Cast, room: Room, first: str, rating: Characterisation
) -> None:
    """Where the first one is not met there is a judgement too, taken with the override in mind."""
    sat, act = opened(cast, room, first, "FM", "DM"), appraiser(cast)
    override(act, sat.id, practice="BUD 2.1", instance="campaign:3", value=FM, reason=WHY)
    if first == "DM":
        judge(act, sat.id, practice="BUD 2.1", value=rating, reason=WHY)
    finish_appraisal(act, sat.id)
    before = profile(cast.id, AS_OF).appraised
    assert before is not None
    assert before.practices["BUD 2.1"].rating is rating
    newest = {"campaign:3": fact("PM", critical="Nobody looked.")}
    room.facts["BUD 2.1"] = {**room.facts["BUD 2.1"], **newest}
    found = profile(cast.id, AS_OF).appraised
    assert found is not None
    one = found.practices["BUD 2.1"]
    assert one.instances[-1].why_lapsed == (Moved.COMPUTED,)
    assert (one.rating, one.is_undecided, one.is_to_be_confirmed) == (None, True, first == "DM")
    assert (found.level, found.undecided, found.to_decide) == (None, ("BUD 2.1",), ("BUD 2.1",))
    kept = of_sitting(cast.id, sitting(cast.id, sat.id)).practices["BUD 2.1"]
    assert kept.rating is rating, "what was signed is kept as it was"


def test_an_override_stands_when_the_instance_aged_out(cast: Cast, room: Room) -> None:
    sat, act = opened(cast, room, "FM", "FM", "DM"), appraiser(cast)
    override(act, sat.id, practice="BUD 2.1", instance="campaign:3", value=FM, reason=WHY)
    finish_appraisal(act, sat.id)
    room.rate("BUD 2.1", "FM", "FM")
    found = profile(cast.id, AS_OF).appraised
    assert found is not None
    assert found.practices["BUD 2.1"].rating is FM


@pytest.mark.parametrize(
    ("instance", "value", "error", "sentence"),
    [
        ("campaign:5", DM, Refused, "nothing to override"),
        ("campaign:99", LM, NotFound, "no instance “campaign:99”"),
    ],
)
def test_an_override_of_nothing_is_refused(
    cast: Cast, room: Room, instance: str, value: Characterisation, error: type[Exception], sentence: str
) -> None:
    sat = opened(cast, room, *MIXED)
    with pytest.raises(error, match=sentence):
        override(
            appraiser(cast),
            sat.id,
            practice="BUD 2.1",
            instance=instance,
            value=value,
            reason=WHY,
        )


def test_an_override_leans_on_records_of_the_house_only(cast: Cast, room: Room) -> None:
    sat = opened(cast, room, *MIXED)
    with pytest.raises(NotFound, match="no such record"):
        override(
            appraiser(cast),
            sat.id,
            practice="BUD 2.1",
            instance="campaign:5",
            value=LM,
            reason=WHY,
            record=RecordRef("appraisal", "999999"),
        )
    assert not Judgement.objects.exists()


def test_noted_weaknesses_keep_a_group_from_holding_until_somebody_says_otherwise(
    cast: Cast, room: Room
) -> None:
    """OBJ has one practice at level 2; a critical weakness in one campaign."""
    room.rate("OBJ 2.1", "FM", "FM")
    room.facts["OBJ 2.1"] = {**room.facts["OBJ 2.1"], "campaign:1": fact("FM", critical="One aim for all.")}
    room.rate("BUD 2.1", "FM")
    sat, act = opened(cast, room, "FM", leave="OBJ"), appraiser(cast)
    group = of_sitting(cast.id, sat).groups["OBJ 2"]
    assert (group.noted, group.does_harm) == (("OBJ 2.1|campaign:1",), True)
    assert profile(cast.id, AS_OF).level_appraised == 1
    judge_harm(act, sat.id, group="OBJ 2", harm=Harm.NO_HARM, reason="It carried 61 % for two days.")
    assert not of_sitting(cast.id, sat).groups["OBJ 2"].does_harm
    assert profile(cast.id, AS_OF).level_appraised == 2
    assert events("judge harm")[0].actor_name == "Nora"
    with pytest.raises(NotFound, match="No group “XXX 2”"):
        judge_harm(act, sat.id, group="XXX 2", harm=Harm.HARM, reason=WHY)


def test_a_word_on_harm_lapses_when_another_weakness_is_noted_after_the_end(cast: Cast, room: Room) -> None:
    room.rate("OBJ 2.1", "FM", "FM")
    room.facts["OBJ 2.1"] = {**room.facts["OBJ 2.1"], "campaign:1": fact("FM", critical="One aim for all.")}
    sat, act = opened(cast, room, "FM", leave="OBJ"), appraiser(cast)
    judge_harm(act, sat.id, group="OBJ 2", harm=Harm.NO_HARM, reason="It carried 61 % for two days.")
    finish_appraisal(act, sat.id)
    assert profile(cast.id, AS_OF).level_appraised == 2
    room.facts["OBJ 2.1"] = {**room.facts["OBJ 2.1"], "campaign:2": fact("FM", critical="Here too.")}
    found = profile(cast.id, AS_OF).appraised
    assert found is not None
    group = found.groups["OBJ 2"]
    assert (group.why_lapsed, group.does_harm) == ((Moved.WEAKNESSES,), True)
    assert found.level is None


def test_a_decision_is_taken_back_and_stays_in_the_history(cast: Cast, room: Room) -> None:
    sat, act = opened(cast, room, *MIXED), appraiser(cast)
    first = judge(act, sat.id, practice="BUD 2.1", value=PM, reason="Too few.")
    second = judge(act, sat.id, practice="BUD 2.1", value=LM, reason=WHY)
    with pytest.raises(Refused, match="newer decision"):
        take_back(act, sat.id, first.pk, reason="No.")
    take_back(act, sat.id, second.pk, reason="I had misread a date.")
    found = of_sitting(cast.id, sat)
    assert found.undecided == ("BUD 2.1",)
    assert [(line.value, line.stands) for line in history(sat.id)] == [
        ("", False),
        ("LM", False),
        ("PM", False),
    ]
    (event,) = events("take back")
    assert (event.after or {})["reason"] == "I had misread a date."
    with pytest.raises(NotFound):
        take_back(act, sat.id, 999_999, reason=WHY)
