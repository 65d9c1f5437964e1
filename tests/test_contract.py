"""What programs outside may rely on: commands, JSON and exit codes, on a real home by the real command."""

import csv
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from exports import InterfaceExport, google_ads_interface
from services.riser import Installation

pytestmark = pytest.mark.long
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
RATINGS = {"FM", "LM", "PM", "DM", "NY", "NE"}


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> InterfaceExport:
    """One ad export whose sums are known."""
    return google_ads_interface(tmp_path_factory.mktemp("export") / "campaigns.csv", last_day=YESTERDAY)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An empty organisation."""
    installation = Installation(tmp_path_factory.mktemp("empty"))
    installation.run("setup", "--non-interactive")
    return installation


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, export: InterfaceExport) -> Installation:
    """An organisation with that export imported once."""
    installation = Installation(tmp_path_factory.mktemp("loaded"))
    installation.run("setup", "--non-interactive")
    first = import_file(installation, export.path)
    assert first["state"] == "done"
    return installation


def import_file(installation: Installation, path: Path, *options: str, expect: int = 0) -> Any:
    """The answer to an import."""
    return installation.json(
        *("connect", "import", str(path), "--source", "google_ads", "--currency", "USD", *options),
        expect=expect,
    )


def fill(template: Path, **cells: str) -> None:
    """Writes one campaign into a fresh template, as a person would."""
    if template.suffix == ".xlsx":
        book = openpyxl.load_workbook(template)
        sheet = book.worksheets[0]
        columns = {str(cell.value): number for number, cell in enumerate(sheet[1], start=1)}
        for name, value in cells.items():
            sheet.cell(row=2, column=columns[name], value=value)
        book.save(template)
    elif template.suffix == ".csv":
        header = template.read_text("utf-8-sig").splitlines()[0].split(",")
        with template.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, header)
            writer.writeheader()
            writer.writerow(cells)
    else:
        template.write_text(yaml.safe_dump({"campaigns": [cells]}), encoding="utf-8")


def test_setup_is_safe_to_repeat(empty: Installation) -> None:
    empty.run("setup", "--non-interactive")
    assert empty.json("plan", "campaigns") == {"rows": []}


def test_before_setup_a_command_says_what_to_do_first(tmp_path: Path) -> None:
    said = Installation(tmp_path / "fresh").run("plan", "campaigns", expect=2)
    assert "riser setup" in said


def test_an_import_says_what_it_read(empty: Installation, export: InterfaceExport) -> None:
    answer = import_file(empty, export.path)
    assert answer.keys() == {
        *("load", "state", "rows_read", "rows_accepted", "rows_skipped", "rows_rejected"),
        *("rejections", "unchanged"),
    }
    assert (answer["rows_accepted"], answer["rows_rejected"]) == (export.rows, 0)
    assert answer["rows_skipped"] >= export.rows_of_totals
    assert answer["rejections"] == []
    assert answer["unchanged"] is False


def test_the_same_file_again_changes_nothing(loaded: Installation, export: InterfaceExport) -> None:
    assert import_file(loaded, export.path)["unchanged"] is True
    [total] = loaded.json("measure", "totals", "--by", "source")["rows"]
    assert Decimal(total["spend"]) == export.spend


def test_an_unreadable_file_ends_with_2_and_a_sentence(loaded: Installation, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"\x00\x01\x02 not a table")
    loaded.run("connect", "import", str(broken), "--source", "google_ads", expect=2)


def test_a_load_with_a_bad_row_waits_with_1_until_it_is_accepted(
    loaded: Installation, export: InterfaceExport, tmp_path: Path
) -> None:
    before = loaded.json("measure", "totals", "--by", "campaign")
    text = (
        export.path.read_text("utf-16")
        .replace("\t180.25\t", "\tmany\t", 1)
        .replace("\t217.25\t", "\t218.25\t", 1)
    )
    changed = tmp_path / "changed.csv"
    changed.write_text(text, encoding="utf-16")
    waiting = import_file(loaded, changed, expect=1)
    assert waiting["state"] == "waiting"
    [rejected] = waiting["rejections"]
    assert rejected.keys() == {"row", "column", "reason"}
    assert rejected["row"] == 4, "two title lines and the header come before the first row"
    assert loaded.json("measure", "totals", "--by", "campaign") == before, "a waiting load stores nothing"


@pytest.mark.parametrize("by", ["source", "campaign", "day"])
def test_totals_add_up_to_the_file_whichever_way_they_are_cut(
    loaded: Installation, export: InterfaceExport, by: str
) -> None:
    rows = loaded.json("measure", "totals", "--by", by)["rows"]
    assert all(row.keys() >= {by, "impressions", "clicks", "spend", "currency"} for row in rows)
    assert sum(Decimal(row["spend"]) for row in rows) == export.spend
    assert {row["currency"] for row in rows} == {"USD"}


def test_totals_of_a_window_are_part_of_the_whole(loaded: Installation) -> None:
    day = YESTERDAY.isoformat()
    [row] = loaded.json("measure", "totals", "--by", "day", "--from", day, "--to", day)["rows"]
    assert row["day"] == day


@pytest.mark.parametrize("ending", ["xlsx", "csv", "yaml"])
def test_a_filled_template_becomes_a_campaign(loaded: Installation, tmp_path: Path, ending: str) -> None:
    template = tmp_path / f"plan.{ending}"
    loaded.run("plan", "template", str(template))
    fill(template, name=f"Spring by {ending}", owner="Ana", start="2026-03-01", end="2026-03-31", cap="40000")
    loaded.run("plan", "import", str(template))
    rows = loaded.json("plan", "campaigns")["rows"]
    assert f"Spring by {ending}" in {row["name"] for row in rows}
    assert all(row["id"] for row in rows)


def test_the_profile_keeps_its_shape(loaded: Installation) -> None:
    profile = loaded.json("assess", "appraise", "--as-of", YESTERDAY.isoformat())
    assert profile.keys() == {
        *("model", "version", "level_indicative", "level_appraised", "undecided", "areas", "gaps")
    }
    assert profile["model"] == "rmm"
    assert profile["level_indicative"] in range(1, 6)
    assert profile["level_appraised"] is None
    assert len(profile["areas"]) == 22
    for area in profile["areas"]:
        assert area.keys() == {
            *("code", "in_scope", "complete", "stated_level", "evidenced_level", "practices")
        }
        for practice in area["practices"]:
            assert practice.keys() == {"id", "rating", "allowed", "share_met", "instances"}
            assert practice["instances"].keys() == RATINGS
            assert practice["rating"] in RATINGS | {None}


def test_spend_outside_any_plan_has_a_price(loaded: Installation, tmp_path: Path) -> None:
    gaps = loaded.json("assess", "appraise")["gaps"]
    assert all(gap.keys() == {"practice", "prices", "reason"} for gap in gaps)
    prices = [price for gap in gaps for price in gap["prices"] or []]
    assert prices
    for price in prices:
        assert price.keys() == {"class", "amount", "low", "high", "currency", "from", "to"}
        assert price["class"] in {"lost", "at_risk", "uncontrolled"}
    assert "uncontrolled" in {price["class"] for price in prices}


def test_rating_a_file_needs_no_database(tmp_path: Path) -> None:
    file = tmp_path / "instances.json"
    file.write_text(json.dumps({"A": ["FM", "FM", "NY"], "B": ["FM", "PM"], "C": ["NE"]}))
    answer = Installation(tmp_path / "nowhere").json("assess", "rate", str(file))
    assert answer["practices"]["A"] == {"allowed": ["FM"], "judgement": False}
    assert answer["practices"]["B"]["judgement"] is True
    assert set(answer["practices"]["B"]["allowed"]) == {"LM", "PM"}
    assert not (tmp_path / "nowhere").exists()


def test_levels_of_a_file_need_no_database(tmp_path: Path) -> None:
    group = {"level": 2, "significant_weakness": False, "covered": True, "practices": {"P": "FM"}}
    file = tmp_path / "areas.json"
    file.write_text(json.dumps({"areas": [{"code": "OBJ", "applicable": True, "groups": [group]}]}))
    answer = Installation(tmp_path / "nowhere").json("assess", "level", str(file))
    [area] = answer["areas"]
    assert area["groups"] == [{"level": 2, "result": "satisfied"}]
    assert answer.keys() == {"areas", "maturity_level"}


def test_the_demo_is_one_organisation_whose_months_end_yesterday(demo: Installation, tmp_path: Path) -> None:
    again = Installation(tmp_path / "home")
    shutil.copytree(demo.home, again.home)
    again.run("demo", "--no-serve")
    days = [row["day"] for row in again.json("measure", "totals", "--by", "day")["rows"]]
    assert max(days) == YESTERDAY.isoformat(), "no --org was needed: there is one organisation"
    assert date.fromisoformat(min(days)) < YESTERDAY - timedelta(days=240)


@pytest.mark.reference
def test_the_shell_path_of_the_readme_works_on_real_exports(tmp_path: Path, reference_data: Path) -> None:
    home = Installation(tmp_path / "home")
    home.run("setup", "--non-interactive")
    ads = reference_data / "ads"
    google = ads / "google_ads" / "campaign_stats_data.csv"
    linkedin = ads / "linkedin_ads" / "linkedin_ad_analytics_by_campaign_data.csv"
    home.json("connect", "import", str(google), "--source", "google_ads", "--currency", "USD")
    home.json(
        *(
            "connect",
            "import",
            str(linkedin),
            "--source",
            "linkedin_ads",
            "--account",
            "demo",
            "--currency",
            "USD",
        )
    )
    plan = tmp_path / "plan.xlsx"
    home.run("plan", "template", str(plan))
    fill(plan, name="Always on", owner="Ana", start="2021-01-01", end="2021-03-31", cap="200")
    home.run("plan", "import", str(plan))
    totals = {row["source"]: row for row in home.json("measure", "totals", "--by", "source")["rows"]}
    expected = json.loads((ads / "expected_totals.json").read_text())["google_ads_campaign_totals"]
    wanted = dict(zip(expected["columns"], expected["rows"][0], strict=True))
    assert Decimal(totals["google_ads"]["spend"]) == Decimal(wanted["spend"])
    assert str(totals["google_ads"]["clicks"]) == wanted["clicks"]
    assert home.json("assess", "appraise", "--as-of", "2021-03-01")["level_indicative"] == 1


def test_channels_and_links_need_no_home(tmp_path: Path) -> None:
    bare = Installation(tmp_path / "nowhere")
    asked = ("--source", "chatgpt.com", "--medium", "ai-assistant", "--campaign", "(ai-assistant)")
    before = bare.json("connect", "channel", *asked, "--on", "2026-05-12")
    assert before == {"channel": "Unassigned", "rule": "unassigned", "ruleset": "ga4-2023-11-04"}
    after = bare.json("connect", "channel", *asked, "--on", "2026-05-13")
    assert after == {"channel": "AI Assistant", "rule": "ai-assistant", "ruleset": "ga4-2026-05-13"}
    policy, links = tmp_path / "policy.yaml", tmp_path / "links.txt"
    policy.write_text("required: [utm_source, utm_id]\nprohibited: [test]\n")
    links.write_text("https://shop.example/?utm_source=test&utm_medium=email\n")
    page = "https://shop.example/"
    found = bare.json(
        "connect", "lint-url", "--file", str(links), "--policy", str(policy), "--referrer", page
    )
    assert found == [
        {
            "url": "https://shop.example/?utm_source=test&utm_medium=email",
            "channel": "Email",
            "findings": [
                "internal_link_tagged",
                "missing_required:utm_id",
                "prohibited_value:utm_source",
            ],
        }
    ]
    assert not bare.home.exists()
