"""A mapping that the organisation keeps: finished on a page, found by itself, gone without harm."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result

from cast import Cast
from riser.connect import queries
from riser.connect.actions import (
    import_file,
    keep_mapping,
    preview_undo,
    redo_load,
    remove_mapping,
    undo_load,
)
from riser.connect.commands import connect
from riser.connect.models import Load, OwnMapping
from riser.connect.queries.mappings import own_mappings
from riser.connect.tests.making import NOW
from riser.connect.tests.test_faces import ClientOf, upload
from riser.connect.tests.test_own_mapping import FLOWN, OWN
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import AuditEvent

CHOICES = {
    "column_0": "account",
    "column_1": "campaign_name",
    "column_2": "day",
    "column_3": "spend",
    "column_4": "currency",
}


@pytest.fixture
def flown(tmp_path: Path) -> Path:
    """An export of a platform that nobody has heard of."""
    path = tmp_path / "pigeons.csv"
    path.write_text(FLOWN)
    return path


def mapping(*words: str) -> Result:
    """One command on mappings, by Cleo."""
    said = ["mapping", *words, "--org", "northwind", "--as", "cleo@northwind.example"]
    return CliRunner().invoke(connect, said)


def test_its_files_are_recognised_from_now_on_and_loads_outlive_it(cast: Cast, flown: Path) -> None:
    act = cast.act("Cleo", now=NOW)
    with pytest.raises(Refused, match="is not recognised"):
        import_file(act, flown)
    assert keep_mapping(act, OWN).slug == "pigeon_post"
    record = import_file(act, flown)
    assert (record.source, record.rows_accepted) == ("pigeon_post", 2)
    remove_mapping(act, "pigeon_post")
    later = cast.act("Cleo", now=NOW + timedelta(days=1))
    undo_load(later, record.id, based_on=preview_undo(later, record.id).based_on)
    assert redo_load(later, record.id).rows_accepted == 2
    assert [event.verb for event in AuditEvent.objects.filter(case_kind="mapping").order_by("id")] == [
        "keep mapping",
        "remove mapping",
    ]


def test_it_can_be_named_as_the_source_of_a_file(cast: Cast, flown: Path) -> None:
    act = cast.act("Cleo", now=NOW)
    keep_mapping(act, OWN)
    assert import_file(act, flown, source="pigeon_post").state == "done"


def test_a_file_that_riser_knows_is_read_by_its_own_mapping(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Cleo", now=NOW)
    greedy = (
        OWN.replace("[Loft]", "[Customer ID]")
        .replace("[Flight]", "[Campaign]")
        .replace("[Flown on]", "[Day]")
    )
    keep_mapping(act, greedy.replace("[Grain, Corn]", "[Cost]").replace("[Coin]", "[Currency code]"))
    path = tmp_path / "google.csv"
    path.write_text("Campaign,Day,Cost,Currency code,Customer ID\nspring,2026-02-01,1.00,EUR,77\n")
    assert import_file(act, path).source == "google_ads"


def test_another_organisation_neither_sees_nor_uses_it(cast: Cast, flown: Path) -> None:
    keep_mapping(cast.act("Cleo"), OWN)
    stranger = cast.act("Mallory")
    assert own_mappings(stranger.organisation_id) == []
    with pytest.raises(Refused, match="is not recognised"):
        import_file(stranger, flown)
    with pytest.raises(NotFound):
        remove_mapping(stranger, "pigeon_post")
    assert OwnMapping.objects.count() == 1


def test_a_reader_keeps_none_and_a_faulty_one_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        keep_mapping(cast.act("Vera"), OWN)
    with pytest.raises(Refused, match=r"mapping\.yaml, shapes\[0\]\.level"):
        keep_mapping(cast.act("Cleo"), OWN.replace("level: campaign", "level: flock"))
    assert not OwnMapping.objects.exists()


def test_kept_again_unchanged_nothing_is_recorded_and_changed_it_takes_its_place(cast: Cast) -> None:
    act = cast.act("Cleo")
    keep_mapping(act, OWN)
    keep_mapping(act, OWN)
    keep_mapping(act, OWN.replace("Pigeon Post", "Doves"))
    assert [one.name for one in own_mappings(cast.id)] == ["Doves"]
    assert AuditEvent.objects.filter(verb="keep mapping").count() == 2


def test_three_faces_keep_the_same_mapping(
    cast: Cast, client_of: ClientOf, tmp_path: Path, flown: Path
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN)
    told = mapping("add", str(file), "--json")
    assert json.loads(told.output)["slug"] == "pigeon_post"
    kept = own_mappings(cast.id)[0].text
    cleo = client_of("Cleo")
    answer = cleo.put("/api/v1/connect/mappings", json.dumps({"text": OWN}), "application/json")
    assert answer.json()["text"] == kept
    assert [one["slug"] for one in cleo.get("/api/v1/connect/mappings").json()] == ["pigeon_post"]
    assert "Pigeon Post" in cleo.get("/connect/mappings/").content.decode()
    assert cleo.get("/connect/mappings/pigeon_post/file/").content.decode() == OWN
    assert "pigeon_post" in mapping("list").output


def test_three_faces_remove_a_mapping(cast: Cast, client_of: ClientOf) -> None:
    cleo, act = client_of("Cleo"), cast.act("Cleo")
    ways: tuple[Callable[[], bool], ...] = (
        lambda: mapping("remove", "pigeon_post").exit_code == 0,
        lambda: cleo.delete("/api/v1/connect/mappings/pigeon_post").status_code == 204,
        lambda: cleo.post("/connect/mappings/pigeon_post/remove/").status_code == 302,
    )
    for remove in ways:
        keep_mapping(act, OWN)
        assert remove()
        assert own_mappings(cast.id) == []
    assert mapping("remove", "pigeon_post").exit_code == 2


# --- the page ---------------------------------------------------------------------------------------------


def dropped(client: Any, path: Path) -> str:
    """The address of the page on which the columns of an unknown file are settled."""
    page = client.post("/connect/drop/", {"file": upload(path)})
    assert page.status_code == 422
    start = page.content.decode().index("/connect/mappings/new/")
    return str(unquote(page.content.decode()[start:].partition('"')[0]))


def test_an_unknown_file_leads_to_its_columns_and_from_there_to_its_figures(
    cast: Cast, client_of: ClientOf, flown: Path
) -> None:
    cleo = client_of("Cleo")
    address = dropped(cleo, flown)
    page = cleo.get(address).content.decode()
    assert "What are the columns of pigeons.csv?" in page
    assert "north" in page
    assert "its values look so" in page
    preview = cleo.post(address, {"name": "Pigeon Post", **CHOICES}, follow=True)
    assert "Files like this one are recognised from now on." in preview.content.decode()
    assert "6.00" in preview.content.decode()
    token = address.rstrip("/").rpartition("/")[2]
    assert cleo.post(f"/connect/drop/{token}/store/").status_code == 302
    assert Load.objects.get().source == "pigeon_post"
    assert sum(day.spend for day in queries.campaign_days(cast.id, to_day=NOW.date())) == 6


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"column_3": ""}, "A file of ads needs: Spend."),
        ({"column_4": "spend"}, "Grain, Coin are given to one field, Spend."),
        ({"column_1": ""}, "A file of ads needs: Campaign name."),
        ({"name": ""}, "Say what the tool is called."),
    ],
)
def test_what_is_amiss_is_said_above_with_every_choice_kept(
    client_of: ClientOf, flown: Path, changed: dict[str, str], sentence: str
) -> None:
    cleo = client_of("Cleo")
    answer = cleo.post(dropped(cleo, flown), {"name": "Pigeon Post", **CHOICES, **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert '<option value="day" selected>' in page
    assert not OwnMapping.objects.exists()
