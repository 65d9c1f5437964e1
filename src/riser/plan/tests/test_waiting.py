"""A cap that nobody approved counts as no cap: every face says so, and what would follow."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from riser.plan import actions
from riser.plan.models import Campaign
from riser.plan.queries import campaign_detail, campaign_lines
from riser.plan.tests.spend import daily, key, load
from riser.plan.tests.test_faces import run
from riser.plan.words import Topic

SHEET = (
    "code,name,start,end,platform_campaigns,cap,cap_from,cap_to\n"
    "SJ,Search Jan,2026-02-02,2026-02-28,google_ads/{account}/c1,100 EUR,2026-02-02,2026-02-28\n"
)
SAYS = "The cap of Search Jan, €100.00, waits for approval: €131.33 would lie above it."
END = date(2999, 1, 1)


@pytest.fixture
def sheet(cast: Cast, tmp_path: Path) -> bytes:
    """A plan whose cap names nobody who approved it, over three days that spent 231.33."""
    load(cast.act("Cleo"), tmp_path, "c1", [*daily(date(2026, 2, 2), 2, 100), (date(2026, 2, 4), "31.33")])
    return SHEET.format(account=key("c1").account).encode()


def test_an_import_without_an_approver_of_the_cap_says_what_waits(
    cast: Cast, client_of: Callable[[str], Client], tmp_path: Path, sheet: bytes
) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(sheet)
    done = json.loads(run("import", str(path), "--json"))
    (waits,) = done["caps_waiting"]
    assert (waits["cap"]["amount"], waits["would_be_above"]["amount"]) == ("100.00", "131.33")
    assert waits["says"] == SAYS
    assert SAYS in run("import", str(path))
    client = client_of("Cleo")
    by_api = client.post("/api/v1/plan/import", {"file": SimpleUploadedFile("plan.csv", sheet)}).json()
    assert by_api["caps_waiting"] == [waits]
    page = client.post("/plan/import/", {"file": SimpleUploadedFile("plan.csv", sheet)}, follow=True)
    assert SAYS in page.content.decode()


def test_list_grid_and_page_say_it_and_price_nothing(
    cast: Cast, client_of: Callable[[str], Client], tmp_path: Path, sheet: bytes
) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(sheet)
    run("import", str(path))
    pk = Campaign.objects.get().pk
    client = client_of("Cleo")
    assert "approval of the cap" in client.get("/plan/").content.decode()
    assert "€131.33 would be above the cap" in client.get("/plan/").content.decode()
    assert "waits for approval; €131.33 would be above it" in client.get("/plan/grid/").content.decode()
    page = client.get(f"/plan/campaigns/{pk}/").content.decode()
    assert "€131.33 of the spend would lie above €100.00." in page
    (entry,) = campaign_detail(cast.id, pk, END).caps
    assert (entry.above, entry.would_be_above) == (Decimal(0), Decimal("131.33"))


def test_an_approved_cap_waits_no_longer(cast: Cast, tmp_path: Path, sheet: bytes) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(sheet)
    run("import", str(path), "--as", cast.user("Cleo").user.email)
    actions.approve(cast.act("Bob"), campaign_id=Campaign.objects.get().pk, topic=Topic.CAP)
    (line,) = campaign_lines(cast.id, END)
    assert line.caps_waiting == ()
    assert "cap approval" not in line.missing
