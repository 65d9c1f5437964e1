"""Who is told what, in which language, in the app and by mail."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cast import NOW, Cast
from riser.foundation import jobs
from riser.foundation.actions import deactivate_member
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.jobs.tests.kinds import Clock, do_next
from riser.foundation.models import AuditEvent, Job, Notice, Organisation
from riser.foundation.notices import notify
from riser.foundation.notices.actions import mark_all_read, mark_read
from riser.foundation.notices.choices import Ways, choose, own_choice
from riser.foundation.notices.queries import own_notices, unread_count
from riser.foundation.notices.telling import take_as_told
from riser.foundation.registries import NoticeKind, notices

TEXT = "Bob sent the plan of Orchid back."


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """A kind that is mailed unless switched off, and one that is not."""
    notices._entries |= {"test.loud": NoticeKind("Loud"), "test.quiet": NoticeKind("Quiet", by_mail=False)}
    yield
    for name in ("test.loud", "test.quiet"):
        del notices._entries[name]


def tell(cast: Cast, *names: str, kind: str = "test.loud", text: Any = TEXT, by: str = "Bob") -> list[int]:
    """Tells these members something that Bob did."""
    return notify(
        cast.act(by),
        kind=kind,
        to=[cast.user(name).pk for name in names],
        text=text,
        url="/plan/",
        record=RecordRef("campaign", "7"),
    )


def everything_done() -> None:
    """Lets the worker send what is to be sent."""
    while do_next(Clock()):
        pass


def test_a_member_is_told_in_the_app_and_by_mail(cast: Cast) -> None:
    [number] = tell(cast, "Cleo")
    row = Notice.objects.get(pk=number)
    assert (row.text, row.url, row.record_kind, row.record_id) == (TEXT, "/plan/", "campaign", "7")
    assert (row.created_at, row.read_at, row.mailed_at) == (NOW, None, None)
    assert mail.outbox == []
    everything_done()
    [message] = mail.outbox
    assert message.to == ["cleo@northwind.example"]
    assert message.subject == f"[Northwind] {TEXT}"
    assert message.body.startswith(f"{TEXT}\n\nhttp://127.0.0.1:8000/plan/\n")
    assert "http://127.0.0.1:8000/notices/choices/" in message.body
    assert type(message) is mail.EmailMessage  # plain text, no HTML beside it
    assert message.extra_headers["Message-ID"] == f"<notice-{number}@127.0.0.1>"
    row.refresh_from_db()
    assert row.mailed_at == NOW
    assert Job.objects.get().outcome == "1 message sent."


def test_nobody_is_told_of_what_was_rolled_back(cast: Cast) -> None:
    with transaction.atomic():
        tell(cast, "Cleo")
        transaction.set_rollback(True)
    everything_done()
    assert not Notice.objects.exists()
    assert not Job.objects.exists()
    assert mail.outbox == []


def test_a_kind_that_no_room_registered_is_no_notice(cast: Cast) -> None:
    with pytest.raises(LookupError):
        tell(cast, "Cleo", kind="test.unknown")


def test_only_active_members_of_the_organisation_are_told(cast: Cast) -> None:
    deactivate_member(cast.act("Alice"), member_id=cast.user("Vera").pk)
    tell(cast, "Cleo", "Cleo", "Vera", "Mallory")
    assert [row.member_id for row in Notice.objects.all()] == [cast.user("Cleo").pk]


def test_who_left_since_gets_no_mail(cast: Cast) -> None:
    tell(cast, "Cleo", "Vera")
    deactivate_member(cast.act("Alice"), member_id=cast.user("Vera").pk)
    everything_done()
    assert [message.to for message in mail.outbox] == [["cleo@northwind.example"]]


def test_the_mail_goes_out_although_who_acted_left(cast: Cast) -> None:
    tell(cast, "Cleo", by="Bob")
    deactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    everything_done()
    assert len(mail.outbox) == 1


def test_a_notice_is_read_in_the_language_in_which_one_reads(cast: Cast) -> None:
    tell(cast, "Cleo", text=format_lazy("{}: Orchid", gettext_lazy("Settings")))
    tell(cast, "Cleo", text=lambda: _("Settings"))
    for language, said in (("en", ["Settings", "Settings: Orchid"]), ("zh-hans", ["设置", "设置: Orchid"])):
        with override(language):
            assert [one.text for one in own_notices(cast.act("Cleo"))] == said


def test_an_older_notice_stands_there_as_it_was_said_then(cast: Cast) -> None:
    tell(cast, "Cleo", text=lambda: _("Settings"))
    Notice.objects.update(says={})
    with override("zh-hans"):
        assert [one.text for one in own_notices(cast.act("Cleo"))] == ["Settings"]


def test_mail_comes_in_the_language_that_one_chose_for_it(cast: Cast) -> None:
    choose(cast.act("Vera"), language="zh-hans", kinds={})
    tell(cast, "Cleo", "Vera", text=format_lazy("{}: Orchid", gettext_lazy("Settings")))
    tell(cast, "Cleo", "Vera", text=lambda: _("Settings"))
    everything_done()
    told = [(message.to[0].partition("@")[0], message.subject) for message in mail.outbox]
    assert sorted(told) == [
        ("cleo", "[Northwind] Settings"),
        ("cleo", "[Northwind] Settings: Orchid"),
        ("vera", "[Northwind] 设置"),
        ("vera", "[Northwind] 设置: Orchid"),
    ]
    bodies = [message.body for message in mail.outbox if message.to == ["vera@northwind.example"]]
    assert len(bodies) == 2
    assert all("您收到此邮件，因为您是 Riser 中“Northwind”的成员。" in body for body in bodies)


def test_the_language_is_the_organisations_until_one_chooses(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.id).update(language="zh-hans")
    tell(cast, "Cleo", text=lambda: _("Settings"))
    assert Notice.objects.get().text == "设置", "what the mail says"


def test_each_way_is_switched_off_by_kind(cast: Cast) -> None:
    choose(cast.act("Cleo"), language="", kinds={"test.loud": Ways(app=True, mail=False)})
    choose(cast.act("Vera"), language="", kinds={"test.loud": Ways(app=False, mail=True)})
    choose(cast.act("Alice"), language="", kinds={"test.loud": Ways(app=False, mail=False)})
    assert len(tell(cast, "Cleo", "Vera", "Alice")) == 2
    everything_done()
    assert [message.to for message in mail.outbox] == [["vera@northwind.example"]]
    assert [unread_count(cast.act(name)) for name in ("Cleo", "Vera", "Alice")] == [1, 0, 0]
    tell(cast, "Cleo", "Vera", "Alice", kind="test.quiet")
    everything_done()
    assert len(mail.outbox) == 1
    assert [unread_count(cast.act(name)) for name in ("Cleo", "Vera", "Alice")] == [2, 1, 1]


def test_a_choice_keeps_what_it_does_not_name_and_leaves_an_event(cast: Cast) -> None:
    choose(cast.act("Cleo"), language="", kinds={"test.loud": Ways(app=False, mail=False)})
    choose(cast.act("Cleo"), language="en", kinds={"test.quiet": Ways(app=True, mail=True)})
    choice = own_choice(cast.act("Cleo"))
    assert choice.ways("test.loud") == Ways(app=False, mail=False)
    assert choice.ways("test.quiet") == Ways(app=True, mail=True)
    assert AuditEvent.objects.filter(verb="choose notices", actor_name="Cleo").count() == 2


def test_a_choice_that_makes_no_sense_is_refused(cast: Cast) -> None:
    odd: list[tuple[str, dict[str, Ways]]] = [("xx", {}), ("", {"nope": Ways(True, True)})]
    for language, kinds in odd:
        with pytest.raises(Refused, match="There is no"):
            choose(cast.act("Cleo"), language=language, kinds=kinds)
    with pytest.raises(NotPermitted):
        choose(cast.act("system"), language="", kinds={})
    assert not AuditEvent.objects.filter(verb="choose notices").exists()


def test_notices_are_read_one_by_one_or_all_at_once(cast: Cast) -> None:
    first, _second, _third = (tell(cast, "Cleo")[0] for _ in range(3))
    assert mark_read(cast.act("Cleo"), first) == "/plan/"
    assert [one.is_read for one in own_notices(cast.act("Cleo"))] == [False, False, True]
    assert mark_all_read(cast.act("Cleo")) == 2
    assert unread_count(cast.act("Cleo")) == 0


def test_nobody_reads_the_notices_of_somebody_else(cast: Cast) -> None:
    [number] = tell(cast, "Cleo")
    for name in ("Alice", "Mallory", "system"):
        with pytest.raises(NotFound):
            mark_read(cast.act(name), number)
        assert own_notices(cast.act(name)) == []
    assert unread_count(cast.act("Cleo")) == 1


class Moody(EmailBackend):
    """A mail server that refuses one address until it is told better."""

    refused = {"cleo@northwind.example"}

    def send_messages(self, messages: Any) -> int:
        if any(set(message.to) & self.refused for message in messages):
            raise ConnectionRefusedError
        return super().send_messages(messages)


def test_an_address_that_is_refused_is_tried_again_and_the_others_get_one_mail(
    cast: Cast, settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    clock = Clock()
    tell(cast, "Cleo", "Vera")
    do_next(clock)
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("queued", 1)
    assert "cleo@northwind.example: ConnectionRefusedError" in job.progress_text
    Moody.refused.clear()
    clock.pass_by(timedelta(minutes=5))
    do_next(clock)
    assert [message.to[0] for message in mail.outbox] == ["vera@northwind.example", "cleo@northwind.example"]
    assert jobs.state(cast.id, job.pk).outcome == "1 message sent."


def test_mail_that_never_goes_out_is_not_told_by_mail(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    Moody.refused.add("cleo@northwind.example")
    clock = Clock()
    tell(cast, "Cleo")
    for _attempt in range(6):
        do_next(clock)
        clock.pass_by(timedelta(hours=1))
    assert Job.objects.get().state == "failed"
    assert Notice.objects.count() == 1
    assert [state.kind for state in jobs.failed_jobs(cast.act("Alice"))] == ["foundation.mail"]


def test_the_people_of_a_demo_get_no_mail(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    """They do not exist, but their addresses may."""
    Organisation.objects.filter(pk=cast.id).update(is_demo=True)
    tell(cast, "Cleo")
    everything_done()
    assert mail.outbox == []
    assert TEXT in capsys.readouterr().out


def test_a_text_with_line_breaks_cannot_add_headers(cast: Cast) -> None:
    tell(cast, "Cleo", text="Hello\nBcc: everybody@example.com")
    everything_done()
    assert mail.outbox[0].subject == "[Northwind] Hello Bcc: everybody@example.com"
    assert mail.outbox[0].recipients() == ["cleo@northwind.example"]


def test_a_history_that_was_made_up_is_mailed_to_nobody(cast: Cast) -> None:
    [old] = tell(cast, "Cleo")
    notify(cast.act("Mallory"), kind="test.loud", to=[cast.user("Mallory").pk], text="Mine.")
    take_as_told(cast.id, before=NOW + timedelta(days=1))
    everything_done()
    assert [message.to for message in mail.outbox] == [["mallory@contoso.example"]]
    row = Notice.objects.get(pk=old)
    assert (row.mailed_at, row.read_at) == (NOW, NOW)
