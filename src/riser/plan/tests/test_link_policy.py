"""A landing link is held against the organisation's own policy."""

import pytest

from cast import Cast
from riser.connect.actions import set_utm_policy
from riser.plan import actions

LINK = "https://shop.example/?utm_source=tiktok&utm_medium=paid_social&utm_campaign=spring"


@pytest.mark.django_db
def test_a_landing_link_is_held_against_the_policy_of_the_moment_it_is_saved(cast: Cast) -> None:
    act = cast.act("Bob")
    made = actions.create_campaign(act, name="Spring")
    assert actions.add_link(act, campaign_id=made.pk, url=LINK).findings == []
    set_utm_policy(act, values={"source_aliases": {"tiktok": "douyin"}})
    assert actions.add_link(act, campaign_id=made.pk, url=f"{LINK}_2").findings == ["source_alias"]
