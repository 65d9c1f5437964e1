"""Evidence by hand is a declared claim; the word of a second role lifts it, and only that."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cast import NOW, Cast
from riser.assess import library
from riser.assess.actions import affirm, ask_affirmation, submit_answers
from riser.assess.actions.affirming import NOTICE
from riser.assess.affirmations import affirmations
from riser.assess.byhand import reference
from riser.assess.instances import stand_ins
from riser.assess.models import Affirmation
from riser.assess.profile import InstanceResult
from riser.assess.queries import profile
from riser.assess.rules.scale import DM, FM, LM, NE, PM
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.tests.judges import hire
from riser.assess.tests.records import AS_OF, Room, campaign, fact
from riser.assess.waiting import asked_of_me
from riser.foundation.attachments import attach_link, withdraw
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import AuditEvent, Notice
from riser.foundation.roles import Role

pytestmark = pytest.mark.django_db

BY_HAND = "VER 2.3"  # a practice that nothing computes yet
Ask = Callable[..., Affirmation]


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> date:
    """Today is the day of the cast: records show themselves as of today."""
    from riser.foundation import clock

    monkeypatch.setattr(clock, "now", lambda: NOW)
    return AS_OF


def attached(cast: Cast, room: Room, *, who: str = "Cleo", instance: str = "campaign:1") -> None:
    """A link that shows the practice on one campaign."""
    if not room.instances:
        room.instances = [campaign(1), campaign(2)]
    beside = reference(BY_HAND, instance)
    attach_link(cast.act(who), beside, url=f"https://docs.example/{who}/{instance}", note="Checked twice.")


def result(cast: Cast, instance: str = "campaign:1", practice: str = BY_HAND) -> InstanceResult:
    """What is known of the practice on the instance."""
    results = profile(cast.id, AS_OF).practices[practice].results
    return next(one for one in results if one.instance.id == instance)


def asked(cast: Cast, of: str = "Bob", *, by: str = "Cleo", **about: Any) -> Affirmation:
    """Cleo asks Bob about what she attached."""
    about = about or {"practice": BY_HAND, "instance": "campaign:1"}
    return ask_affirmation(cast.act(by), of=cast.user(of).pk, question="Were you there?", **about)


def test_the_practice_used_here_is_computed_by_nothing() -> None:
    assert library.model().practices[BY_HAND].indicator is None


def test_what_is_attached_by_hand_counts_as_partly_at_most(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    claimed, silent = result(cast), result(cast, "campaign:2")
    assert (claimed.fact.value, claimed.value, claimed.fact.provenance) == (FM, PM, Provenance.DECLARED)
    assert "Cleo" in claimed.fact.reason
    assert [ref.kind for ref in claimed.fact.records] == ["attachment"]
    assert (silent.value, silent.fact.records) == (NE, ())


def test_a_withdrawn_attachment_leaves_no_claim(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    id_ = int(result(cast).fact.records[0].id)
    withdraw(cast.act("Cleo"), id_, why="Wrong campaign.")
    assert result(cast).value is NE


def test_what_records_show_is_never_replaced_by_a_claim(cast: Cast, room: Room, day: date) -> None:
    room.rate("BUD 2.1", "DM", "NE")
    for instance in ("campaign:1", "campaign:2"):
        beside = reference("BUD 2.1", instance)
        attach_link(cast.act("Cleo"), beside, url=f"https://docs.example/{instance}")
    assert result(cast, "campaign:1", "BUD 2.1").value is DM
    assert result(cast, "campaign:2", "BUD 2.1").value is PM


def test_a_second_role_lifts_it_to_largely(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    row = asked(cast)
    assert result(cast).value is PM, "asking alone lifts nothing"
    affirm(cast.act("Bob"), row.pk, answer=True, comment="I saw both checks.")
    lifted = result(cast)
    assert (lifted.fact.affirmed, lifted.value) == (True, LM)
    row.refresh_from_db()
    assert (row.answer, row.comment, row.access_role) == (True, "I saw both checks.", "manager")
    verbs = list(AuditEvent.objects.filter(case_kind="affirmation").values_list("verb", "actor_name"))
    assert verbs == [("ask affirmation", "Cleo"), ("affirm", "Bob")]


def test_the_colleague_is_told_and_it_waits_for_them(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    row = asked(cast)
    (notice,) = Notice.objects.filter(kind=NOTICE)
    assert (notice.member_id, notice.url) == (cast.user("Bob").pk, f"/assess/affirmations/{row.pk}/")
    (task,) = asked_of_me(cast.act("Bob"))
    assert "Cleo asks you" in task.text
    assert not asked_of_me(cast.act("Alice"))
    affirm(cast.act("Bob"), row.pk, answer=True)
    assert not asked_of_me(cast.act("Bob"))
    assert Notice.objects.filter(kind=NOTICE, member=cast.user("Cleo")).count() == 1


def test_a_no_is_heard_and_lifts_nothing(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    affirm(cast.act("Bob"), asked(cast).pk, answer=True)
    affirm(cast.act("Alice"), asked(cast, "Alice").pk, answer=False, comment="Nobody looked.")
    assert not result(cast).fact.affirmed
    assert result(cast).value is PM


def test_whoever_attached_it_cannot_affirm_it(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room, who="Bob")
    with pytest.raises(Refused, match="Bob declared it"):
        asked(cast, "Bob")
    attached(cast, room, who="Cleo")
    with pytest.raises(Refused, match="Bob declared it"):
        asked(cast, "Bob")


def test_who_attaches_later_is_no_second_person_any_more(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    affirm(cast.act("Bob"), asked(cast).pk, answer=True)
    assert result(cast).value is LM
    attached(cast, room, who="Bob")
    assert result(cast).value is PM


def test_a_colleague_in_the_same_role_is_no_second_role_until_the_seats_differ(
    cast: Cast, room: Room, day: date
) -> None:
    hire(cast, "Dora", Role.CONTRIBUTOR)
    attached(cast, room)
    with pytest.raises(Refused, match="same role"):
        asked(cast, "Dora")
    submit_answers(cast.act("Cleo"), role=Respondent.SPECIALIST, choices={"GOV 2.1": Choice.LM})
    submit_answers(cast.act("Dora"), role=Respondent.FINANCE, choices={"GOV 2.1": Choice.LM})
    affirm(cast.act("Dora"), asked(cast, "Dora").pk, answer=True)
    assert result(cast).value is LM


def test_only_who_was_asked_answers_and_only_once(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    row = asked(cast)
    with pytest.raises(NotPermitted, match="Only Bob"):
        affirm(cast.act("Alice"), row.pk, answer=True)
    with pytest.raises(NotPermitted):
        affirm(cast.act("system"), row.pk, answer=True)
    affirm(cast.act("Bob"), row.pk, answer=True)
    with pytest.raises(Refused, match="answered already"):
        affirm(cast.act("Bob"), row.pk, answer=False)
    assert [one.answer for one in affirmations(cast.id)] == [True]


def test_nobody_is_asked_twice_at_once(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    asked(cast)
    with pytest.raises(Refused, match="asked this already"):
        asked(cast)
    assert Affirmation.objects.count() == 1


@pytest.mark.parametrize(
    ("about", "error", "sentence"),
    [
        ({"practice": BY_HAND, "instance": "campaign:2"}, Refused, "Nothing is declared"),
        ({"practice": BY_HAND, "instance": "campaign:99"}, NotFound, "rated on: campaign:2, campaign:1"),
        ({"practice": "XYZ 2.1", "instance": "campaign:1"}, NotFound, "no practice “XYZ 2.1”"),
        ({"record": RecordRef("campaign", "77")}, NotFound, "no such record"),
    ],
)
def test_what_is_not_declared_cannot_be_affirmed(
    cast: Cast, room: Room, day: date, about: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    attached(cast, room)
    with pytest.raises(error, match=sentence):
        asked(cast, **about)
    assert not Affirmation.objects.exists()
    assert not Notice.objects.exists()


def test_a_viewer_may_be_asked_and_may_not_ask_and_a_guest_neither(cast: Cast, room: Room, day: date) -> None:
    hire(cast, "Gus", Role.GUEST)
    attached(cast, room)
    with pytest.raises(NotPermitted):
        asked(cast, by="Vera")
    with pytest.raises(NotFound, match="no such colleague"):
        asked(cast, "Gus")
    with pytest.raises(NotFound, match="no such colleague"):
        ask_affirmation(cast.act("Cleo"), of=cast.user("Mallory").pk, practice=BY_HAND, instance="campaign:1")
    affirm(cast.act("Vera"), asked(cast, "Vera").pk, answer=True)
    assert result(cast).value is LM


def test_a_declared_record_is_affirmed_wherever_it_is_evidence(cast: Cast, room: Room, day: date) -> None:
    """The attachment itself stands as the record, behind two practices of two instances."""
    attached(cast, room)
    record = result(cast).fact.records[0]
    room.facts["BUD 2.1"] = {"campaign:2": fact("FM", Provenance.DECLARED, records=(record,))}
    affirm(cast.act("Bob"), asked(cast, record=record).pk, answer=True)
    assert result(cast).value is LM
    assert result(cast, "campaign:2", "BUD 2.1").value is LM


def test_an_affirmation_of_later_is_not_known_before(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    row = asked(cast)
    affirm(cast.act("Bob", now=NOW + timedelta(days=2)), row.pk, answer=True)
    assert result(cast).value is PM
    later = profile(cast.id, AS_OF + timedelta(days=2)).practices[BY_HAND].results
    assert {one.value for one in later if one.instance.id == "campaign:1"} == {LM}


@pytest.mark.parametrize("of_the_record", [False, True])
def test_a_yes_says_nothing_of_what_is_attached_after_it(
    cast: Cast, room: Room, day: date, of_the_record: bool
) -> None:
    attached(cast, room)
    about: dict[str, Any] = {"record": result(cast).fact.records[0]} if of_the_record else {}
    affirm(cast.act("Bob"), asked(cast, **about).pk, answer=True)
    assert result(cast).value is LM
    later, beside = NOW + timedelta(hours=3), reference(BY_HAND, "campaign:1")
    attach_link(cast.act("Cleo", now=later), beside, url="https://docs.example/june")
    assert (result(cast).value, result(cast).fact.affirmed) == (PM, False)
    assert result(cast).fact.reason.endswith(
        "It was affirmed before the newest of it was declared, on 2 Mar 2026. Ask again."
    )
    affirm(cast.act("Bob", now=later + timedelta(hours=1)), asked(cast).pk, answer=True)
    assert result(cast).value is LM
    assert "Ask again" not in result(cast).fact.reason


def test_a_no_stands_whatever_is_attached_after_it(cast: Cast, room: Room, day: date) -> None:
    attached(cast, room)
    affirm(cast.act("Alice"), asked(cast, "Alice").pk, answer=False, comment="Nobody looked.")
    later = NOW + timedelta(hours=3)
    attach_link(
        cast.act("Cleo", now=later), reference(BY_HAND, "campaign:1"), url="https://docs.example/june"
    )
    affirm(cast.act("Bob", now=later), asked(cast).pk, answer=True)
    assert result(cast).value is PM


def test_native_facts_need_nobodys_word(cast: Cast, room: Room, day: date) -> None:
    room.rate("BUD 2.1", "FM")
    assert not result(cast, "campaign:1", "BUD 2.1").fact.affirmed
    with pytest.raises(Refused, match="Nothing is declared"):
        asked(cast, practice="BUD 2.1", instance="campaign:1")


# --- what no room offers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "go_live", "as_of", "names"),
    [
        ("month", date(2026, 1, 20), date(2026, 3, 2), ["month:2026-01", "month:2026-02"]),
        ("month", date(2026, 3, 1), date(2026, 3, 2), ["month:2026-03"]),  # none is over yet
        ("goal-month", date(2026, 2, 1), date(2026, 3, 2), ["goal-month:2026-02"]),
        ("quarter", date(2025, 7, 1), date(2026, 3, 2), ["quarter:2025-Q3", "quarter:2025-Q4"]),
        ("library-quarter", date(2026, 3, 1), date(2026, 3, 2), ["library-quarter:2026-Q1"]),
        ("organisation", date(2026, 1, 1), date(2026, 3, 2), ["organisation:all"]),
        ("change", date(2026, 1, 1), date(2026, 3, 2), ["change:all"]),
        ("month", date(2030, 1, 1), date(2026, 3, 2), ["month:2026-03"]),  # before go-live
    ],
)
def test_kinds_that_no_room_offers_have_stand_ins(
    kind: str, go_live: date, as_of: date, names: list[str]
) -> None:
    assert [one.id for one in stand_ins(kind, go_live, as_of)] == names


def test_a_month_ages_from_its_end_and_no_more_than_a_year_is_asked_for() -> None:
    months = list(stand_ins("month", date(2020, 1, 1), date(2026, 3, 2)))
    assert len(months) == 12
    assert (months[-1].from_day, months[-1].to_day) == (date(2026, 2, 1), date(2026, 2, 28))


def test_a_month_by_hand_is_rated_once_half_of_the_months_have_evidence(
    cast: Cast, room: Room, day: date
) -> None:
    """Go-live in January; January and February are over. One of two is half, which is enough."""
    practice = next(
        one.id for one in library.model().practices.values() if one.instance == "month" and not one.indicator
    )
    before = profile(cast.id, AS_OF).practices[practice]
    assert (before.rating, before.has_no_source, len(before.counting)) == (None, True, 2)
    attach_link(cast.act("Cleo"), reference(practice, "month:2026-02"), url="https://docs.example/february")
    assert profile(cast.id, AS_OF).practices[practice].rating is PM
