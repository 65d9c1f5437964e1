"""Search: finds records of every room in both languages, and nothing that the one who asks may not see."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cast import NOW, PASSWORD, Cast
from riser.assess import library
from riser.connect.actions import import_file
from riser.foundation.actions import add_member
from riser.foundation.attachments import attach_link
from riser.foundation.evidence import RecordRef
from riser.foundation.models import OpenedRecord
from riser.foundation.opened import note
from riser.foundation.roles import Act, Role
from riser.foundation.search import MOST_WORDS, holds, recent, search, words_of
from riser.plan.actions import create_campaign, create_objective
from riser.plan.models import Campaign
from security.northwind import export

ClientOf = Callable[[str], Client]


def titles(act: Act, text: str, kind: str = "") -> list[str]:
    """What was found, by title."""
    return [hit.title for group in search(act, text, kinds=(kind,) if kind else ()) for hit in group.hits]


def test_records_of_several_rooms_are_found_by_kind(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Alice")
    made = create_campaign(act, name="Spring Orchid")
    create_objective(act, name="Sell orchids", metric="orders")
    attach_link(act, RecordRef("campaign", str(made.pk)), url="https://x.example/orchid")
    import_file(act, export(tmp_path / "orchid.csv", campaign="orchid_search_de", spend="5.00"))
    found = {group.kind: [hit.title for hit in group.hits] for group in search(act, "ORCHID")}
    assert found["campaign"] == ["Spring Orchid"]
    assert found["objective"] == ["Sell orchids"]
    assert found["attachment"] == ["x.example/orchid"]
    assert found["load"] == ["orchid.csv"]
    assert found["platform_campaign"] == ["orchid_search_de"]


def test_every_word_has_to_stand_in_the_record(cast: Cast) -> None:
    create_campaign(cast.act("Alice"), name="Spring Orchid", owner="Bob")
    create_campaign(cast.act("Alice"), name="Spring Tulip")
    assert titles(cast.act("Alice"), "spring orchid", "campaign") == ["Spring Orchid"]
    assert titles(cast.act("Alice"), "orchid bob", "campaign") == ["Spring Orchid"]
    assert titles(cast.act("Alice"), "orchid tulip", "campaign") == []


def test_chinese_is_found(cast: Cast) -> None:
    create_campaign(cast.act("Alice"), name="春季花园促销")
    assert titles(cast.act("Alice"), "花园", "campaign") == ["春季花园促销"]


def test_members_are_found_by_name_and_address(cast: Cast) -> None:
    assert titles(cast.act("Vera"), "cleo", "member") == ["Cleo"]
    assert titles(cast.act("Vera"), "bob@northwind", "member") == ["Bob"]
    assert titles(cast.act("Vera"), "mallory", "member") == []


@pytest.mark.parametrize("shown", ["en", "zh-hans"])
def test_practices_are_found_in_both_languages_whichever_is_shown(client_of: ClientOf, shown: str) -> None:
    statement = library.model().practices["REQ 2.1"].statement
    vera, found = client_of("Vera"), reverse("assess_practice", args=["REQ-2.1"])
    vera.cookies["riser_language"] = shown
    for words in ("req 2.1", statement.en[:40], statement.zh[:8]):
        page = vera.get(reverse("search"), {"q": words, "kind": "practice"}).content.decode()
        assert f'href="{found}"' in page, words


WILD = ["%", "_", "%%", "100%", "\\", "'", '"', "' OR 1=1 --", "*", "a_b", "é"]


@pytest.mark.parametrize("words", WILD)
def test_signs_of_the_database_are_letters_like_others(cast: Cast, words: str) -> None:
    create_campaign(cast.act("Alice"), name="Plain name")
    create_campaign(cast.act("Alice"), name=f"With {words} inside")
    found = titles(cast.act("Alice"), words, "campaign")
    assert found == [f"With {words} inside"]


@pytest.mark.parametrize(
    "words", ["", " ", "\x00", "\n\t", "<script>alert(1)</script>", "x" * 5000, "a " * 500]
)
def test_hostile_words_are_answered(client_of: ClientOf, cast: Cast, words: str) -> None:
    answer = client_of("Vera").get(reverse("search"), {"q": words})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@given(st.text(max_size=400))
def test_words_are_few_and_hold_nothing_a_database_cannot(text: str) -> None:
    words = words_of(text)
    assert len(words) <= MOST_WORDS
    assert not any("\x00" in word or not word for word in words)
    assert not words or holds(text, text)


def test_nothing_of_another_organisation_is_found(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    act = cast.act("Alice")
    made = create_campaign(act, name="Secret Orchid")
    create_objective(act, name="Secret aim", metric="orders")
    attach_link(act, RecordRef("campaign", str(made.pk)), url="https://secret.example/")
    import_file(act, export(tmp_path / "secret.csv", campaign="Secret Orchid", spend="5.00"))
    assert search(cast.act("Mallory"), "secret") == []
    assert search(cast.act("Mallory"), "northwind") == []
    page = client_of("Mallory").get(reverse("search"), {"q": "secret"}).content.decode()
    assert "Orchid" not in page


def test_a_guest_finds_their_own_campaigns_and_nobody_of_the_house(cast: Cast) -> None:
    gus = add_member(
        cast.act("Alice"), email="g@agency.example", role=Role.GUEST, name="Gus", password=PASSWORD
    )
    act = cast.act("Alice")
    guest = type(act)(act.organisation_id, type(act.actor)(gus.pk, "Gus", Role.GUEST), act.face, act.now)
    own = create_campaign(act, name="Orchid with the agency")
    create_campaign(act, name="Orchid without")
    Campaign.objects.get(pk=own.pk).guests.add(gus)
    assert titles(guest, "orchid") == ["Orchid with the agency"]
    assert titles(guest, "cleo") == []


def test_more_of_one_kind_is_a_link_away(cast: Cast, client_of: ClientOf) -> None:
    for number in range(12):
        create_campaign(cast.act("Alice"), name=f"Orchid {number:02}")
    vera = client_of("Vera")
    assert vera.get(reverse("search"), {"q": "orchid"}).content.decode().count("Orchid ") == 8
    page = vera.get(reverse("search"), {"q": "orchid", "kind": "campaign"}).content.decode()
    assert page.count("Orchid ") == 12


def test_what_was_opened_last_comes_first(cast: Cast, client_of: ClientOf) -> None:
    act, vera = cast.act("Alice"), client_of("Vera")
    made = [create_campaign(act, name=name) for name in ("One", "Two", "Three")]
    for campaign in (made[0], made[1], made[0]):
        assert vera.get(reverse("plan_campaign", args=[campaign.pk])).status_code == 200
    assert [hit.title for hit in recent(cast.act("Vera"))] == ["One", "Two"]
    assert OpenedRecord.objects.count() == 2
    assert recent(cast.act("Bob")) == []
    assert "One" in vera.get(reverse("search")).content.decode()


def test_a_page_that_is_opened_again_writes_nothing_for_a_minute(cast: Cast) -> None:
    record = RecordRef("campaign", "1")
    vera = cast.user("Vera").pk
    note(vera, record, now=NOW)
    with CaptureQueriesContext(connection) as queries:
        note(vera, record, now=NOW + timedelta(seconds=50))
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"]
    note(vera, record, now=NOW + timedelta(seconds=70))
    assert OpenedRecord.objects.get().opened_at == NOW + timedelta(seconds=70)


def test_a_page_opens_while_the_database_takes_no_write(cast: Cast, client_of: ClientOf) -> None:
    made = create_campaign(cast.act("Alice"), name="One")
    vera, path = client_of("Vera"), reverse("plan_campaign", args=[made.pk])
    vera.get(path)
    OpenedRecord.objects.all().delete()
    with connection.execute_wrapper(busy):
        page = vera.get(path)
    assert page.status_code == 200
    assert "One" in page.content.decode()
    assert not OpenedRecord.objects.exists()


def busy(execute: Callable[..., object], sql: str, *rest: object) -> object:
    """What SQLite says to a write while another one takes too long."""
    if sql.startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("database is locked")
    return execute(sql, *rest)


def test_a_page_that_is_refused_is_not_remembered(cast: Cast, client_of: ClientOf) -> None:
    made = create_campaign(cast.act("Alice"), name="One")
    assert client_of("Mallory").get(reverse("plan_campaign", args=[made.pk])).status_code == 404
    assert not OpenedRecord.objects.exists()


def test_the_search_asks_the_database_the_same_number_of_questions_however_much_there_is(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            search(cast.act("Vera"), "orchid")
        return len(queries)

    create_campaign(cast.act("Alice"), name="Orchid 0", start=date(2026, 1, 1))
    before = asked()
    for number in range(1, 9):
        create_campaign(cast.act("Alice"), name=f"Orchid {number}", start=date(2026, 1, 1))
    assert asked() == before
