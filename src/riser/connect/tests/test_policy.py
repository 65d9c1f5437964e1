"""The organisation's own policy of links, at every face, and what holds links against it."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.connect import queries
from riser.connect.actions import set_utm_policy
from riser.connect.channels import default_values
from riser.connect.commands import connect
from riser.foundation import clock
from riser.foundation.errors import NotPermitted, Refused, Stale
from riser.foundation.models import AuditEvent, Organisation, RecordVersion

ClientOf = Callable[[str], Client]
pytestmark = pytest.mark.django_db
LINK = "https://shop.example/?utm_source=tiktok&utm_medium=paid_social&utm_campaign=spring"


def events(cast: Cast) -> int:
    return AuditEvent.objects.filter(organisation_id=cast.id, verb="change utm policy").count()


def test_without_one_of_its_own_an_organisation_has_the_policy_of_the_product(cast: Cast) -> None:
    state = queries.utm_policy(cast.id)
    assert (state.number, dict(state.values)) == (0, dict(default_values()))


def test_a_changed_policy_is_versioned_and_in_the_trail(cast: Cast) -> None:
    act = cast.act("Bob", now=datetime(2026, 3, 1, 9, tzinfo=UTC))
    state = set_utm_policy(act, values={"prohibited": ["test"], "max_length": 50})
    assert (state.number, state.by, state.values["prohibited"], state.values["case"]) == (
        1,
        "Bob",
        ["test"],
        "lower",
    )
    event = AuditEvent.objects.get(organisation_id=cast.id, verb="change utm policy")
    assert (event.before or {})["max_length"] == 100
    assert (event.after or {})["max_length"] == 50
    set_utm_policy(act, values={"max_length": 50})
    assert (events(cast), RecordVersion.objects.filter(kind="utm_policy").count()) == (1, 1)


def test_a_day_is_held_against_the_policy_of_its_time(cast: Cast) -> None:
    set_utm_policy(cast.act("Bob", now=datetime(2026, 3, 10, tzinfo=UTC)), values={"max_length": 50})
    assert queries.link_rules(cast.id, as_of=date(2026, 3, 9)).policy.max_length == 100
    assert queries.link_rules(cast.id, as_of=date(2026, 3, 10)).policy.max_length == 50


@pytest.mark.parametrize("name", ["Vera", "Cleo"])
def test_only_deciders_change_it(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        set_utm_policy(cast.act(name), values={"max_length": 50})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"requierd": ["utm_source"]}, "nobody knows requierd here"),
        ({"max_length": 0}, "too small"),
        ({"case": "upper"}, "is not one of"),
        ({"macros": ["x"]}, "should look like"),
        ({"macros": ["...}"]}, "should look like"),
        ({"macros": ["{..."]}, "should look like"),
        ({"source_aliases": {360: "so"}}, "360 should be of type string"),
        ({}, "holds no policy"),
    ],
)
def test_what_no_policy_can_say_is_refused_and_nothing_is_stored(
    cast: Cast, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_utm_policy(cast.act("Bob"), values=values)
    assert said in " ".join(map(str, refused.value.problems))
    assert events(cast) == 0


def test_who_saves_on_an_old_version_is_told(cast: Cast) -> None:
    set_utm_policy(cast.act("Bob"), values={"max_length": 50}, based_on=0)
    with pytest.raises(Stale, match="Bob has changed the policy meanwhile"):
        set_utm_policy(cast.act("Alice"), values={"max_length": 60}, based_on=0)


def test_who_saves_at_the_same_moment_waits_for_the_organisation_before_reading(cast: Cast) -> None:
    """Else both would read version 0 and both would write version 1."""
    bob = cast.act("Bob")
    with CaptureQueriesContext(connection) as queries_:
        set_utm_policy(bob, values={"max_length": 50}, based_on=0)
    asked = [one["sql"] for one in queries_ if one["sql"].startswith("SELECT")]
    assert 'FROM "foundation_organisation"' in asked[0]
    assert asked[0].endswith("FOR UPDATE") == (connection.vendor == "postgresql")
    assert any("foundation_recordversion" in sql for sql in asked[1:])


def test_the_day_of_a_policy_is_the_one_where_the_organisation_is(cast: Cast) -> None:
    """At 23:30 in UTC on 9 March it is the 10th in Berlin."""
    Organisation.objects.filter(pk=cast.id).update(time_zone="Europe/Berlin")
    set_utm_policy(cast.act("Bob", now=datetime(2026, 3, 9, 23, 30, tzinfo=UTC)), values={"max_length": 50})
    assert queries.link_rules(cast.id, as_of=date(2026, 3, 9)).policy.max_length == 100
    assert queries.link_rules(cast.id, as_of=date(2026, 3, 10)).policy.max_length == 50


def test_the_same_policy_on_many_days_is_made_once(cast: Cast) -> None:
    set_utm_policy(cast.act("Bob", now=datetime(2026, 3, 10, tzinfo=UTC)), values={"max_length": 50})
    history = queries.link_history(cast.id)
    made = {id(history.rules_on(date(2026, 1, 1) + timedelta(days=n))) for n in range(365)}
    assert len(made) == 3  # shipped, own, and own under the channels since 13 May


def test_page_and_rest_go_by_the_day_of_the_organisation_unless_one_is_named(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Berlin it is 13 May already, from when on GA4 knows the channel of assistants; in UTC the 12th."""
    Organisation.objects.filter(pk=cast.id).update(time_zone="Europe/Berlin")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 12, 22, 30, tzinfo=UTC))
    link = "https://shop.example/?utm_source=chatgpt.com&utm_medium=ai-assistant&utm_campaign=a"
    vera = client_of("Vera")

    def channels(on: str) -> set[str]:
        day = {"on": on} if on else {}
        asked = {"source": "chatgpt.com", "medium": "ai-assistant"} | day
        lint = {"urls": [link]} | day
        page = vera.post("/connect/links/", {"urls": link} | day).content.decode()
        shown = vera.get("/connect/channels/", asked).content.decode()
        return {
            vera.get("/api/v1/connect/channel", asked).json()["channel"],
            vera.post("/api/v1/connect/lint", lint, content_type="application/json").json()[0]["channel"],
            page.partition('data-l="Channel"><b class="b">')[2].partition("<")[0],
            shown.partition("This visit belongs to “")[2].partition("”")[0],
        }

    assert channels("") == {"AI Assistant"}
    assert channels("2026-05-12") == {"Unassigned"}


def test_three_faces_keep_the_same_policy(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    wanted = {**default_values(), "prohibited": ["test", "draft"], "source_aliases": {"tt": "tiktok"}}
    form = {name: value for name, value in wanted.items() if isinstance(value, str | int)}
    form |= {name: "\n".join(value) for name, value in wanted.items() if isinstance(value, list)}
    form |= {"source_aliases": "tt = tiktok", "separators": "- _ | ~", "based_on": "0"}
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(wanted))

    def by_web() -> None:
        assert client_of("Bob").post("/connect/policy/", form).status_code == 302

    def by_rest() -> None:
        told = {name: wanted[name] for name in ("prohibited", "source_aliases")}
        answer = client_of("Bob").post("/api/v1/connect/policy", told, content_type="application/json")
        assert (answer.status_code, answer.json()["policy"]["prohibited"]) == (200, ["test", "draft"])

    def by_shell() -> None:
        email = cast.user("Bob").user.email
        done = CliRunner().invoke(connect, ["set-policy", str(file), "--as", email, "--org", "northwind"])
        assert done.exit_code == 0, done.output

    left = []
    for face in (by_web, by_rest, by_shell):
        with transaction.atomic():
            face()
            row = RecordVersion.objects.get(organisation_id=cast.id, kind="utm_policy")
            left.append((row.data, row.author_name, events(cast)))
            transaction.set_rollback(True)
    assert left == [(wanted, "Bob", 1)] * 3


# --- the pages ---------------------------------------------------------------------------------------------


def test_the_page_says_what_is_wrong_and_what_to_do(cast: Cast, client_of: ClientOf) -> None:
    said = {"urls": f"{LINK}\nhttps://shop.example/?utm_source=Google\n\nnonsense"}
    page = client_of("Vera").post("/connect/links/", said).content.decode()
    for words in (
        "2 links have something wrong",
        "capital letters split rows in reports",
        "Write names and values of the parameters in lower case.",
        "utm_medium is missing",
        "this is no address of a page",
        "Paid Social",
    ):
        assert words in page, words


def test_a_file_of_links_comes_back_with_its_findings(cast: Cast, client_of: ClientOf) -> None:
    text = f"Ad;URL\nA;{LINK}\nB;=cmd|x\n"
    said = {"file": SimpleUploadedFile("links.csv", text.encode()), "download": "csv"}
    answer = client_of("Vera").post("/connect/links/", said)
    assert answer["Content-Disposition"] == 'attachment; filename="riser-links.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Link,Channel,Codes,What is wrong,What to do"
    assert lines[1] == f"{LINK},Paid Social,,,"
    assert lines[2].startswith("'=cmd|x,,not_a_url,")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Paste at least one link, or choose a file."),
        ({"urls": "a\n" * 2001}, "The box takes 2000 links at once."),
        ({"urls": "a" * 500_001}, "This is too much text for the box."),
        ({"file": SimpleUploadedFile("big.txt", b"a" * (5 * 2**20 + 1))}, "big.txt is larger than 5 MB."),
        (
            {"urls": LINK, "file": SimpleUploadedFile("huge.txt", b"a" * (6 * 2**20))},
            "huge.txt is larger than 5 MB.",
        ),
        ({"file": SimpleUploadedFile("a.png", b"\x89PNG\x00\x00")}, "a.png cannot be read as UTF-8 text."),
        ({"file": SimpleUploadedFile("many.txt", b"a.b\n" * 50_001)}, "many.txt holds 50001 links"),
        ({"file": SimpleUploadedFile("c.csv", b"url\n\n")}, "c.csv holds no link."),
    ],
)
def test_what_cannot_be_checked_gets_a_sentence(
    cast: Cast, client_of: ClientOf, said: dict[str, Any], sentence: str
) -> None:
    answer = client_of("Vera").post("/connect/links/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_upload_is_stopped_at_the_limit_and_not_kept_to_its_end(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[int] = []
    take = TemporaryFileUploadHandler.receive_data_chunk

    def counting(self: TemporaryFileUploadHandler, raw_data: bytes, start: int) -> Any:
        passed.append(len(raw_data))
        return take(self, raw_data, start)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counting)
    big = SimpleUploadedFile("big.txt", b"https://a.example/\n" * 600_000)
    answer = client_of("Vera").post("/connect/links/", {"file": big})
    assert (answer.status_code, sum(passed) <= 5 * 2**20) == (422, True)
    assert passed


def test_links_are_not_checked_for_a_forged_page(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.user("Vera").user)
    assert browser.post("/connect/links/", {"urls": LINK}).status_code == 403


def test_the_rules_are_shown_with_the_one_that_fired(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("Vera").get("/connect/channels/?source=google&medium=cpc").content.decode()
    assert "This visit belongs to “Paid Search”" in page
    assert page.count("fired</span>") == 1
    assert '<tr id="rule-5" aria-current="true">' in page
    before = client_of("Vera").get("/connect/channels/?on=2026-05-12").content.decode()
    assert "AI Assistant" in page
    assert '<td class="b" data-l="Channel">AI Assistant' not in before
    assert client_of("Vera").get("/connect/channels/?on=soon").status_code == 422


def test_who_may_not_change_the_policy_reads_it(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("Vera").get("/connect/policy/").content.decode()
    assert "fb = facebook" in page
    assert "Keep this policy" not in page
    assert client_of("Cleo").post("/connect/policy/", {"max_length": 1}).status_code == 403


def test_the_policy_page_is_chinese_to_its_last_hint(cast: Cast, client_of: ClientOf) -> None:
    page = client_of("Bob").get("/connect/policy/", headers={"accept-language": "zh-hans"}).content.decode()
    hints = re.findall(r'class="help"[^>]*>([^<]*)<', page)
    assert "每行一个。留空表示不限。" in hints
    assert [hint for hint in hints if "。" not in hint and "：" not in hint] == []


def test_programs_check_links_and_ask_for_channels(cast: Cast, client_of: ClientOf) -> None:
    vera = client_of("Vera")
    answer = vera.get("/api/v1/connect/channel?source=chatgpt.com&medium=ai-assistant&on=2026-05-13")
    assert answer.json() == {"channel": "AI Assistant", "rule": "ai-assistant", "ruleset": "ga4-2026-05-13"}
    asked = {"urls": [LINK, "x"]}
    found = vera.post("/api/v1/connect/lint", asked, content_type="application/json").json()
    assert found == [
        {"url": LINK, "channel": "Paid Social", "findings": []},
        {"url": "x", "channel": None, "findings": ["not_a_url"]},
    ]
