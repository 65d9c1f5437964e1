"""What a person reads on the pages: signs, names, nothing said twice."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client
from django.utils import translation

from cast import Cast
from riser.plan import actions

HOSTILE = "\u202eexe.png مرحبا"


def test_a_requirement_without_a_name_of_its_own_is_said_once_and_with_its_sign(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    asked: Any = {"metric": "CPA", "operator": "<=", "unit": "EUR"}
    row = actions.add_requirement(cast.act("Cleo"), campaign_id=made.pk, bound=Decimal(30), **asked)
    client = client_of("Cleo")
    page = client.get(f"/plan/campaigns/{made.pk}/").content.decode()
    table = page.split('id="requirement-')[1].split("</tr>")[0]
    assert table.count("CPA ≤ 30 EUR") == 1
    assert "&lt;=" not in table
    assert "– – –" not in table
    actions.update_requirement(cast.act("Cleo"), requirement_id=row.pk, name="First orders <= cheap")
    table = client.get(f"/plan/campaigns/{made.pk}/").content.decode().split('id="requirement-')[1]
    assert "<bdi>First orders ≤ cheap</bdi>" in table


def test_a_name_that_runs_the_other_way_is_isolated_wherever_it_stands_in_a_line(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    objective = actions.create_objective(cast.act("Cleo"), name=f"Aim {HOSTILE}")
    made = actions.create_campaign(
        cast.act("Cleo"), name=HOSTILE, owner=HOSTILE, objective_id=objective.pk, campaign_class="M"
    )
    client = client_of("Cleo")
    for path in ("", "grid/", f"campaigns/{made.pk}/", f"campaigns/{made.pk}/edit/"):
        assert f"<bdi>{HOSTILE}</bdi>" in client.get(f"/plan/{path}").content.decode(), path
    assert f"<bdi>Aim {HOSTILE}</bdi>" in client.get("/plan/objectives/").content.decode()


def test_a_plan_has_a_name_in_chinese_that_is_not_a_persons(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    client = client_of("Cleo")
    with translation.override("zh-hans"):  # gives back the language that the requests leave behind
        pages = [
            client.get(path, headers={"accept-language": "zh-hans"}).content.decode()
            for path in ("/plan/campaigns/new/", "/plan/objectives/")
        ]
    for page in pages:
        assert "名称</label>" in page
        assert ">姓名" not in page
        assert "来自" not in page
