"""Landing links of a campaign: added, changed, each with what its check finds."""

from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect import queries as connect
from riser.connect.rules.links import is_inside, lint_paid
from riser.foundation.errors import Problem, Refused
from riser.foundation.queries import today
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import Claim, find, keep, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import EDIT_BRIEFS
from riser.plan.actions.requirements import requirement_of, requirement_shown
from riser.plan.models import Link
from riser.plan.queries.visible import visible_campaigns
from riser.plan.words import Kind

LINK_NAMES = {"requirement_id": "requirement"}


class LinkFields(TypedDict, total=False):
    """What a person can change of a landing link."""

    url: str
    requirement_id: int | None


@transaction.atomic
def change_link(act: Act, *, link_id: int, based_on: int | None = None, **fields: Unpack[LinkFields]) -> Link:
    """The landing link with another address or requirement, checked anew.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since.
    """
    require(act, EDIT_BRIEFS)
    row = find_link(act, link_id)
    before, case = link_values(row), ref(Kind.LINK, row)
    requirement_of(act, row.campaign, fields.get("requirement_id"))
    fields = only_mine(
        act,
        case,
        row,
        fields,
        based_on,
        fill=_fill,
        values=link_values,
        names=LINK_NAMES,
        show=requirement_shown,
    )
    _fill(row, fields)
    row.url = row.url.strip()
    row.findings = list(_findings(act, row))
    _refuse_same_link(row)
    after = link_values(row)
    if before != after:
        row.save()
        keep(act, case, "change link", before=before, after=after)
    return row


def find_link(act: Act, link_id: int) -> Link:
    """The landing link of this organisation, locked. Raises NotFound."""
    return find(Link.objects.filter(campaign__in=visible_campaigns(act)), link_id, _("landing link"))


@transaction.atomic
def add_link(
    act: Act, *, campaign_id: int, url: str, requirement_id: int | None = None, claim: Claim | None = None
) -> Link:
    """A landing link with what its check finds; the same address is changed, not doubled."""
    require(act, EDIT_BRIEFS)
    campaign = find_campaign(act, campaign_id)
    address = url.strip()
    row = campaign.links.filter(url=address).first() or Link(campaign=campaign, url=address)
    before = link_values(row) if row.pk else None
    row.requirement = requirement_of(act, campaign, requirement_id) or row.requirement
    row.recorded_at = row.recorded_at or act.now
    row.findings = list(_findings(act, row))
    if before != link_values(row):
        row.save()
        keep(act, ref(Kind.LINK, row), "add link", before=before, after=link_values(row), claim=claim)
    return row


def _findings(act: Act, row: Link) -> tuple[str, ...]:
    """What is wrong with the tags of a link that can be stored. Raises Refused for one that cannot."""
    address = row.url
    problem = Problem(_("A link begins with https://. Copy it from the browser."), column="url")
    refusal = Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    if not address.lower().startswith(("https://", "http://")):
        raise refusal
    checked(row)  # its length too, before anything takes it apart
    try:
        inside = is_inside(urlsplit(address).hostname or "")
        found = lint_paid(address, connect.link_rules(act.organisation_id, as_of=today(act)))
    except ValueError:  # what urlsplit says of brackets that hold no address
        raise refusal from None
    if inside:
        text = _("Nobody outside can open this address. Take the one that the ad leads to.")
        raise Refused(refusal.args[0], (Problem(text, column="url"),))
    return found


def link_values(row: Link) -> dict[str, Any]:
    """What a version of a link holds."""
    return {
        "campaign": row.campaign_id,
        "url": row.url,
        "requirement": row.requirement_id,
        "findings": row.findings,
    }


def _fill(row: Link, fields: LinkFields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _refuse_same_link(row: Link) -> None:
    if row.campaign.links.filter(url=row.url).exclude(pk=row.pk).exists():
        problem = Problem(_("The campaign has this link already."), column="url")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
