"""Judging and affirming by page, REST and shell: the same is stored, the same people are kept out."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import translation

from cast import NOW, Cast
from riser.assess.appraisals import open_sitting
from riser.assess.byhand import reference
from riser.assess.commands import assess
from riser.assess.models import Affirmation, Appraisal, Judgement
from riser.assess.queries import profile
from riser.assess.tests.judges import MIXED, WHY, appraiser, hire, opened
from riser.assess.tests.records import Room, campaign, fact
from riser.foundation import clock
from riser.foundation.attachments import attach_link
from riser.foundation.roles import Role

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
PRACTICE, INSTANCE = "VER 2.3", "campaign:1"
FACES = ("web", "api", "shell")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The day of the cast; whatever language a page was asked for is left again."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with translation.override("en"):
        yield


@pytest.fixture
def judge_of(cast: Cast, client_of: ClientOf) -> Client:
    """Nora's browser."""
    hire(cast, "Nora", Role.APPRAISER)
    return client_of("Nora")


def shell(*words: str, who: str = "nora") -> Any:
    """What a command prints as JSON."""
    run = CliRunner().invoke(
        assess, [*words, "--json", "--org", "northwind", "--as", f"{who}@northwind.example"]
    )
    assert run.exit_code == 0, run.output
    return json.loads(run.output)


def rest(client: Client, path: str, **said: Any) -> Any:
    """The answer to a POST through the API."""
    answer = client.post(f"/api/v1/assess/{path}", said, content_type="application/json")
    assert answer.status_code in {200, 201}, answer.content
    return answer.json()


def page(client: Client, path: str, **said: Any) -> None:
    """A form sent by a page, and taken."""
    answer = client.post(f"/assess/{path}", said)
    assert answer.status_code == 302, answer.content.decode()


# --- the same by every face --------------------------------------------------------------------------------


@pytest.mark.parametrize("face", FACES)
def test_an_appraisal_is_opened_judged_and_finished_by_every_face(
    cast: Cast, room: Room, judge_of: Client, face: str
) -> None:
    """Every area but BUD and OBJ left out; an override, a judgement, a word on harm; finished."""
    room.rate("BUD 2.1", *MIXED)
    room.rate("OBJ 2.1", "FM", "FM")
    room.facts["OBJ 2.1"] = {**room.facts["OBJ 2.1"], "campaign:1": fact("FM", critical="One aim for all.")}
    left_out = [
        area.area.code
        for area in profile(cast.id, clock.now().date()).areas
        if area.in_scope and area.area.code not in {"BUD", "OBJ"}
    ]
    if face == "web":
        page(judge_of, "appraisals/", as_of="2026-03-02", sponsor="Board", left_out=left_out, why="Not ours.")
        of = f"appraisals/{_open(cast)}/"
        page(judge_of, f"{of}override/BUD-2.1/?instance=campaign:3", value="FM", reason=WHY)
        page(judge_of, f"{of}practice/BUD-2.1/", value="LM", reason=WHY)
        page(judge_of, f"{of}group/OBJ-2/", value="no_harm", reason=WHY)
        page(judge_of, f"{of}finish/")
    elif face == "api":
        given = {"sponsor": "Board", "left_out": dict.fromkeys(left_out, "Not ours.")}
        of = f"appraisals/{rest(judge_of, 'appraisals', as_of='2026-03-02', **given)['id']}/"
        rest(judge_of, f"{of}overrides", practice="BUD 2.1", instance="campaign:3", rating="FM", reason=WHY)
        rest(judge_of, f"{of}judgements", practice="BUD 2.1", rating="LM", reason=WHY)
        rest(judge_of, f"{of}harm", group="OBJ 2", significant_harm=False, reason=WHY)
        rest(judge_of, f"{of}finish")
    else:
        out = [word for code in left_out for word in ("--leave-out", f"{code}=Not ours.")]
        shell("appraisals", "open", "--as-of", "2026-03-02", "--sponsor", "Board", *out)
        shell("override", "BUD 2.1", "campaign:3", "fm", "--reason", WHY)
        shell("judge", "BUD 2.1", "LM", "--reason", WHY)
        shell("harm", "OBJ 2", "--no-harm", "--reason", WHY)
        shell("appraisals", "finish")
    row = Appraisal.objects.get()
    assert (row.state, row.sponsor, row.opened_by_name) == ("finished", "Board", "Nora")
    assert row.left_out == dict.fromkeys(left_out, "Not ours.")
    assert list(
        Judgement.objects.order_by("pk").values_list("topic", "practice", "instance", "group", "value")
    ) == [
        ("instance", "BUD 2.1", "campaign:3", "", "FM"),
        ("rating", "BUD 2.1", "", "", "LM"),
        ("group", "", "", "OBJ 2", "no_harm"),
    ]
    assert set(Judgement.objects.values_list("reason", "by_name")) == {(WHY, "Nora")}


@pytest.mark.parametrize("face", FACES)
def test_a_decision_and_an_appraisal_are_taken_back_by_every_face(
    cast: Cast, room: Room, judge_of: Client, face: str
) -> None:
    sat = opened(cast, room, *MIXED)
    page(judge_of, f"appraisals/{sat.id}/practice/BUD-2.1/", value="LM", reason=WHY)
    decision = Judgement.objects.get().pk
    if face == "web":
        page(judge_of, f"appraisals/{sat.id}/decisions/{decision}/", reason="Misread.")
        page(judge_of, f"appraisals/{sat.id}/withdraw/", reason="Wrong day.")
    elif face == "api":
        rest(judge_of, f"appraisals/{sat.id}/decisions/{decision}/take-back", reason="Misread.")
        rest(judge_of, f"appraisals/{sat.id}/withdraw", reason="Wrong day.")
    else:
        shell("take-back", str(decision), "--reason", "Misread.")
        shell("appraisals", "withdraw", "--reason", "Wrong day.")
    assert list(Judgement.objects.order_by("pk").values_list("value", "reason")) == [
        ("LM", WHY),
        ("", "Misread."),
    ]
    assert Appraisal.objects.get().state == "withdrawn"


@pytest.fixture
def declared(cast: Cast, room: Room) -> Room:
    """Cleo attached a link for one campaign."""
    room.owner = cast.id
    room.instances = [campaign(1), campaign(2)]
    attach_link(cast.act("Cleo"), reference(PRACTICE, INSTANCE), url="https://docs.example/1")
    return room


@pytest.mark.parametrize("face", FACES)
def test_an_affirmation_is_asked_and_given_by_every_face(
    cast: Cast, client_of: ClientOf, declared: Room, face: str
) -> None:
    bob = cast.user("Bob").pk
    if face == "web":
        page(
            client_of("Cleo"),
            f"practice/VER-2.3/ask/?instance={INSTANCE}",
            of=bob,
            question="Were you there?",
        )
        page(client_of("Bob"), f"affirmations/{_asked()}/", answer="yes", comment="I was.")
    elif face == "api":
        about = {"practice": PRACTICE, "instance": INSTANCE}
        rest(client_of("Cleo"), "affirmations", of=bob, question="Were you there?", **about)
        rest(client_of("Bob"), f"affirmations/{_asked()}/answer", answer=True, comment="I was.")
    else:
        of = ("--of", "bob@northwind.example")
        shell("ask-affirmation", PRACTICE, INSTANCE, *of, "--question", "Were you there?", who="cleo")
        shell("affirm", str(_asked()), "--yes", "--comment", "I was.", who="bob")
    row = Affirmation.objects.get()
    assert (row.practice, row.instance, row.of_name, row.asked_by_name) == (PRACTICE, INSTANCE, "Bob", "Cleo")
    assert (row.question, row.answer, row.comment) == ("Were you there?", True, "I was.")


def _open(cast: Cast) -> int:
    sat = open_sitting(cast.id)
    assert sat is not None
    return sat.id


def _asked() -> int:
    return Affirmation.objects.get().pk


# --- pages -------------------------------------------------------------------------------------------------


def test_one_practice_after_another_is_decided_by_keyboard(cast: Cast, room: Room, judge_of: Client) -> None:
    """The first radio has the focus; storing leads to the next that waits, and at last to the appraisal."""
    room.rate("BUD 2.2", *MIXED)
    sat = opened(cast, room, *MIXED)
    first = f"/assess/appraisals/{sat.id}/practice/BUD-2.1/"
    assert first in judge_of.get(f"/assess/appraisals/{sat.id}/").content.decode()
    assert "autofocus" in judge_of.get(first).content.decode()
    second = judge_of.post(first, {"value": "LM", "reason": WHY})
    assert second["Location"] == f"/assess/appraisals/{sat.id}/practice/BUD-2.2/"
    last = judge_of.post(second["Location"], {"value": "PM", "reason": WHY})
    assert last["Location"] == f"/assess/appraisals/{sat.id}/"
    assert "Finish the appraisal" in judge_of.get(last["Location"]).content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"value": "LM", "reason": " "}, "This field is required."),
        ({"value": "FM", "reason": WHY}, "Select a valid choice."),
        ({"reason": WHY}, "This field is required."),
    ],
)
def test_a_form_that_is_not_whole_is_422_and_keeps_what_was_typed(
    cast: Cast, room: Room, judge_of: Client, said: dict[str, str], sentence: str
) -> None:
    sat = opened(cast, room, *MIXED)
    answer = judge_of.post(f"/assess/appraisals/{sat.id}/practice/BUD-2.1/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert said["reason"].strip() in answer.content.decode()
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("name", ["Alice", "Bob", "Cleo", "Vera"])
def test_others_see_everything_and_judge_nothing(
    cast: Cast, room: Room, client_of: ClientOf, name: str
) -> None:
    sat = opened(cast, room, *MIXED)
    client, of = client_of(name), f"/assess/appraisals/{sat.id}/"
    for path in ("", "practice/BUD-2.1/", "override/BUD-2.1/?instance=campaign:5", "group/BUD-2/"):
        seen = client.get(of + path)
        assert seen.status_code == 200, path
        assert 'name="reason"' not in seen.content.decode(), path
        if path:
            assert client.post(of + path, {"value": "LM", "reason": WHY}).status_code == 403, path
    for path in ("finish/", "withdraw/"):
        assert client.post(of + path, {"reason": WHY}).status_code == 403
    assert client.post("/assess/appraisals/", {"as_of": "2026-03-02"}).status_code == 403
    assert not Judgement.objects.exists()


def test_the_practice_page_shows_computed_judged_and_overridden_side_by_side(
    cast: Cast, room: Room, judge_of: Client, client_of: ClientOf
) -> None:
    sat = opened(cast, room, *MIXED)
    page(judge_of, f"appraisals/{sat.id}/override/BUD-2.1/?instance=campaign:3", value="FM", reason="Mended.")
    page(judge_of, f"appraisals/{sat.id}/practice/BUD-2.1/", value="PM", reason=WHY)
    seen = client_of("Vera").get("/assess/practice/BUD-2.1/").content.decode()
    for expected in ("Judged Partly", WHY, "Called Fully, computed Largely", "Mended.", "Largely or Partly"):
        assert expected in seen, expected
    room.rate("BUD 2.1", "FM", "FM", "DM", "DM", "DM")
    judged = client_of("Vera").get("/assess/practice/BUD-2.1/").content.decode()
    assert "to be confirmed" in judged, "the override speaks of something else that was computed"


def test_the_practice_page_leads_an_appraiser_to_where_it_is_decided(
    cast: Cast, room: Room, judge_of: Client, client_of: ClientOf
) -> None:
    there = "/assess/practice/BUD-2.1/"
    before = judge_of.get(there).content.decode()
    assert "Open an appraisal" in before
    sat = opened(cast, room, *MIXED)
    seen = judge_of.get(there).content.decode()
    head = seen[seen.index("<h1") : seen.index("Decide or override it")]
    assert f'href="/assess/appraisals/{sat.id}/practice/BUD-2.1/"' in head
    assert "Decide or override it" not in client_of("Vera").get(there).content.decode()
    assert "Decide or override it" not in judge_of.get("/assess/practice/VER-2.3/").content.decode()


def test_a_practice_can_be_typed_as_it_stands_in_its_address(
    cast: Cast, room: Room, judge_of: Client
) -> None:
    opened(cast, room, *MIXED)
    shell("judge", "bud-2.1", "PM", "--reason", WHY)
    shell("override", "BUD-2.1", "campaign:3", "FM", "--reason", "Mended.")
    assert {row.practice for row in Judgement.objects.all()} == {"BUD 2.1"}
    told = CliRunner().invoke(assess, ["ask-affirmation", "--help"]).output
    assert "campaign:12" in told


def test_what_came_too_late_is_shown_on_the_appraisal(cast: Cast, room: Room, judge_of: Client) -> None:
    sat = opened(cast, room, *MIXED)
    room.rate("BUD 2.1", "FM", "FM", "LM", "FM", "FM")
    seen = judge_of.get(f"/assess/appraisals/{sat.id}/").content.decode()
    assert "Not met → Fully" in seen


def test_the_record_of_a_finished_one_is_what_its_hash_says(cast: Cast, room: Room, judge_of: Client) -> None:
    sat = opened(cast, room, "FM", "FM")
    record = f"/assess/appraisals/{sat.id}/record/"
    assert judge_of.get(record).status_code == 404
    page(judge_of, f"appraisals/{sat.id}/finish/")
    answer = judge_of.get(record)
    assert hashlib.sha256(answer.content).hexdigest() == Appraisal.objects.get().sha256
    assert "attachment" in answer["Content-Disposition"]


def test_a_practice_without_a_source_says_what_to_connect_and_where_to_attach(
    client_of: ClientOf, declared: Room
) -> None:
    cleo = client_of("Cleo")
    seen = cleo.get("/assess/").content.decode()
    assert "Or by hand" in seen
    assert "/assess/practice/VAL-2.3/#attach" in seen
    assert 'id="attach"' in cleo.get("/assess/practice/VER-2.3/").content.decode()
    one = cleo.get("/assess/practice/VER-2.3/instance/?instance=campaign:2").content.decode()
    assert 'enctype="multipart/form-data"' in one
    assert "Ask for an affirmation" not in one, "nothing is declared there yet"
    other = cleo.get(f"/assess/practice/VER-2.3/instance/?instance={INSTANCE}").content.decode()
    assert "Ask for an affirmation" in other


def test_a_colleague_who_cannot_affirm_is_refused_on_the_page(
    cast: Cast, client_of: ClientOf, declared: Room
) -> None:
    path = f"/assess/practice/VER-2.3/ask/?instance={INSTANCE}"
    answer = client_of("Alice").post(path, {"of": cast.user("Cleo").pk})
    assert answer.status_code == 422
    assert "Cleo declared it" in answer.content.decode()
    assert not Affirmation.objects.exists()


def test_only_the_colleague_sees_the_form_and_others_are_kept_out(
    cast: Cast, client_of: ClientOf, declared: Room
) -> None:
    page(client_of("Cleo"), f"practice/VER-2.3/ask/?instance={INSTANCE}", of=cast.user("Bob").pk)
    path = f"/assess/affirmations/{_asked()}/"
    assert 'name="answer"' in client_of("Bob").get(path).content.decode()
    assert 'name="answer"' not in client_of("Alice").get(path).content.decode()
    assert client_of("Alice").post(path, {"answer": "yes"}).status_code == 403
    assert client_of("Mallory").get(path).status_code == 404
    assert client_of("Mallory").post(path, {"answer": "yes"}).status_code == 404
    assert Affirmation.objects.get().answer is None


def test_a_stranger_gets_nothing_of_an_appraisal(cast: Cast, room: Room, client_of: ClientOf) -> None:
    sat = opened(cast, room, *MIXED)
    mallory, of = client_of("Mallory"), f"/assess/appraisals/{sat.id}/"
    for path in ("", "practice/BUD-2.1/", "override/BUD-2.1/?instance=campaign:5", "group/BUD-2/", "record/"):
        assert mallory.get(of + path).status_code == 404
    assert mallory.get(f"/api/v1/assess/appraisals/{sat.id}").status_code == 404
    assert mallory.get("/api/v1/assess/appraisals").json() == []
    assert "Board" not in mallory.get("/assess/appraisals/").content.decode()


@contextmanager
def in_language(client: Client, language: str) -> Iterator[Client]:
    """The browser set to a language."""
    client.cookies["riser_language"] = language
    yield client


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_new_page_opens_in_both_languages(
    cast: Cast, room: Room, client_of: ClientOf, language: str
) -> None:
    sat = opened(cast, room, *MIXED)
    attach_link(cast.act("Cleo"), reference(PRACTICE, INSTANCE), url="https://docs.example/1")
    page(client_of("Cleo"), f"practice/VER-2.3/ask/?instance={INSTANCE}", of=cast.user("Bob").pk)
    nora = client_of("Nora")
    page(nora, f"appraisals/{sat.id}/practice/BUD-2.1/", value="PM", reason=WHY)
    shell("keep")
    pages = (
        "appraisals/",
        f"appraisals/{sat.id}/",
        f"appraisals/{sat.id}/practice/BUD-2.1/",
        f"appraisals/{sat.id}/override/BUD-2.1/?instance=campaign:5",
        f"appraisals/{sat.id}/group/BUD-2/",
        f"appraisals/{sat.id}/decisions/{Judgement.objects.get().pk}/",
        "affirmations/",
        f"affirmations/{_asked()}/",
        f"practice/VER-2.3/instance/?instance={INSTANCE}",
        "history/",
    )
    with in_language(nora, language) as client:
        for path in pages:
            answer = client.get(f"/assess/{path}")
            assert answer.status_code == 200, path
            assert f'lang="{language}"' in answer.content.decode(), path


def test_the_lists_of_the_shell_are_readable(cast: Cast, room: Room, judge_of: Client) -> None:
    opened(cast, room, *MIXED)
    appraiser(cast)
    listed = CliRunner().invoke(assess, ["appraisals", "--org", "northwind"])
    assert (listed.exit_code, "2026-03-02  open" in listed.output) == (0, True), listed.output
    shown = CliRunner().invoke(assess, ["appraisals", "show", "--org", "northwind"])
    assert "A person has to decide: BUD 2.1" in shown.output
    asked = CliRunner().invoke(assess, ["affirmations", "--org", "northwind"])
    assert (asked.exit_code, asked.output) == (0, "")
    system = CliRunner().invoke(assess, ["judge", "BUD 2.1", "LM", "--reason", WHY, "--org", "northwind"])
    assert (system.exit_code, Judgement.objects.count()) == (2, 0), "the system judges nothing"
