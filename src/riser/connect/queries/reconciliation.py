"""Reads: what each platform says was spent in a month against what the ledger says was billed."""

from datetime import date
from decimal import Decimal
from functools import cache

import yaml

from riser.connect.lake.reads import exact, select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.mappings import FOLDER, ad_platforms
from riser.connect.quality import rules
from riser.connect.queries.days import account_days
from riser.connect.rules.reconciling import Billed, Reconciliation, Spent, reconcile

RULE = "platform_vs_billed"


def reconciliation(organisation_id: int, *, to_day: date) -> Reconciliation:
    """Every month up to that of `to_day`, by platform and currency; currencies are never added."""
    limit = rules()[RULE].limit or Decimal(0)
    spent = [
        Spent(one.day.replace(day=1), one.source, one.currency, one.spend)
        for one in account_days(organisation_id, to_day=to_day)
    ]
    return reconcile(spent, _billed(organisation_id, to_day), vendors=vendors(), tolerance=limit)


@cache
def vendors() -> dict[str, list[str]]:
    """By platform the names under which it bills."""
    found: dict[str, list[str]] = yaml.safe_load((FOLDER / "words" / "vendors.yaml").read_text("utf-8"))
    return found


def _billed(organisation_id: int, to_day: date) -> list[Billed]:
    """The ledger's lines for media."""
    found = select_rows(
        organisation_id,
        TABLES["cost"],
        lambda rows: rows.filter((rows.kind == "media") & (rows.period <= to_day)),
    )
    return [
        Billed(
            row["period"],
            row["vendor"],
            _slug(row["platform"] or ""),
            row["invoice"],
            row["currency"],
            exact(row["amount"]) or Decimal(0),
        )
        for row in found
    ]


def _slug(platform: str) -> str:
    """The platform that the ledger names, by slug or by name."""
    word = platform.strip().casefold()
    named = {one.name.casefold(): one.slug for one in ad_platforms()}
    return named.get(word, word)
