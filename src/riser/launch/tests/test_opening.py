"""Landing links are opened one after the other while the plan may change."""

from datetime import timedelta

from cast import Cast
from riser.launch import actions
from riser.launch.fetching import Answer
from riser.launch.models import LinkFetch
from riser.launch.tests.ready import LINK, NOW, planned
from riser.launch.words import Result
from riser.plan import actions as plan


def test_a_link_that_is_changed_while_the_links_are_opened_stops_nothing(cast: Cast) -> None:
    made = planned(cast)
    second = plan.add_link(
        cast.act("Cleo", now=NOW - timedelta(days=2)),
        campaign_id=made.campaign_id,
        url=LINK + "&utm_content=b",
    )

    def opener(url: str) -> Answer:
        if url == LINK:
            plan.remove_link(made.act("Cleo", minutes=10), link_id=second.pk)
        return Answer(Result.PASS, None, 200, 0, url)

    rows = actions.fetch_links(made.act("Cleo", minutes=12), campaign_id=made.campaign_id, opener=opener)
    assert [row.url for row in rows] == [LINK]
    assert LinkFetch.objects.count() == 1
