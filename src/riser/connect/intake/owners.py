"""Whose rows these are and in which currency: from the file, else a person, else assumed."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.utils.translation import gettext as _

from riser.connect.intake.months import Staged
from riser.connect.models import Account
from riser.foundation.errors import Refused
from riser.foundation.money import currency_code
from riser.foundation.queries import House
from riser.ui.formats import listed


@dataclass(frozen=True, slots=True)
class Said:
    """Account and currency as a person gave them beside the file; "" where nobody did."""

    account: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The account a row belongs to and the currency it is billed in.

    What is assumed awaits confirmation. A currency that stands in the file is final; any other one is
    the account record's and is corrected there.
    """

    account: str
    currency: str
    account_assumed: bool
    currency_assumed: bool
    currency_in_file: bool


Owners = dict[str | None, Owner]


def settle_owners(organisation: House, reading: Staged, said: Said) -> Owners:
    """The owner of the rows by the account they name. Raises Refused where file, person and record clash."""
    _refuse_other_account(reading, said.account)
    source = reading.match.source.slug
    rows = Account.objects.filter(organisation_id=organisation.id, source=source)
    records = {row.account: row for row in rows}
    stated = next(iter(reading.currencies), "")
    return {account: _owner(organisation, account, said, stated, records) for account in reading.named}


def _owner(
    organisation: House, named: str | None, said: Said, stated: str, records: dict[str, Account]
) -> Owner:
    account, account_assumed = _account(organisation, named, said, records)
    record = records.get(account)
    given = currency_code(said.currency) if said.currency else ""
    if stated and given and stated != given:
        raise Refused(
            _("The file is in %(file)s, not %(given)s. Leave the currency out; the file knows it.")
            % {"file": stated, "given": given}
        )
    currency, assumed = _currency(organisation, stated or given, record)
    return Owner(account, currency, account_assumed, assumed, currency_in_file=bool(stated))


def _currency(organisation: House, stated: str, record: Account | None) -> tuple[str, bool]:
    """The currency, and whether it is only assumed."""
    if stated and record and record.currency_confirmed and stated != record.currency:
        raise Refused(
            _(
                "Account %(account)s is confirmed in %(known)s, not %(stated)s. "
                "If that is wrong, correct the account first."
            )
            % {"account": record.account, "known": record.currency, "stated": stated}
        )
    if stated:
        return stated, False
    if record is not None:
        return record.currency, not record.currency_confirmed
    return organisation.currency, True


def _account(
    organisation: House, named: str | None, said: Said, records: dict[str, Account]
) -> tuple[str, bool]:
    """The account of a row, and whether it is only assumed."""
    if named or said.account:
        return named or _bare(said.account), False
    if len(records) == 1:
        (record,) = records.values()
        return record.account, not record.account_confirmed
    return organisation.slug, True


def _refuse_other_account(reading: Staged, given: str) -> None:
    others = [account for account in reading.accounts if given and account != _bare(given)]
    if others:
        raise Refused(
            _("The file is of account %(file)s, not %(given)s. Leave the account out; the file knows it.")
            % {"file": listed(others), "given": given}
        )


def _bare(account: str) -> str:
    """An account id as people type it; Google writes 212-145-0128 and means 2121450128."""
    text = account.strip()
    return text.replace("-", "") if text.replace("-", "").isdigit() else text


def owners_as_kept(owners: Owners) -> list[list[Any]]:
    """The owners as the ledger keeps them, for a later reading of the same file."""
    return [[named, *astuple(owner)] for named, owner in owners.items()]


def owners_kept(kept: Sequence[Any]) -> Owners:
    """The owners that an earlier reading of the same file settled."""
    return {named: Owner(*told) for named, *told in kept}
