"""A mapping of one's own reads a file that Riser does not know, and goes with the load for good."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file, preview_undo, redo_load, undo_load
from riser.connect.commands import connect
from riser.connect.intake.drafted import _text, draft_mapping
from riser.connect.mappings import ad_platforms
from riser.connect.models import Load
from riser.connect.rules.drafting import draft
from riser.connect.tests.making import NOW
from riser.connect.tests.test_faces import ClientOf, shell, upload
from riser.foundation.errors import Refused

OWN = """\
source: pigeon_post
name: Pigeon Post
kind: ad_platform
shapes:
  - id: daily
    title: {en: "Pigeons by day", zh: "每天的信鸽"}
    proof: sample
    level: campaign
    numbers: plain
    columns:
      account: {names: [Loft]}
      campaign_name: {names: [Flight], required: true}
      day: {names: [Flown on], required: true}
      spend: {names: [Grain, Corn], required: true}
      currency: {names: [Coin]}
    channel: {otherwise: other}
"""
FLOWN = (
    "Loft,Flight,Flown on,Grain,Coin\nnorth,spring,2026-02-01,4.25,EUR\nnorth,autumn,2026-02-02,1.75,EUR\n"
)


@pytest.fixture
def flown(tmp_path: Path) -> Path:
    """An export of a platform that nobody has heard of."""
    path = tmp_path / "pigeons.csv"
    path.write_text(FLOWN)
    return path


def spend(cast: Cast) -> Decimal:
    """All spend in the lake."""
    return sum((total.spend or Decimal(0) for total in queries.totals(cast.id, by="day")), Decimal(0))


def test_a_file_that_nobody_knows_is_read_by_the_mapping_that_comes_along(
    cast: Cast, flown: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="is not recognised"):
        import_file(cast.act("Cleo", now=NOW), flown)
    mapping = tmp_path / "own.yaml"
    mapping.write_text(OWN)
    told = shell("import", str(flown), "--mapping", str(mapping), "--json")
    assert told.exit_code == 0, told.output
    assert Load.objects.get().source == "pigeon_post"
    assert spend(cast) == 6
    assert shell("preview", str(flown), "--mapping", str(mapping)).exit_code == 0


def test_its_load_is_undone_and_stored_again_without_the_mapping_at_hand(cast: Cast, flown: Path) -> None:
    load = import_file(cast.act("Cleo", now=NOW), flown, mapping=OWN)
    later = cast.act("Cleo", now=NOW + timedelta(days=1))
    undo_load(later, load.id, based_on=preview_undo(later, load.id).based_on)
    assert spend(cast) == 0
    assert redo_load(later, load.id).state == "done"
    assert spend(cast) == 6


def test_an_undone_neighbour_is_replayed_by_its_own_mapping(cast: Cast, flown: Path, tmp_path: Path) -> None:
    import_file(cast.act("Cleo", now=NOW), flown, mapping=OWN)
    newer = tmp_path / "newer.csv"
    newer.write_text(FLOWN.replace("4.25", "9.25"))
    later = cast.act("Cleo", now=NOW + timedelta(days=1))
    second = import_file(later, newer, mapping=OWN)
    assert spend(cast) == 11
    undo_load(later, second.id, based_on=preview_undo(later, second.id).based_on)
    assert spend(cast) == 6


def test_the_rest_face_takes_it_as_text(cast: Cast, client_of: ClientOf, flown: Path) -> None:
    answer = client_of("Cleo").post("/api/v1/connect/imports", {"file": upload(flown), "mapping": OWN})
    assert answer.status_code == 200, answer.content
    assert answer.json()["source"] == "pigeon_post"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (OWN.replace("Coin]}", "Coin]}\n      spend: {names: [Oats]}"), "line 16: “spend” stands twice"),
        (OWN.replace("[Flown on]", "[]"), "shapes[0].columns.day.names"),
        (OWN.replace("level: campaign", "level: flock"), "shapes[0].level"),
        (OWN.replace("ad_platform", "crm"), "mapping.yaml"),
        (OWN.replace("source: pigeon_post", "source: Pigeon' Post"), "mapping.yaml, source"),
        (OWN + "  : [", "this is no readable YAML"),
        ("just words", "holds no mapping"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_with_its_place(
    cast: Cast, flown: Path, text: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        import_file(cast.act("Cleo", now=NOW), flown, mapping=text)
    assert sentence in str(refused.value)
    assert not Load.objects.exists()


def test_two_columns_for_one_field_are_named_and_nothing_is_stored(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("Flight,Flown on,Grain,Corn\nspring,2026-02-01,1,2\n")
    with pytest.raises(Refused, match="gives Grain, Corn to one field, spend"):
        import_file(cast.act("Cleo", now=NOW), path, mapping=OWN)
    assert not Load.objects.exists()


def test_a_file_that_lacks_a_column_of_the_mapping_says_which(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "less.csv"
    path.write_text("Flight,Grain\nspring,1\n")
    with pytest.raises(Refused, match="lacks: Flown on"):
        import_file(cast.act("Cleo", now=NOW), path, mapping=OWN)


def test_a_draft_names_its_reasons_and_imports_its_own_sample(cast: Cast, tmp_path: Path) -> None:
    """Headers of three platforms and one that only its values tell."""
    sample = tmp_path / "sample.csv"
    sample.write_text(
        "Ad spend report\nKampagne,When,Cost,Impr.,Coin,Mood\n"
        "spring,2026-02-01,4.25,100,EUR,good\nautumn,2026-02-02,1.75,50,EUR,fair\n"
    )
    out = tmp_path / "own.yaml"
    done = CliRunner().invoke(
        connect, ["mapping", "new", str(sample), "--source", "pigeon_post", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    text = out.read_text()
    assert 'campaign_name: {names: ["Kampagne"], required: true}  # ' in text
    assert 'day: {names: ["When"], required: true}  # its values look so' in text
    assert "Columns that are not used: Mood." in text
    assert shell("import", str(sample), "--mapping", str(out)).exit_code == 0
    assert spend(cast) == 6


def test_what_a_draft_cannot_guess_is_left_open_and_an_import_names_it(cast: Cast, tmp_path: Path) -> None:
    sample = tmp_path / "sample.csv"
    sample.write_text("Flight,Flown on,Grain\nspring,2026-02-01,4.25\n")
    text = draft_mapping(sample, "pigeon_post")
    assert "spend: {names: [TODO], required: true}" in text
    with pytest.raises(Refused, match="lacks: TODO"):
        import_file(cast.act("Cleo", now=NOW), sample, mapping=text)
    import_file(cast.act("Cleo", now=NOW), sample, mapping=text.replace("TODO", "Grain"))
    assert spend(cast) == Decimal("4.25")


@given(st.lists(st.text(max_size=12), min_size=2, max_size=8))
def test_a_draft_of_any_headers_is_yaml_that_says_the_same(headers: list[str]) -> None:
    """Whatever stands in a header, the draft reads back: each guess names a header of the file."""
    found = draft(headers, [], ad_platforms())
    assert {one.header for one in found.guesses.values()} <= set(headers)
    read = yaml.safe_load(_text(found, "sample.csv", "own"))
    assert read["source"] == "own"
    assert set(read["shapes"][0]["columns"]) == {*found.guesses, *found.open}
