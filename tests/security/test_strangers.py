"""A stranger from another organisation cannot even tell which ids exist, nor read figures by naming them.

What they get behind every single door is held by `test_every_door.py`.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from cast import Cast
from security.addresses import ALL, COMMON, OPERATIONS, OWNED
from security.northwind import BARE_ACCOUNT, Records, fill
from security.rooms import fill_all
from security.sayings import FORM

ClientOf = Callable[[str], Client]


@pytest.fixture
def records(cast: Cast, tmp_path: Path) -> Records:
    """Northwind's records. Contoso has some too, so that its pages are not merely empty."""
    fill(cast, tmp_path / "contoso", who="Mallory", campaign="Plain Tiles", spend="77.70")
    return fill_all(cast, tmp_path / "northwind")


def test_the_url_map_is_what_is_tested() -> None:
    assert {"home", "connect_load", "plan_campaign", "assess_practice", "settings"} <= {
        one.name for one in ALL
    }
    assert OPERATIONS


def test_an_id_that_never_was_looks_the_same_to_a_stranger(client_of: ClientOf, records: Records) -> None:
    """Otherwise the answer tells which ids exist."""
    mallory, differ = client_of("Mallory"), []
    made_up = {name: "0" * 32 if len(value) == 32 else "999999" for name, value in records.ids.items()}
    for one in OWNED:
        if one.name != "join":  # its secret is no id: whoever has the link is whom it was given to
            real, fake = (mallory.post(one.path(COMMON | ids), FORM) for ids in (records.ids, made_up))
            if real.status_code != fake.status_code:
                differ.append(f"{one.name}: {real.status_code}, {fake.status_code}")
    assert differ == []


def test_the_rows_behind_a_figure_open_to_their_owner_only(client_of: ClientOf, records: Records) -> None:
    asked = urlencode({"source": "google_ads", "account": BARE_ACCOUNT, "campaign": "Secret Orchid"})
    assert "413.13" in client_of("Alice").get(f"/connect/rows/?{asked}").content.decode()
    assert "413.13" not in client_of("Mallory").get(f"/connect/rows/?{asked}").content.decode()
