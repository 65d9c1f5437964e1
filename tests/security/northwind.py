"""Two companies with records in every room, and the ids that a stranger might try."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.intake import uploads
from riser.foundation.evidence import PlatformKey
from riser.plan import actions as plan

HEADER = "Campaign,Day,Currency code,Cost,Impr.,Clicks,Conversions,Customer ID"
ACCOUNT = "410-220-1001"
BARE_ACCOUNT = ACCOUNT.replace("-", "")
FIRST, LAST = date(2026, 2, 10), date(2026, 2, 28)


@dataclass(frozen=True)
class Records:
    """What a company has stored: ids by the name that addresses give them, and words only it may see."""

    ids: dict[str, str]
    secrets: tuple[str, ...]


def export(path: Path, *, campaign: str, spend: str, bad_row: bool = False) -> Path:
    """A file of the Google Ads interface with one campaign."""
    rows = [f"{campaign},2026-02-{day:02},EUR,{spend},900,45,3,{ACCOUNT}" for day in range(10, 20)]
    rows += [f"{campaign},2026-02-20,EUR,plenty,900,45,3,{ACCOUNT}"] * bad_row
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def fill(cast: Cast, folder: Path, *, who: str, campaign: str, spend: str) -> Records:
    """Records of one company in every room, made by the product's own actions as this person."""
    act = cast.act(who)
    folder.mkdir()
    load = import_file(act, export(folder / "a.csv", campaign=campaign, spend=spend))
    waiting = import_file(act, export(folder / "b.csv", campaign=campaign, spend=spend, bad_row=True))
    with (folder / "a.csv").open("rb") as file:
        upload = uploads.keep(act.organisation_id, SimpleUploadedFile("a.csv", file.read()))
    objective = plan.create_objective(act, name=f"Objective of {campaign}", metric="orders")
    planned = plan.create_campaign(
        act,
        name=campaign,
        owner=who,
        objective_id=objective.pk,
        start=date(2026, 2, 10),
        end=date(2026, 2, 28),
    )
    key = plan.map_key(act, campaign_id=planned.pk, key=PlatformKey("google_ads", BARE_ACCOUNT, campaign))
    requirement = plan.add_requirement(
        act,
        campaign_id=planned.pk,
        name=f"Bound of {campaign}",
        metric="CPA",
        operator="<=",
        bound=Decimal(30),
        window_from=FIRST,
        window_to=LAST,
        source="shop",
    )
    line = plan.set_cap(
        act,
        campaign_id=planned.pk,
        amount=Decimal(9000),
        currency="EUR",
        from_day=FIRST,
        to_day=LAST,
    )
    return Records(
        ids={
            "member_id": str(cast.user(who).pk),
            "load_id": load.id,
            "waiting": waiting.id,
            "token": upload.token,
            "objective_id": str(objective.pk),
            "campaign_id": str(planned.pk),
            "requirement_id": str(requirement.pk),
            "line_id": str(line.pk),
            "key_id": str(key.pk),
        },
        secrets=(campaign, spend, f"Objective of {campaign}", f"Bound of {campaign}"),
    )
