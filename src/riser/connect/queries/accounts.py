"""Reads of ad accounts, and of what people and platforms said about them."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from riser.connect.models import Account, PlatformTotal, QuietDays
from riser.connect.rules.facts import AccountTotal, AdAccount
from riser.foundation.errors import NotFound
from riser.foundation.periods import Period


def accounts(organisation_id: int) -> list[AdAccount]:
    """Every account that was ever named, by source and account."""
    rows = Account.objects.filter(organisation_id=organisation_id).order_by("source", "account")
    return [_ad_account(row) for row in rows]


def account(organisation_id: int, account_id: int) -> AdAccount:
    """One account. Raises NotFound."""
    row = Account.objects.filter(organisation_id=organisation_id, pk=account_id).first()
    if row is None:
        raise NotFound(_("There is no such account in this organisation."))
    return _ad_account(row)


def account_totals(organisation_id: int) -> list[AccountTotal]:
    """What the platforms themselves say the accounts spent, from imports that told it."""
    rows = PlatformTotal.objects.filter(account__organisation_id=organisation_id).select_related("account")
    return [
        AccountTotal(
            source=row.account.source,
            account=row.account.account,
            from_day=row.from_day,
            to_day=row.to_day,
            amount=row.amount or Decimal(0),
            currency=row.currency,
        )
        for row in rows.order_by("from_day", "to_day", "pk")
    ]


def quiet_days(organisation_id: int) -> dict[tuple[str, str], set[date]]:
    """The days on which a person said an account delivered nothing, by source and account."""
    found: dict[tuple[str, str], set[date]] = {}
    rows = QuietDays.objects.filter(account__organisation_id=organisation_id).select_related("account")
    for row in rows:
        key = (row.account.source, row.account.account)
        found.setdefault(key, set()).update(Period(row.from_day, row.to_day))
    return found


def agreed_latencies(organisation_id: int) -> dict[str, int]:
    """The agreed hours per source, where any account of it has an agreement; the longest one counts."""
    rows = Account.objects.filter(organisation_id=organisation_id, latency_hours__isnull=False)
    found: dict[str, int] = {}
    for source, hours in rows.values_list("source", "latency_hours"):
        found[source] = max(found.get(source, 0), hours or 0)
    return found


def retired_after(organisation_id: int) -> dict[tuple[str, str], date]:
    """The last day of each account that is used no longer, by source and account."""
    rows = Account.objects.filter(organisation_id=organisation_id, retired_after__isnull=False)
    return {(row.source, row.account): row.retired_after for row in rows if row.retired_after}


def _ad_account(row: Account) -> AdAccount:
    return AdAccount(
        id=row.pk,
        source=row.source,
        account=row.account,
        currency=row.currency,
        latency_hours=row.latency_hours,
        retired_after=row.retired_after,
        retired_by=row.retired_by,
    )
