"""Two units beside each other: what is compared, what is not, and that the units add up to the whole."""

import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from riser.assess.beside import By, Part, cell, of_unit, two_days, two_units
from riser.assess.commands import assess
from riser.assess.documents import Form, asked, make
from riser.assess.queries import profile
from riser.assess.rules.scale import DM, FM, PM
from riser.assess.rules.units import Said, Standing
from riser.assess.tests.records import AS_OF, Room, campaign, fact
from riser.assess.tests.test_documents import text_of
from riser.assess.units import beside, units
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import Characterisation, Instance, RecordRef
from riser.plan import actions as plan

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONTH = Instance("goal-month:2026-02", "goal-month", "February 2026", to_day=AS_OF)
WEB = f"/assess/compare/units/?compare=North&against=South&as_of={AS_OF}"


@pytest.fixture
def regions(cast: Cast, room: Room) -> Room:
    """Four campaigns in North, three in South, one in East, one without a unit; plans with these names.

    BUD 2.1: North FM, FM, FM, FM; South DM, DM, FM; East DM; without a unit FM. PLN 2.1 says something of two
    in South.
    """
    room.owner = cast.id
    named = ["North"] * 4 + ["South"] * 3 + ["East", ""]
    act = cast.act("Cleo", now=NOON)
    for number, unit in enumerate(named):
        made = plan.create_campaign(act, name=f"Campaign {number}", unit=unit)
        one = campaign(made.pk, age=number + 2)
        room.instances.append(replace(one, record=RecordRef("campaign", str(made.pk))))
    codes = ["FM", "FM", "FM", "FM", "DM", "DM", "FM", "DM", "FM"]
    room.facts["BUD 2.1"] = {one.id: fact(code) for one, code in zip(room.instances, codes, strict=True)}
    room.facts["PLN 2.1"] = {one.id: fact("FM") for one in [*room.instances[:4], *room.instances[4:6]]}
    return room


def test_each_unit_is_rated_on_its_own_campaigns(cast: Cast, regions: Room) -> None:
    """North: four of four hold, FM. South: one of three, PM. All nine: six hold, 67 %, PM."""
    found = beside(cast.id, AS_OF, "North", "South")
    assert (found.left.parts["BUD 2.1"].rating, found.right.parts["BUD 2.1"].rating) == (FM, PM)
    assert found.differing == ("BUD 2.1",)
    assert (found.left.instances, found.left.spend) == (4, {"EUR": Decimal(400)})
    whole = beside(cast.id, AS_OF, "north").right
    assert (whole.unit, whole.parts["BUD 2.1"].rating, whole.parts["BUD 2.1"].said.due) == (None, PM, 9)


def test_too_few_instances_are_not_rated_and_their_number_is_told(
    cast: Cast, client_of: ClientOf, regions: Room
) -> None:
    found = beside(cast.id, AS_OF, "North", "South")
    south = found.right.parts["PLN 2.1"]
    assert (south.said.standing, south.rating, south.said.due) == (Standing.TOO_FEW, None, 2)
    assert found.too_few == ("PLN 2.1",)
    page = client_of("Bob").get(WEB).content.decode()
    assert "Not evaluated: 2 due instances, 3 are needed" in page


def test_a_cell_tells_how_many_of_its_practices_could_not_be_rated(cast: Cast, regions: Room) -> None:
    """Of a level with two practices one is met in full and one has too few instances: 1/2, not a plain FM."""
    found = beside(cast.id, AS_OF, "North", "South")
    area = next(one.area for one in found.profile.areas if len(one.area.at(2)) >= 3)
    first, second, third, *others = (one.id for one in area.at(2))
    parts = {
        first: Part(Said(Standing.RATED, FM, 3), {}),
        second: Part(Said(Standing.TOO_FEW, None, 2), {}),
        **{id_: Part(Said(Standing.SHARED, None, 0), {}) for id_ in (third, *others)},
    }
    shown = cell(replace(found.left, parts=parts), area, 2)
    assert (shown.rating, shown.met, shown.of) == (FM, 1, 2)


def test_what_is_rated_on_no_campaign_is_shared_and_not_compared(cast: Cast, regions: Room) -> None:
    whole = profile(cast.id, AS_OF)
    ids = [
        id_ for id_, one in whole.practices.items() if one.practice.instance not in ("campaign", "programme")
    ]
    found = beside(cast.id, AS_OF, "North", "South")
    assert ids
    assert set(found.shared) == set(ids)
    assert all(found.left.parts[id_].rating is None for id_ in ids)


def test_a_record_that_hangs_on_a_campaign_belongs_to_its_unit(cast: Cast, regions: Room) -> None:
    """Requirements are rated on their own; each belongs to the unit of its campaign."""
    from riser.plan.queries import units as of_records

    made = plan.create_campaign(cast.act("Cleo", now=NOON), name="With a bound", unit="North")
    row = plan.add_requirement(
        cast.act("Cleo", now=NOON), campaign_id=made.pk, metric="CPA", operator="<=", bound=Decimal(30)
    )
    assert of_records(cast.id, AS_OF)[RecordRef("requirement", str(row.pk))] == "North"


def test_a_unit_counts_from_the_day_on_which_it_was_named(cast: Cast, regions: Room) -> None:
    assert [one.name for one in units(cast.id, AS_OF)] == ["East", "North", "South", ""]
    assert units(cast.id, AS_OF - timedelta(days=9)) == []


@pytest.mark.parametrize(
    ("compare", "against", "sentence"),
    [
        ("West", "", "There is no unit “West”. There are: East, North, South."),
        ("North", "west", "There is no unit “west”."),
        ("North", "north", "“North” is the same unit on both sides."),
        ("2026-02-01", "North", "Leave “against” out."),
        ("1066-01-01", "", "is no day"),
    ],
)
def test_what_cannot_be_compared_is_said_by_every_face(
    cast: Cast, client_of: ClientOf, regions: Room, compare: str, against: str, sentence: str
) -> None:
    with pytest.raises((NotFound, Refused)):
        beside(cast.id, AS_OF, compare, against)
    query = {"compare": compare, "against": against, "as_of": str(AS_OF)}
    for address in ("/assess/compare/units/", "/api/v1/assess/profile", "/assess/reports/profile.pdf"):
        answer = client_of("Bob").get(address, query)
        assert answer.status_code in (404, 422)
        assert sentence in (answer.json()["detail"] if "api" in address else answer.content.decode())
    words = ["appraise", "--compare", compare, "--against", against, "--as-of", str(AS_OF)]
    run = CliRunner().invoke(assess, [*words, "--org", "northwind"])
    assert run.exit_code == 2
    assert sentence in run.output


def test_half_a_question_is_refused(client_of: ClientOf, regions: Room) -> None:
    answer = client_of("Bob").get("/api/v1/assess/profile?against=North")
    assert answer.status_code == 422
    assert "needs “compare”" in answer.json()["detail"]
    page = client_of("Bob").get("/assess/compare/units/?against=North")
    assert page.status_code == 422
    assert "needs “compare”" in page.content.decode()


def test_a_day_where_units_are_compared_leads_to_the_page_of_two_days(
    client_of: ClientOf, regions: Room
) -> None:
    answer = client_of("Bob").get(f"/assess/compare/units/?compare=2026-02-01&as_of={AS_OF}")
    assert answer["Location"] == f"/assess/compare/?from=2026-02-01&to={AS_OF}"


@pytest.mark.parametrize("said", ["", "?compare=&against="])
def test_where_nothing_is_asked_the_two_largest_units_stand_side_by_side(
    client_of: ClientOf, regions: Room, said: str
) -> None:
    page = client_of("Bob").get(f"/assess/compare/units/{said}")
    assert page.status_code == 200
    assert "North" in page.content.decode()


def test_a_cell_leads_to_the_instances_of_its_own_side(client_of: ClientOf, regions: Room) -> None:
    bob = client_of("Bob")
    whole = bob.get(f"/assess/practice/BUD-2.1/?as_of={AS_OF}")
    south = bob.get(f"/assess/practice/BUD-2.1/?as_of={AS_OF}&unit=south")
    lines = {line.result.instance.id for line in south.context["page"].lines}
    assert lines == {one.id for one in regions.instances[4:7]}
    assert len(whole.context["page"].lines) == 9
    assert "Only those of “South”: 3 of 9." in south.content.decode()
    assert f'href="/assess/practice/BUD-2.1/?as_of={AS_OF}"' in south.content.decode(), "and back to all"
    strange = bob.get(f"/assess/practice/BUD-2.1/?as_of={AS_OF}&unit=Nowhere")
    assert strange.status_code == 404
    assert "There are: East, North, South." in strange.content.decode()


def test_shell_rest_and_report_tell_the_same(cast: Cast, client_of: ClientOf, regions: Room) -> None:
    words = ["--compare", "North", "--against", "South", "--as-of", str(AS_OF), "--org", "northwind"]
    run = CliRunner().invoke(assess, ["appraise", *words, "--json"])
    assert run.exit_code == 0, run.output
    query = f"compare=North&against=South&as_of={AS_OF}"
    api = client_of("Bob").get(f"/api/v1/assess/profile?{query}").json()
    file = client_of("Bob").get(f"/assess/reports/profile.json?{query}").json()
    assert json.loads(run.output) == api == {name: file[name] for name in api}
    told = {one["id"]: one for one in api["comparison"]["practices"]}
    assert told["BUD 2.1"]["left"]["rating"] == "FM"
    assert told["PLN 2.1"]["right"] == {
        "rating": None,
        "standing": "too_few",
        "due": 2,
        "instances": {"FM": 2, "LM": 0, "PM": 0, "DM": 0, "NY": 0, "NE": 0},
    }
    lines = CliRunner().invoke(assess, ["appraise", *words]).output
    assert "BUD 2.1   Fully | Partly" in lines
    assert "comparison" not in client_of("Bob").get("/api/v1/assess/profile").json()


def test_units_are_listed_alike_by_shell_and_rest(client_of: ClientOf, regions: Room) -> None:
    run = CliRunner().invoke(assess, ["units", "--as-of", str(AS_OF), "--json", "--org", "northwind"])
    api = client_of("Bob").get(f"/api/v1/assess/units?as_of={AS_OF}").json()
    assert json.loads(run.output)["rows"] == api
    assert api[1:] == [
        {"unit": "North", "campaigns": 4},
        {"unit": "South", "campaigns": 3},
        {"unit": None, "campaigns": 1},
    ]


def test_the_page_shows_both_units_in_one_heat_map_and_carries_them_into_the_files(
    client_of: ClientOf, regions: Room
) -> None:
    page = client_of("Bob").get(WEB).content.decode()
    assert "North and South: 1 of 1 practice is rated differently." in page
    assert "BUD North: " in page, "each half says aloud whose it is"
    for unit in ("North", "South"):
        assert f"/assess/practice/BUD-2.1/?as_of={AS_OF}&amp;unit={unit}" in page
    query = f"as_of={AS_OF}&amp;compare=North&amp;against=South"
    for form in ("pdf", "png", "docx", "xlsx", "json"):
        assert f"/assess/reports/profile.{form}?{query}" in page
    assert "1 campaign names no unit" in page


def test_without_a_word_the_two_largest_units_stand_beside_each_other(
    client_of: ClientOf, regions: Room
) -> None:
    page = client_of("Bob").get(f"/assess/compare/units/?as_of={AS_OF}").context["beside"]
    assert page.names == "North | South"


def test_where_no_campaign_names_a_unit_the_page_says_how_to(client_of: ClientOf, room: Room) -> None:
    page = client_of("Bob").get("/assess/compare/units/").content.decode()
    assert "No units yet" in page
    assert "/plan/" in page


def test_the_profile_leads_to_the_units_by_its_own_address(client_of: ClientOf, regions: Room) -> None:
    answer = client_of("Bob").get(f"/assess/?as_of={AS_OF}&compare=North&against=South")
    assert answer["Location"] == f"/assess/compare/units/?as_of={AS_OF}&compare=North&against=South"


def test_the_comparison_of_units_asks_a_fixed_number_of_times(client_of: ClientOf, regions: Room) -> None:
    client = client_of("Bob")
    client.get(WEB)
    with CaptureQueriesContext(connection) as few:
        client.get(WEB)
    regions.rate("BUD 2.1", *["DM"] * 9, *["FM"] * 60)
    with CaptureQueriesContext(connection) as many:
        client.get(WEB)
    assert len(many) == len(few)


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX, Form.XLSX])
@pytest.mark.parametrize(
    ("language", "title", "few"),
    [
        ("en", "North and South: 1 of 1 practice is rated differently.", "2 due instances, 3 are needed"),
        (
            "zh-hans",
            "North 与 South：两边都有评级的 1 项实践中，1 项评级不同。",
            "到期实例 2 个，至少需要 3 个",
        ),
    ],
)
def test_the_report_holds_the_comparison_in_both_languages(
    cast: Cast, regions: Room, form: Form, language: str, title: str, few: str
) -> None:
    wanted = asked("profile", form, as_of=AS_OF, language=language, compare="North", against="South")
    content = make(cast.id, wanted, now=NOON).content
    text = text_of(content, form)
    if form is Form.XLSX:
        name = {"en": "Comparison", "zh-hans": "对比"}[language]
        sheet = openpyxl.load_workbook(io.BytesIO(content))[name]
        row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "BUD 2.1")
        assert (row[3], row[5]) == (4, 3), "due instances are numbers"
        assert few in text
    else:
        assert title.replace(" ", "") in text.replace(" ", "")
        assert text_of(make(cast.id, replace(wanted, compare="", against=""), now=NOON).content, form) != text


def test_the_report_of_two_days_holds_both_days(cast: Cast, regions: Room) -> None:
    before = AS_OF - timedelta(days=5)
    found = beside(cast.id, AS_OF, before.isoformat())
    assert (found.by, found.left.as_of, found.right.as_of) == (By.DAYS, before, AS_OF)
    assert found.right.parts["BUD 2.1"].rating is profile(cast.id, AS_OF).practices["BUD 2.1"].rating
    wanted = asked("profile", "docx", as_of=AS_OF, compare=before.isoformat())
    assert "Practices that hold" in text_of(make(cast.id, wanted, now=NOON).content, Form.DOCX)


def test_the_board_report_takes_no_unit() -> None:
    with pytest.raises(Refused, match="write since"):
        asked("board", "pdf", as_of=AS_OF, compare="North")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(Characterisation), st.sampled_from(["North", "South", "", None])),
        min_size=1,
        max_size=14,
    )
)
def test_the_units_add_up_to_the_whole(
    cast: Cast, room: Room, found: list[tuple[Characterisation, str | None]]
) -> None:
    """Every counting instance is of one unit, of no unit, or of no campaign (None): none twice, none lost."""
    room.instances = [campaign(number, age=number + 1) for number in range(len(found))]
    room.facts["BUD 2.1"] = {
        one.id: fact(code) for one, (code, _unit) in zip(room.instances, found, strict=True)
    }
    belongs = {
        one.id: unit for one, (_code, unit) in zip(room.instances, found, strict=True) if unit is not None
    }
    whole = profile(cast.id, AS_OF)
    one = whole.practices["BUD 2.1"]
    parts = [of_unit(whole, belongs, unit).parts["BUD 2.1"].tally for unit in ("North", "South", "")]
    outside = Counter(each.value for each in one.counting if each.instance.id not in belongs)
    for code in Characterisation:
        assert sum(tally[code] for tally in parts) + outside[code] == one.tally[code]
    spend = sum(
        (of_unit(whole, belongs, unit).spend.get("EUR", Decimal(0)) for unit in ("North", "South", "")),
        Decimal(0),
    )
    assert spend <= of_unit(whole, belongs, None).spend.get("EUR", Decimal(0))


def test_a_unit_that_holds_everything_is_the_whole(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM", "LM", "DM", "DM")
    whole = profile(cast.id, AS_OF)
    mine = {one.id: "North" for one in room.instances}
    found = two_units(whole, mine, "North", None)
    assert found.left.parts["BUD 2.1"] == found.right.parts["BUD 2.1"]
    assert found.differing == ()
    assert found.left.spend == found.right.spend
    assert two_days(whole, whole).differing == ()


def test_one_bad_region_is_seen_where_the_whole_hides_it(cast: Cast, room: Room) -> None:
    """Twelve hold and three do not: the whole is LM at 80 %, the region of the three is DM."""
    room.rate("BUD 2.1", *["FM"] * 12, *["DM"] * 3)
    mine = {one.id: "North" if number < 12 else "South" for number, one in enumerate(room.instances)}
    found = two_units(profile(cast.id, AS_OF), mine, "South", None)
    assert (found.left.parts["BUD 2.1"].rating, found.right.parts["BUD 2.1"].rating) == (
        DM,
        Characterisation.LM,
    )
