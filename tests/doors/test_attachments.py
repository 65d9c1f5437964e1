"""Attachments: what is taken, what is refused, who sees it, and that it stays what it was."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from cast import NOW, PASSWORD, Cast
from riser.foundation.actions import add_member
from riser.foundation.attachments import (
    attach_file,
    attach_link,
    attached_to,
    attachments,
    find,
    withdraw,
)
from riser.foundation.attachments.files import content_of
from riser.foundation.attachments.types import ENDINGS, plain_name, type_of
from riser.foundation.commands import attachments as command
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.home import home
from riser.foundation.models import Attachment, AuditEvent
from riser.foundation.roles import Role
from riser.plan.actions import create_campaign
from riser.plan.models import Campaign

ClientOf = Callable[[str], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def campaign(cast: Cast) -> RecordRef:
    """A campaign of Northwind."""
    return RecordRef("campaign", str(create_campaign(cast.act("Cleo"), name="Spring").pk))


def office(*parts: str) -> bytes:
    """A file that is made as Office documents are."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "<x/>")
    return whole.getvalue()


def workbook() -> bytes:
    """A real workbook."""
    whole = io.BytesIO()
    Workbook().save(whole)
    return whole.getvalue()


def stored() -> list[Path]:
    """Every file under the home folder's attachments."""
    return [path for path in (home() / "attachments").rglob("*") if path.is_file()]


def test_a_file_is_kept_by_its_hash_and_the_event_says_so(cast: Cast, campaign: RecordRef) -> None:
    made = attach_file(cast.act("Cleo"), campaign, name="Brief.pdf", content=PDF, note="the brief")
    digest = hashlib.sha256(PDF).hexdigest()
    assert (made.sha256, made.size, made.type, made.by) == (digest, len(PDF), "application/pdf", "Cleo")
    assert content_of(cast.id, digest) == PDF
    event = AuditEvent.objects.get(verb="attach")
    assert event.after is not None
    assert event.after["sha256"] == digest
    assert event.after["record"] == campaign.id


def test_a_link_is_kept_without_being_opened(cast: Cast, campaign: RecordRef) -> None:
    made = attach_link(cast.act("Cleo"), campaign, url=" https://files.example/a/brief?x=1 ")
    assert (made.url, made.name) == ("https://files.example/a/brief?x=1", "files.example/a/brief")
    assert made.sha256 == hashlib.sha256(made.url.encode()).hexdigest()


@pytest.mark.parametrize(
    "url",
    ["", "http://x.example/", "javascript:alert(1)", "https://", "https://u:p@x.example/", "https://[::1",
     "data:text/html,x", "file:///etc/passwd", "//x.example", "https://x.example/a b", "https://x:999999/",
     "https://x.example/\nb", "https://x.example/\x00", "https://x.example/" + "a" * 2000],
)  # fmt: skip
def test_other_addresses_are_refused(cast: Cast, campaign: RecordRef, url: str) -> None:
    with pytest.raises(Refused):
        attach_link(cast.act("Cleo"), campaign, url=url)
    assert not Attachment.objects.exists()


TAKEN = {
    "a.pdf": PDF,
    "a.PNG": PNG,
    "a.xlsx": workbook(),
    "a.docx": office("word/document.xml"),
    "a.csv": "渠道,花费\n搜索,5\n".encode(),
    "a.txt": b"hello",
    "a.json": b"{}",
}
REFUSED = {
    "a page": ("a.html", b"<html><script>alert(1)</script></html>"),
    "a page that says it is text": ("a.txt", b"  \n<script>alert(1)</script>"),
    "a page behind a byte order mark": ("a.txt", b"\xef\xbb\xbf<!DOCTYPE html>"),
    "a drawing with scripts": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a program": ("a.exe", b"MZ\x90\x00"),
    "a program that says it is a picture": ("a.png", b"MZ\x90\x00"),
    "a picture that says it is a page": ("a.html", PNG),
    "a picture that says it is a pdf": ("a.pdf", PNG),
    "a workbook with macros": ("a.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin")),
    "any archive": ("a.docx", office("secret.txt")),
    "half an archive": ("a.docx", office("word/document.xml")[:40]),
    "text that is none": ("a.txt", b"\xff\xfe\x00a"),
    "nothing": ("a.pdf", b""),
    "no ending": ("pdf", PDF),
}


@pytest.mark.parametrize("name", TAKEN)
def test_these_files_are_taken(cast: Cast, campaign: RecordRef, name: str) -> None:
    assert attach_file(cast.act("Cleo"), campaign, name=name, content=TAKEN[name]).size == len(TAKEN[name])


@pytest.mark.parametrize("case", REFUSED)
def test_these_are_refused_with_a_sentence_and_nothing_is_stored(
    cast: Cast, campaign: RecordRef, case: str
) -> None:
    name, content = REFUSED[case]
    with pytest.raises(Refused, match=r"attach a link|is empty"):
        attach_file(cast.act("Cleo"), campaign, name=name, content=content, content_type="image/png")
    assert not Attachment.objects.exists()
    assert stored() == []


def test_a_large_file_is_refused(cast: Cast, campaign: RecordRef) -> None:
    with pytest.raises(Refused, match="20 MB"):
        attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF + b"0" * 20 * 1024 * 1024)


@given(content=st.binary(max_size=300), name=st.text(max_size=40))
def test_whatever_comes_in_is_of_a_known_type_or_refused(content: bytes, name: str) -> None:
    found = type_of(content, name)
    assert found is None or name.lower().endswith(ENDINGS[found])


@given(st.text(max_size=300))
def test_a_name_is_never_a_place_nor_a_header(name: str) -> None:
    shown = plain_name(name)
    assert 0 < len(shown) <= 121
    assert not set(shown) & set("/\\\r\n\x00\u202e")
    assert shown not in {".", ".."}


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "a\r\nSet-Cookie: x.pdf"]
)
def test_the_name_of_a_file_is_no_place(
    cast: Cast, campaign: RecordRef, client_of: ClientOf, name: str
) -> None:
    made = attach_file(cast.act("Cleo"), campaign, name=name, content=PDF)
    [path] = stored()
    assert path.name == made.sha256
    answer = client_of("Cleo").get(reverse("attachment_file", args=[made.id]))
    assert "Set-Cookie" not in answer.headers
    assert ".." not in answer.headers["Content-Disposition"]


def test_a_file_leaves_as_a_download_and_never_as_a_page(
    cast: Cast, campaign: RecordRef, client_of: ClientOf
) -> None:
    made = attach_file(cast.act("Cleo"), campaign, name="素材.csv", content=b"a,b\n")
    answer = client_of("Vera").get(reverse("attachment_file", args=[made.id]))
    assert answer.content == b"a,b\n"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(
    cast: Cast, campaign: RecordRef, client_of: ClientOf
) -> None:
    made = attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF)
    [path] = stored()
    path.write_bytes(b"%PDF-forged")
    answer = client_of("Vera").get(reverse("attachment_file", args=[made.id]))
    assert answer.status_code == 404
    assert "lost or damaged" in answer.content.decode()


def test_the_same_is_not_attached_twice_to_one_record_but_may_be_to_another(
    cast: Cast, campaign: RecordRef
) -> None:
    attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF)
    with pytest.raises(Refused, match="already"):
        attach_file(cast.act("Bob"), campaign, name="b.pdf", content=PDF)
    other = RecordRef("campaign", str(create_campaign(cast.act("Cleo"), name="Summer").pk))
    attach_file(cast.act("Cleo"), other, name="a.pdf", content=PDF)
    assert len(stored()) == 1


def test_the_database_keeps_it_there_once_until_it_is_withdrawn(cast: Cast, campaign: RecordRef) -> None:
    """Of two who press at once, both see that it is not there yet."""
    made = attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF)
    second = Attachment.objects.get(pk=made.id)
    second.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save(force_insert=True)
    withdraw(cast.act("Cleo"), made.id, why="wrong one")
    attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF)
    assert [one.id == made.id for one in attached_to(cast.act("Cleo"), campaign)] == [False]


@pytest.mark.parametrize("kind", ["campaign", "nonsense", "attachment"])
@pytest.mark.parametrize("id_", ["0", "999", "abc", "9" * 30, "", "1\x00", "1 OR 1=1"])
def test_nothing_is_attached_to_what_is_not_there(cast: Cast, kind: str, id_: str) -> None:
    with pytest.raises(NotFound):
        attach_link(cast.act("Cleo"), RecordRef(kind, id_), url="https://x.example/")


def test_nor_to_a_record_of_another_organisation(cast: Cast, campaign: RecordRef) -> None:
    with pytest.raises(NotFound):
        attach_file(cast.act("Mallory"), campaign, name="a.pdf", content=PDF)
    assert stored() == []


def test_who_only_reads_attaches_nothing(cast: Cast, campaign: RecordRef) -> None:
    with pytest.raises(NotPermitted):
        attach_file(cast.act("Vera"), campaign, name="a.pdf", content=PDF)


def test_a_guest_sees_and_attaches_on_own_campaigns_only(cast: Cast, campaign: RecordRef) -> None:
    gus = add_member(
        cast.act("Alice"), email="g@agency.example", role=Role.GUEST, name="Gus", password=PASSWORD
    )
    act = cast.northwind.act("Cleo")
    theirs = type(act)(act.organisation_id, type(act.actor)(gus.pk, "Gus", Role.GUEST), act.face, act.now)
    made = attach_file(act, campaign, name="a.pdf", content=PDF)
    with pytest.raises(NotFound):
        find(theirs, made.id)
    with pytest.raises(NotFound):
        attach_link(theirs, campaign, url="https://x.example/")
    assert attached_to(theirs, campaign) == []
    Campaign.objects.get(pk=campaign.id).guests.add(gus)
    assert find(theirs, made.id).name == "a.pdf"
    attach_link(theirs, campaign, url="https://x.example/")


def test_what_happened_by_a_day_is_what_counts_on_it(cast: Cast, campaign: RecordRef) -> None:
    act = cast.act("Cleo")
    attach_file(act, campaign, name="old.pdf", content=PDF, happened_on=date(2026, 2, 1))
    attach_file(act, campaign, name="new.png", content=PNG)

    def names(day: date, **kind: str) -> list[str]:
        return [one.name for one in attachments(cast.id, as_of=day, **kind)]

    assert names(date(2026, 1, 31)) == []
    assert names(date(2026, 2, 1)) == ["old.pdf"]
    assert names(NOW.date(), kind="campaign") == ["old.pdf", "new.png"]
    assert names(NOW.date(), kind="practice_instance") == []


@pytest.mark.parametrize("day", [date(1969, 1, 1), NOW.date() + timedelta(days=1)])
def test_a_day_that_has_not_been_is_refused(cast: Cast, campaign: RecordRef, day: date) -> None:
    with pytest.raises(Refused):
        attach_link(cast.act("Cleo"), campaign, url="https://x.example/", happened_on=day)


def test_what_was_withdrawn_stays_on_record_and_counts_no_more(cast: Cast, campaign: RecordRef) -> None:
    made = attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(Refused, match="why"):
        withdraw(cast.act("Cleo"), made.id, why=" ")
    gone = withdraw(cast.act("Bob", now=tomorrow), made.id, why="wrong client")
    assert (gone.withdrawn_by, gone.withdrawn_why) == ("Bob", "wrong client")
    assert attachments(cast.id, as_of=tomorrow.date()) == []
    assert len(attachments(cast.id, as_of=NOW.date())) == 1
    assert AuditEvent.objects.get(verb="withdraw attachment").after == {"why": "wrong client"}
    with pytest.raises(Refused, match="already"):
        withdraw(cast.act("Bob", now=tomorrow), made.id, why="again")


def test_another_contributor_does_not_withdraw_it(cast: Cast, campaign: RecordRef) -> None:
    made = attach_file(cast.act("Bob"), campaign, name="a.pdf", content=PDF)
    with pytest.raises(NotPermitted):
        withdraw(cast.act("Cleo"), made.id, why="mine is better")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE foundation_attachment SET sha256 = 'x'", "UPDATE foundation_attachment SET happened_at = NULL",
     "DELETE FROM foundation_attachment"],
)  # fmt: skip
def test_the_database_refuses_to_rewrite_what_was_attached(
    cast: Cast, campaign: RecordRef, statement: str
) -> None:
    attach_file(cast.act("Cleo"), campaign, name="a.pdf", content=PDF)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_form_attaches_and_goes_back(cast: Cast, campaign: RecordRef, client_of: ClientOf) -> None:
    said = {"kind": "campaign", "record": campaign.id, "next": "/plan/?x=1"}
    file = SimpleUploadedFile("a.pdf", PDF)
    answer = client_of("Cleo").post(reverse("attach"), said | {"file": file, "note": "brief"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plan/?x=1")
    page = client_of("Vera").get(reverse("attachment", args=[Attachment.objects.get().pk])).content.decode()
    assert "brief" in page
    assert "Spring" in page


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_the_form_leads_nobody_away(
    cast: Cast, campaign: RecordRef, client_of: ClientOf, target: str
) -> None:
    said = {"kind": "campaign", "record": campaign.id, "next": target, "url": "https://x.example/"}
    answer = client_of("Cleo").post(reverse("attach"), said)
    assert answer.headers["Location"] == reverse("plan_campaign", args=[campaign.id])


@pytest.mark.parametrize(
    "said", [{}, {"url": "http://x.example/"}, {"url": "https://x.example/", "happened_on": "soon"}]
)
def test_a_refused_form_keeps_what_was_typed(
    cast: Cast, campaign: RecordRef, client_of: ClientOf, said: dict[str, str]
) -> None:
    given = {"kind": "campaign", "record": campaign.id, "note": "what it shows"} | said
    answer = client_of("Cleo").post(reverse("attach"), given)
    assert answer.status_code == 422
    assert "what it shows" in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "words", [["add", "campaign", "C40", "https://x.example/"], ["list", "campaign", "C40"]]
)
def test_the_shell_says_that_a_code_is_no_id(cast: Cast, words: list[str]) -> None:
    done = CliRunner().invoke(command, [*words, "--org", "northwind"])
    assert done.exit_code == 2
    assert "“C40” is no id of a record here" in done.output
    assert not Attachment.objects.exists()
