"""Pages of the room: drop, look, store; accept and discard; rows behind a figure; who may what."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cast import Cast
from exports import google_ads_interface
from riser.connect import queries
from riser.connect.actions import import_file
from riser.connect.ledger import LoadRecord
from riser.connect.models import Load
from riser.connect.records import id_of, key_of
from riser.connect.tests.making import API_HEADER, api_file, api_row
from riser.foundation.evidence import PlatformKey

ClientOf = Callable[[str], Client]
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)


def upload(*rows: str, name: str = "export.csv") -> SimpleUploadedFile:
    """An upload of API rows."""
    return SimpleUploadedFile(name, "\n".join([API_HEADER, *rows]).encode())


@pytest.fixture
def stored(cast: Cast, tmp_path: Path) -> LoadRecord:
    """One stored load of two days."""
    rows = [api_row("2026-02-01"), api_row("2026-02-02", name="Spring Sale")]
    return import_file(cast.act("Cleo"), api_file(tmp_path / "stored.csv", rows))


@pytest.fixture
def waiting(cast: Cast, tmp_path: Path) -> LoadRecord:
    """One load that waits for a person."""
    rows = [api_row("2026-02-01"), api_row("2026-02-02", micros="oops")]
    return import_file(cast.act("Cleo"), api_file(tmp_path / "waiting.csv", rows))


def test_a_dropped_file_is_shown_and_stored_only_when_told(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    cleo = client_of("Cleo")
    made = google_ads_interface(tmp_path / "campaigns.csv", last_day=YESTERDAY)
    with made.path.open("rb") as file:
        answer = cleo.post("/connect/drop/", {"file": file}, follow=True)
    page = answer.content.decode()
    assert "in 5 campaigns, and" in page
    assert "The total equals the file&#x27;s own total row to the cent." in page
    assert "Spend without a single conversion" in page
    assert "Campaigns share one name" in page
    assert "times the usual spend" in page
    assert not Load.objects.exists()
    token = answer.request["PATH_INFO"].split("/")[3]
    stored = cleo.post(f"/connect/drop/{token}/store/", {"source": "google_ads"}, follow=True)
    assert "It is stored." in stored.content.decode()
    record = queries.loads(cast.id)[0]
    assert (record.state, record.rows_accepted, record.member_name) == ("done", made.rows, "Cleo")


def test_the_script_is_told_where_to_go(client_of: ClientOf) -> None:
    answer = client_of("Cleo").post(
        "/connect/drop/", {"file": upload(api_row("2026-02-01"))}, headers={"Riser-Upload": "1"}
    )
    assert answer.status_code == 204
    assert answer["Riser-Location"].startswith("/connect/drop/")


def test_a_file_nobody_knows_is_refused_on_the_same_page(client_of: ClientOf) -> None:
    answer = client_of("Cleo").post(
        "/connect/drop/", {"file": SimpleUploadedFile("a.csv", b"hello\nworld\n")}
    )
    assert answer.status_code == 422
    assert "is not recognised" in answer.content.decode()
    assert client_of("Cleo").post("/connect/drop/").status_code == 422


def test_an_upload_is_stopped_at_the_limit_and_told_so(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("riser.connect.intake.uploads.MAX_BYTES", 100)
    monkeypatch.setattr("riser.connect.views.drop.MAX_BYTES", 100)
    rows = [api_row(f"2026-02-{n:02}") for n in range(1, 20)]
    answer = client_of("Cleo").post("/connect/drop/", {"file": upload(*rows)})
    assert answer.status_code == 422
    assert "larger than 200 MB" in answer.content.decode()


def test_an_assumed_currency_is_asked_for_and_the_answer_kept(cast: Cast, client_of: ClientOf) -> None:
    cleo = client_of("Cleo")
    answer = cleo.post("/connect/drop/", {"file": upload(api_row("2026-02-01"))}, follow=True)
    assert "Is this in EUR?" in answer.content.decode()
    path = answer.request["PATH_INFO"]
    assert "Is this in" not in cleo.get(path, {"currency": "USD"}).content.decode()
    cleo.post(f"{path}store/", {"source": "google_ads", "currency": "USD"})
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.currency, day.assumed) == ("USD", False)


def interface_file(path: Path, *, currency: bool, account: bool) -> Path:
    """One day of the interface's export; with the columns that name account and currency, or without."""
    row = {"Day": "2026-02-01", "Campaign": "Terrace", "Cost": "10.00"}
    row |= {"Currency code": "USD"} if currency else {}
    row |= {"Customer ID": "77"} if account else {}
    path.write_text("\n".join([",".join(row), ",".join(row.values())]))
    return path


@pytest.mark.parametrize(
    ("currency", "account", "mark", "question"),
    [
        (True, True, "", ""),
        (True, False, "account assumed", "Is “northwind” the account of these Google Ads figures?"),
        (False, True, "currency assumed", "Is Google Ads 77 in EUR?"),
        (False, False, "account and currency assumed", "Is Google Ads northwind in EUR?"),
    ],
)
def test_every_page_names_what_is_assumed_and_nothing_else(
    cast: Cast,
    client_of: ClientOf,
    tmp_path: Path,
    currency: bool,
    account: bool,
    mark: str,
    question: str,
) -> None:
    cleo = client_of("Cleo")
    path = interface_file(tmp_path / "a.csv", currency=currency, account=account)
    with path.open("rb") as file:
        preview = cleo.post("/connect/drop/", {"file": file}, follow=True).content.decode()
    record = import_file(cast.act("Cleo"), path)
    marks = {"currency assumed", "account assumed", "account and currency assumed"}
    for page in (
        preview,
        *(
            cleo.get(url).content.decode()
            for url in (f"/connect/loads/{record.id}/", "/connect/rows/", "/measure/")
        ),
    ):
        assert {words for words in marks if f">{words}<" in page} == ({mark} if mark else set())
    front = cleo.get("/connect/").content.decode()
    assert question in front
    assert ("stays marked until you confirm" in front) == bool(mark)
    (row,) = cleo.get("/api/v1/connect/sources").json()
    assert (row["currency_assumed"], row["account_assumed"]) == (not currency, not account)


def test_confirming_an_account_whose_file_names_the_currency_takes_the_mark_off(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    cleo = client_of("Cleo")
    import_file(cast.act("Cleo"), interface_file(tmp_path / "a.csv", currency=True, account=False))
    page = cleo.get("/connect/").content.decode()
    assert '<input type="hidden" name="currency" value="USD">' in page
    said = {"source": "google_ads", "account": "northwind", "currency": "USD"}
    assert "no longer assumed" in cleo.post("/connect/accounts/confirm/", said, follow=True).content.decode()
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.currency, day.assumed) == ("USD", False)


def test_the_shares_of_the_campaigns_are_rounded_not_cut(client_of: ClientOf) -> None:
    rows = [
        api_row("2026-02-01", campaign="1", micros=697_000_000),
        api_row("2026-02-01", campaign="2", micros=9_303_000_000),
    ]
    page = client_of("Cleo").post("/connect/drop/", {"file": upload(*rows)}, follow=True).content.decode()
    assert ">7.0 %<" in page
    assert ">93.0 %<" in page


def test_going_back_after_storing_says_what_is_stored(cast: Cast, client_of: ClientOf) -> None:
    cleo = client_of("Cleo")

    def drop(*rows: str) -> tuple[str, str]:
        answer = cleo.post("/connect/drop/", {"file": upload(*rows)}, follow=True)
        assert "no-store" in answer["Cache-Control"]
        return answer.request["PATH_INFO"], answer.content.decode()

    first = api_row("2026-02-01")
    path, page = drop(first)
    assert "Nothing of this file is stored yet." in page
    assert "Store these figures" in page
    cleo.post(f"{path}store/", {"source": "google_ads"})
    (load,) = queries.loads(cast.id)
    for again in (cleo.get(path).content.decode(), drop(first)[1]):
        assert "All of it is stored already." in again
        assert "stored yet" not in again
        assert "Store these figures" not in again
        assert f'href="/connect/loads/{load.id}/"' in again
    assert "Part of it is stored already" in drop(first, api_row("2026-02-02"))[1]
    assert "Its accepted rows are stored already." in drop(first, api_row("2026-02-02", micros="oops"))[1]


def test_an_upload_of_another_organisation_is_not_found(cast: Cast, client_of: ClientOf) -> None:
    answer = client_of("Cleo").post("/connect/drop/", {"file": upload(api_row("2026-02-01"))}, follow=True)
    path = answer.request["PATH_INFO"]
    assert client_of("Mallory").get(path).status_code == 404
    assert client_of("Mallory").post(f"{path}store/").status_code == 404
    assert client_of("Cleo").get("/connect/drop/forged:text/").status_code == 404


def test_rejected_rows_are_named_and_left_out_only_when_chosen(cast: Cast, client_of: ClientOf) -> None:
    cleo = client_of("Cleo")
    file = upload(api_row("2026-02-01"), api_row("2026-02-02", micros="oops"))
    answer = cleo.post("/connect/drop/", {"file": file}, follow=True)
    assert "“oops” is not a number." in answer.content.decode()
    path = answer.request["PATH_INFO"]
    waits = cleo.post(f"{path}store/", {"source": "google_ads"}, follow=True)
    assert "waits for you" in waits.content.decode()
    done = cleo.post(f"{path}store/", {"source": "google_ads", "leave_out": "yes"}, follow=True)
    assert "It is stored." in done.content.decode()


def test_a_waiting_load_is_accepted_on_its_page(cast: Cast, client_of: ClientOf, waiting: LoadRecord) -> None:
    url = f"/connect/loads/{waiting.id}/"
    bob = client_of("Bob")
    assert "cost_micros" in bob.get(url).content.decode()
    answer = bob.post(f"{url}accept/", follow=True)
    assert "The rejected rows were left out." in answer.content.decode()
    assert bob.post(f"{url}accept/").status_code == 422


def test_a_waiting_load_is_discarded_on_its_page(client_of: ClientOf, waiting: LoadRecord) -> None:
    answer = client_of("Bob").post(f"/connect/loads/{waiting.id}/discard/", follow=True)
    assert "It was discarded." in answer.content.decode()


def test_an_account_is_confirmed_on_the_front_page(
    cast: Cast, client_of: ClientOf, stored: LoadRecord
) -> None:
    bob = client_of("Bob")
    assert "Is Google Ads 77 in EUR?" in bob.get("/connect/").content.decode()
    said = {"source": "google_ads", "account": "77", "currency": "EUR"}
    answer = bob.post("/connect/accounts/confirm/", said, follow=True)
    assert "no longer assumed" in answer.content.decode()
    assert "Is Google Ads 77" not in answer.content.decode()
    refused = bob.post("/connect/accounts/confirm/", said | {"currency": "Euro"})
    assert refused.status_code == 422


def test_a_figure_opens_to_its_rows(client_of: ClientOf, stored: LoadRecord) -> None:
    page = client_of("Vera").get("/connect/rows/", {"source": "google_ads", "campaign": "11"})
    text = page.content.decode()
    assert "€3.00" in text
    assert f"/connect/loads/{stored.id}/" in text
    none = client_of("Vera").get("/connect/rows/", {"key": "google_ads/77/none"}).content.decode()
    assert "That is not zero: nothing is known." in none
    assert client_of("Vera").get("/connect/rows/", {"from": "yesterday"}).status_code == 422
    assert client_of("Vera").get("/connect/rows/", {"key": "google_ads"}).status_code == 422


def test_slashes_in_accounts_and_names_lead_to_the_right_rows() -> None:
    key = PlatformKey("google_ads", "North/South", "a/b/c")
    assert key_of(id_of(key)) == key


def test_names_in_files_are_text_on_every_page(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    record = import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", [api_row("2026-02-01", name=evil)]))
    for url in (f"/connect/loads/{record.id}/", "/connect/rows/", "/connect/"):
        assert evil not in client_of("Cleo").get(url).content.decode()


def test_a_viewer_sees_but_may_not_store(
    client_of: ClientOf, stored: LoadRecord, waiting: LoadRecord
) -> None:
    vera = client_of("Vera")
    for url in ("/connect/", f"/connect/loads/{stored.id}/", "/connect/rows/"):
        assert vera.get(url).status_code == 200
    assert vera.get("/connect/drop/").status_code == 403
    assert vera.post("/connect/drop/", {"file": upload(api_row("2026-02-01"))}).status_code == 403
    assert vera.post(f"/connect/loads/{waiting.id}/accept/").status_code == 403


def test_a_stranger_finds_no_load(client_of: ClientOf, stored: LoadRecord) -> None:
    mallory = client_of("Mallory")
    assert mallory.get(f"/connect/loads/{stored.id}/").status_code == 404
    assert mallory.post(f"/connect/loads/{stored.id}/accept/").status_code == 404
    assert stored.file_name not in mallory.get("/connect/").content.decode()


def test_a_forged_upload_is_refused(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.user("Cleo").user)
    assert strict.post("/connect/drop/", {"file": upload(api_row("2026-02-01"))}).status_code == 403


@pytest.mark.parametrize("loads", [1, 6])
def test_the_front_page_asks_the_database_the_same_however_many_loads_there_are(
    cast: Cast,
    client_of: ClientOf,
    tmp_path: Path,
    loads: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(loads):
        path = api_file(tmp_path / f"{number}.csv", [api_row(f"2026-02-{number + 1:02}")])
        import_file(cast.act("Cleo"), path, currency="EUR")
    cleo = client_of("Cleo")
    cleo.get("/connect/")
    with django_assert_max_num_queries(10):
        cleo.get("/connect/")
