"""Writes: a load that was taken back is stored again, from the file that was kept."""

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.actions.loads import import_file
from riser.connect.actions.permissions import UNDO
from riser.connect.intake.drifting import has_drifted
from riser.connect.ledger import LoadRecord
from riser.connect.models import LoadState
from riser.foundation.errors import Refused
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event


def redo_load(act: Act, load_id: str) -> LoadRecord:
    """The same file stored again as a load of its own, with what was said beside it.

    It comes last: of two loads that tell of the same days the one that was stored last counts. Rows that
    were left out before are left out again. Raises Refused where the load was not taken back, or its file
    is gone.
    """
    require(act, UNDO)
    load = ledger.get_load(act.organisation_id, load_id)
    if load.state != LoadState.UNDONE:
        raise Refused(_("This load was not undone; there is nothing to store again."))
    ask = ledger.ask_of(load)
    record = import_file(
        act,
        ledger.kept_file(load),
        source=ask.source,
        account=ask.account,
        currency=ask.currency,
        account_total=ask.account_total,
        day_order=ask.day_order,
        mapping=ask.mapping,
        file_name=load.file_name,
        accept_quarantine=bool(load.rows_rejected) or has_drifted(load.notes),
        within_upload=False,
    )
    with transaction.atomic():
        record_event(act, ledger.case(load.pk), "redo load", after={"load": record.id})
    return record
