"""Landing links, opened from outside: the network first, then what came back in one transaction each."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.launch.actions.checking import run_checks
from riser.launch.actions.keeping import campaign_at_gate, keep, open_launch
from riser.launch.actions.permissions import CHECK_LAUNCHES
from riser.launch.fetching import Answer, fetch
from riser.launch.models import LinkFetch
from riser.launch.words import Kind
from riser.plan.evidence.doors import preflights_of

Told = Callable[[int, int], None]


@transaction.atomic
def record_fetch(act: Act, *, campaign_id: int, url: str, answer: Answer) -> LinkFetch:
    """What came back when a landing link of the campaign was opened. Raises Refused for any other link."""
    require(act, CHECK_LAUNCHES)
    card = campaign_at_gate(act, campaign_id)
    open_launch(act, card)
    if url not in _links(act, card.id):
        problem = Problem(
            _("This is no landing link of the campaign. Add it to the plan first."), column="url"
        )
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    row = LinkFetch.objects.create(
        organisation_id=act.organisation_id,
        campaign_id=campaign_id,
        url=url,
        result=answer.result,
        trouble=answer.trouble or "",
        status=answer.status,
        hops=answer.hops,
        final_url=answer.final_url[:2000],
        fetched_at=act.now,
    )
    keep(act, Kind.FETCH, row, "open link", before=None, after=fetch_values(row))
    return row


def fetch_links(
    act: Act,
    *,
    campaign_id: int,
    told: Told = lambda _done, _all: None,
    opener: Callable[[str], Answer] = fetch,
) -> list[LinkFetch]:
    """Every landing link of the campaign, opened now, and the machine's checks after it.

    `told` hears how many of how many are done. A link that was changed or removed meanwhile is left out: the
    answer says nothing of the plan as it stands, and the others still count.
    Never inside a transaction: a slow page would hold the database.
    """
    require(act, CHECK_LAUNCHES)
    card = campaign_at_gate(act, campaign_id)
    urls, rows = _links(act, card.id), []
    for number, url in enumerate(urls, start=1):
        answer = opener(url)
        if url in _links(act, card.id):
            rows.append(record_fetch(act, campaign_id=campaign_id, url=url, answer=answer))
        told(number, len(urls))
    run_checks(act, campaign_id=campaign_id)
    return rows


def fetch_values(row: LinkFetch) -> dict[str, object]:
    """What a version of an opened link holds."""
    return {
        "campaign": row.campaign_id,
        "url": row.url,
        "result": str(row.result),
        "trouble": str(row.trouble),
        "status": row.status,
        "hops": row.hops,
        "final_url": row.final_url,
    }


def _links(act: Act, campaign_id: int) -> list[str]:
    plans = preflights_of(act.organisation_id, act.now.date(), [campaign_id])
    return [link.url for link in plans[campaign_id].links]
