"""Pages, REST and shell: they show the same profile, store the same answers, and keep strangers out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.assess import library
from riser.assess.checks import indicators_are_computed
from riser.assess.commands import assess
from riser.assess.models import FitnessAnswer, StatedAnswer, Submission
from riser.assess.tests.records import AS_OF, Room, campaign, charge, fact
from riser.foundation.models import AuditEvent
from riser.plan import actions as plan

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
PAGES = (
    "/assess/",
    "/assess/?show=way",
    "/assess/?show=gap",
    "/assess/area/BUD/",
    "/assess/area/RSK/",
    "/assess/practice/BUD-2.2/",
    "/assess/practice/VER-2.3/",
    "/assess/practice/VER-2.3/instance/?instance=campaign:1",
    "/assess/history/",
    "/assess/appraisals/",
    "/assess/affirmations/",
    "/assess/prices/uncontrolled/",
    "/assess/prices/lost/",
    "/assess/fitness/",
    "/assess/answers/",
    "/assess/answers/?role=manager",
)
DAY = f"as_of={AS_OF}"


@pytest.fixture
def filled(cast: Cast, room: Room) -> Room:
    """Northwind's five campaigns, one of which broke its cap, and spend outside any plan."""
    room.owner = cast.id
    room.rate("BUD 2.2", "FM", "FM", "DM", "NY", "NE")
    room.rate("PLN 2.1", "FM", "LM", "DM", "FM", "FM")
    room.facts["BUD 2.2"] = {
        **room.facts["BUD 2.2"],
        "campaign:3": fact("DM", critical="It ran at twice the cap."),
    }
    room.charges = [
        charge(
            "plan", 150, ("google_ads/77/c9/2026-01-05", 100, 100), ("google_ads/77/c9/2026-01-06", 50, 50)
        ),
        charge("cap", 70, ("google_ads/77/c3/2026-02-05", 70, 90)),
    ]
    return room


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages(
    client_of: ClientOf, filled: Room, page: str, language: str
) -> None:
    answer = client_of("Vera").get(
        page, {"as_of": str(AS_OF)} | dict_of(page), headers={"accept-language": language}
    )
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()


def dict_of(page: str) -> dict[str, str]:
    """The parameters that stand in the address already."""
    query = page.partition("?")[2]
    return dict(pair.split("=") for pair in query.split("&") if pair)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_sees_only_her_own_empty_organisation(
    client_of: ClientOf, filled: Room, page: str
) -> None:
    seen = client_of("Mallory").get(page, {"as_of": str(AS_OF)} | dict_of(page)).content.decode()
    for secret in ("Northwind", "Campaign 3", "It ran at twice the cap.", "google_ads/77", "€220", "€70"):
        assert secret not in seen, secret


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, page: str) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]


@pytest.mark.parametrize("page", ["/assess/area/XXX/", "/assess/practice/BUD-9.9/", "/assess/prices/free/"])
def test_what_the_model_does_not_have_is_404_with_a_sentence(
    client_of: ClientOf, room: Room, page: str
) -> None:
    assert client_of("Bob").get(page).status_code == 404


def test_the_profile_says_the_finding_and_opens_every_figure(client_of: ClientOf, filled: Room) -> None:
    page = client_of("Bob").get(f"/assess/?{DAY}").content.decode()
    assert "Your records show level 1." in page
    assert f"/assess/area/BUD/?{DAY}#level-2" in page, "a cell keeps the day that was chosen"
    assert f"/assess/prices/uncontrolled/?{DAY}" in page
    assert "€220" in page, "the union of 150 outside any plan and 70 above the cap"


def test_a_practice_opens_to_its_instances_with_reason_and_why(client_of: ClientOf, filled: Room) -> None:
    page = client_of("Bob").get(f"/assess/practice/BUD-2.2/?{DAY}").content.decode()
    for expected in (
        "Campaign 3",
        "Because of FM.",
        "Critical weakness",
        "It ran at twice the cap.",
        "66.7 %",
    ):
        assert expected in page, expected
    assert "Largely or Partly" in page


def test_a_price_opens_to_the_campaign_days_behind_it(client_of: ClientOf, filled: Room) -> None:
    page = client_of("Bob").get(f"/assess/prices/uncontrolled/?{DAY}").content.decode()
    for expected in (
        "€220.00",
        "outside any plan",
        "above the cap",
        "google_ads/77/c9",
        "5 Jan 2026",
        "€90.00",
    ):
        assert expected in page, expected


def test_names_are_escaped(client_of: ClientOf, room: Room) -> None:
    room.instances = [campaign(1)]
    room.facts["BUD 2.1"] = {"campaign:1": fact("DM", critical="<script>alert(1)</script>")}
    assert "<script>alert(1)" not in client_of("Bob").get(f"/assess/practice/BUD-2.1/?{DAY}").content.decode()


def test_the_three_faces_store_the_same_answers(
    cast: Cast, client_of: ClientOf, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = client_of("Bob").post("/assess/answers/", {"role": "manager", "GOV 2.1": "LM", "OBJ 2.1": ""})
    assert web.status_code == 302
    api = client_of("Cleo").post(
        "/api/v1/assess/answers",
        json.dumps({"role": "manager", "answers": {"GOV 2.1": "LM"}}),
        content_type="application/json",
    )
    assert api.status_code == 201, api.content
    path = tmp_path / "answers.yaml"
    path.write_text("respondents: [{respondent: Tom, role: manager, answers: {GOV 2.1: most}}]")
    cli = CliRunner().invoke(assess, ["answer", str(path), "--org", "northwind", "--json"])
    assert cli.exit_code == 0, cli.output
    stored = StatedAnswer.objects.order_by("pk").values_list("submission__role", "practice", "choice")
    assert list(stored) == [("manager", "GOV 2.1", "LM")] * 3
    faces = AuditEvent.objects.filter(case_kind="submission").order_by("pk").values_list("face", flat=True)
    assert list(faces) == ["web", "api", "cli"]


def test_the_fitness_test_is_one_page_and_one_submit_and_names_the_missing_record(
    client_of: ClientOf, room: Room
) -> None:
    client = client_of("Vera")
    conditions = {one.id: "yes" for one in library.fitness().conditions} | {"F2.4": "no", "F4.3": "dont_know"}
    answer = client.post("/assess/fitness/", {"role": "analyst", **conditions}, follow=True)
    page = answer.content.decode()
    assert FitnessAnswer.objects.count() == 15
    assert "2 of four questions are a yes." in page
    missing = next(one for one in library.fitness().conditions if one.id == "F2.4")
    assert missing.record.en in page
    assert 'value="dont_know"' in page


def test_a_guest_answers_and_sees_neither_profile_nor_verdict(
    cast: Cast, client_of: ClientOf, filled: Room
) -> None:
    member = cast.user("Vera")
    member.role = "guest"
    member.save()
    client = client_of("Vera")
    page = client.post("/assess/fitness/", {"role": "agency", "F2.2": "no"}, follow=True).content.decode()
    assert FitnessAnswer.objects.count() == 1
    assert 'id="verdict"' not in page
    assert "Your records say" not in page
    assert client.get("/assess/").status_code == 403
    assert client.get("/api/v1/assess/fitness").status_code == 403
    stored = client.post("/assess/answers/", {"role": "manager", "GOV 2.1": "LM"}, follow=True)
    assert stored.redirect_chain == [("/assess/answers/", 302)]


def test_an_answer_that_does_not_exist_is_422_and_nothing_is_stored(client_of: ClientOf, room: Room) -> None:
    client = client_of("Bob")
    assert client.post("/assess/fitness/", {"role": "analyst", "F1.1": "maybe"}).status_code == 422
    assert client.post("/assess/answers/", {"role": "manager", "GOV 2.1": "XX"}).status_code == 422
    assert client.post("/assess/answers/", {"role": "manager"}).status_code == 422
    assert client.get("/assess/answers/?role=king").status_code == 422
    bad = client.post(
        "/api/v1/assess/answers",
        json.dumps({"role": "manager", "answers": {"NOT 1.1": "LM"}}),
        content_type="application/json",
    )
    assert bad.status_code == 422
    assert "Nothing was stored" in bad.json()["detail"]
    assert not Submission.objects.exists()


def test_a_seat_is_asked_only_what_it_sees(client_of: ClientOf, room: Room) -> None:
    page = client_of("Bob").get("/assess/answers/?role=finance").content.decode()
    practices = library.model().practices.values()
    asked = [one for one in practices if any(question.role == "finance" for question in one.questions)]
    assert asked
    assert page.count("<fieldset") == len(asked)


def test_shell_and_rest_print_the_same_profile(cast: Cast, client_of: ClientOf, filled: Room) -> None:
    cli = CliRunner().invoke(assess, ["appraise", "--as-of", str(AS_OF), "--json", "--org", "northwind"])
    assert cli.exit_code == 0, cli.output
    api = client_of("Bob").get(f"/api/v1/assess/profile?{DAY}")
    assert json.loads(cli.output) == api.json()
    assert api.json()["level_indicative"] == 1
    words = CliRunner().invoke(assess, ["appraise", "--as-of", str(AS_OF), "--org", "northwind"])
    assert words.exit_code == 0
    assert "BUD 2.2" in words.output


def test_rest_tells_the_fitness_verdicts(client_of: ClientOf, room: Room) -> None:
    found = client_of("Bob").get("/api/v1/assess/fitness").json()
    assert [len(question["conditions"]) for question in found["questions"]] == [4, 4, 3, 4]
    assert found["questions"][0]["reply"] is None


def test_kept_ratings_from_the_shell(cast: Cast, filled: Room) -> None:
    first = CliRunner().invoke(assess, ["keep", "--org", "northwind"])
    assert first.exit_code == 0, first.output
    assert CliRunner().invoke(assess, ["keep", "--org", "northwind"]).output == "0 ratings changed.\n"


def test_the_profile_page_asks_the_database_a_fixed_number_of_times(client_of: ClientOf, room: Room) -> None:
    client = client_of("Bob")
    room.rate("BUD 2.2", "FM")
    client.get(f"/assess/?{DAY}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/assess/?{DAY}")
    room.rate("BUD 2.2", *["FM", "DM", "LM"] * 30)
    with CaptureQueriesContext(connection) as many:
        client.get(f"/assess/?{DAY}")
    assert len(many) == len(few)


def test_every_indicator_of_the_model_is_computed_by_some_room() -> None:
    assert indicators_are_computed() == []


def test_the_fitness_test_is_a_step_of_the_first_run_until_it_is_answered(
    cast: Cast, client_of: ClientOf, room: Room
) -> None:
    bob = client_of("Bob")
    assert 'class="steps"' not in bob.get("/assess/fitness/").content.decode(), "there is no plan yet"
    plan.create_campaign(cast.act("Bob"), name="Spring")
    assert 'class="steps"' in bob.get("/assess/fitness/").content.decode()
    bob.post("/assess/fitness/", {"role": "manager", "F1.1": "yes"})
    assert 'class="steps"' not in bob.get("/assess/fitness/").content.decode()
