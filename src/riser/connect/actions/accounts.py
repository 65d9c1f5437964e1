"""Writes: what people say about ad accounts."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect.actions.permissions import CONFIRM
from riser.connect.models import Account, QuietDays
from riser.connect.queries import connected_sources
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.money import currency_code
from riser.foundation.queries import today
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event


@transaction.atomic
def confirm_account(act: Act, *, source: str, account: str, currency: str) -> None:
    """Account and currency are no longer assumed; figures whose file named no currency take this one.

    Raises Refused where a file of the account itself names another currency.
    """
    require(act, CONFIRM)
    record = _account(act, source, account)
    code = currency_code(currency)
    if record.currency_in_file and code != record.currency:
        raise Refused(
            _("The files of account %(account)s are in %(known)s themselves; it cannot be %(stated)s.")
            % {"account": account, "known": record.currency, "stated": code}
        )
    before = {"currency": record.currency, "confirmed": record.currency_confirmed}
    record.currency, record.currency_confirmed, record.account_confirmed = code, True, True
    record.save()
    after = {"currency": code, "confirmed": True}
    record_event(act, _account_case(record), "confirm account", before=before, after=after)


@transaction.atomic
def agree_latency(act: Act, *, source: str, account: str, hours: int) -> None:
    """The hours after a day's end within which the account's figures have to be here."""
    require(act, CONFIRM)
    if not 1 <= hours <= 24 * 62:
        raise Refused(_("Agree on 1 to 1,488 hours; a weekly file has 192."))
    record = _account(act, source, account)
    before, record.latency_hours = record.latency_hours, hours
    record.save()
    record_event(
        act, _account_case(record), "agree latency", before={"hours": before}, after={"hours": hours}
    )


@transaction.atomic
def mark_quiet_days(act: Act, *, source: str, account: str, from_day: date, to_day: date) -> None:
    """Says that an account delivered nothing on these days, so that no rows are missed."""
    require(act, CONFIRM)
    if to_day < from_day:
        raise Refused(_("The last day is before the first."))
    record = _account(act, source, account)
    QuietDays.objects.create(
        account=record,
        from_day=from_day,
        to_day=to_day,
        member_name=act.actor.name,
        recorded_at=act.now,
    )
    after = {"from_day": from_day, "to_day": to_day}
    record_event(act, _account_case(record), "mark quiet days", after=after)


@transaction.atomic
def retire_account(act: Act, *, source: str, account: str, last_day: date) -> None:
    """Says that an account is used no longer: no rows are expected after `last_day`.

    Raises Refused where rows of a later day are here, or the day lies in the future.
    """
    require(act, CONFIRM)
    record = _account(act, source, account)
    if last_day > today(act):
        raise Refused(_("The last day lies in the future. Say it once the account has stopped."))
    newest = _newest_day(act.organisation_id, source, account)
    if newest is not None and newest > last_day:
        raise Refused(
            _("Rows of %(day)s are here; the account was in use until then.") % {"day": newest.isoformat()}
        )
    before = {"retired_after": record.retired_after}
    record.retired_after, record.retired_by = last_day, act.actor.name
    record.save()
    record_event(
        act, _account_case(record), "retire account", before=before, after={"retired_after": last_day}
    )


@transaction.atomic
def resume_account(act: Act, *, source: str, account: str) -> None:
    """Says that an account is in use again: its rows are expected as before."""
    require(act, CONFIRM)
    record = _account(act, source, account)
    before = {"retired_after": record.retired_after}
    record.retired_after, record.retired_by = None, ""
    record.save()
    record_event(act, _account_case(record), "resume account", before=before, after={"retired_after": None})


def _newest_day(organisation_id: int, source: str, account: str) -> date | None:
    found = connected_sources(organisation_id)
    return next((one.newest_day for one in found if (one.source, one.account) == (source, account)), None)


def _account(act: Act, source: str, account: str) -> Account:
    found = Account.objects.select_for_update().filter(
        organisation_id=act.organisation_id, source=source, account=account
    )
    # A zero byte is a name to SQLite and an error to PostgreSQL; no account has one.
    record = None if "\x00" in source + account else found.first()
    if record is None:
        raise NotFound(_("There is no such account in this organisation."))
    return record


def _account_case(record: Account) -> RecordRef:
    return RecordRef("ad_account", str(record.pk))
