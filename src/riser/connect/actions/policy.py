"""Writes: the organisation's own UTM policy."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect.actions.permissions import SET_POLICY
from riser.connect.channels import PolicyError, checked_values
from riser.connect.queries.links import POLICY_ID, POLICY_KIND, PolicyState, utm_policy
from riser.foundation.errors import Problem, Refused, Stale
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Organisation
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event, record_version


@transaction.atomic
def set_utm_policy(act: Act, *, values: Mapping[str, Any], based_on: int | None = None) -> PolicyState:
    """The policy that links are held against from now on. Fields that are not given stay as they are.

    `based_on` is the version that was read before. Raises Refused for a field that no policy has or a value
    it cannot take, and Stale where somebody has changed the policy since.
    """
    require(act, SET_POLICY)
    # Who saves at the same moment waits here and then reads what the first one kept.
    Organisation.objects.select_for_update().get(pk=act.organisation_id)
    before = utm_policy(act.organisation_id)
    given = _checked(values)
    _refuse_stale(before, based_on)
    after = {**before.values, **given}
    if after == dict(before.values):
        return before
    case = RecordRef(POLICY_KIND, POLICY_ID)
    record_version(act, case, after)
    record_event(act, case, "change utm policy", before=before.values, after=after)
    return utm_policy(act.organisation_id)


def _checked(values: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return checked_values(dict(values), name=_("The policy"))
    except PolicyError as error:
        problems = tuple(Problem(line) for line in str(error).splitlines())
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), problems) from error


def _refuse_stale(before: PolicyState, based_on: int | None) -> None:
    if based_on is not None and based_on != before.number:
        text = _("%(name)s has changed the policy meanwhile. Nothing was stored; look at it and save again.")
        raise Stale(text % {"name": before.by}, version=before.number, by=before.by, clashes=())
