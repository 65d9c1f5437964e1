"""A landing link is held against the organisation's own policy."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cast import Cast
from riser.connect.actions import set_utm_policy
from riser.foundation.errors import Refused
from riser.plan import actions, queries
from riser.plan.evidence.doors import preflights_of
from riser.plan.models import Link

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LINK = "https://shop.example/?utm_source=tiktok&utm_medium=paid_social&utm_campaign=spring"


@pytest.mark.django_db
def test_a_landing_link_is_held_against_the_policy_of_the_moment_it_is_saved(cast: Cast) -> None:
    act = cast.act("Bob")
    made = actions.create_campaign(act, name="Spring")
    assert actions.add_link(act, campaign_id=made.pk, url=LINK).findings == []
    set_utm_policy(act, values={"source_aliases": {"tiktok": "douyin"}})
    assert actions.add_link(act, campaign_id=made.pk, url=f"{LINK}_2").findings == ["source_alias"]


@pytest.mark.django_db
def test_a_policy_that_changed_since_counts_at_the_gate_and_on_the_page(cast: Cast) -> None:
    """Saved clean on 10 March; “tiktok” is a short form from 12 March on, at the gate of the 11th not yet."""
    bob = cast.act("Bob", now=NOW)
    made = actions.create_campaign(bob, name="Spring")
    link = actions.add_link(bob, campaign_id=made.pk, url=LINK)
    later = cast.act("Bob", now=NOW + timedelta(days=2))
    set_utm_policy(later, values={"source_aliases": {"tiktok": "douyin"}})
    found = {
        day: preflights_of(cast.id, date(2026, 3, day), [made.pk])[made.pk].links[0].findings
        for day in (11, 12)
    }
    assert found == {11: (), 12: ("source_alias",)}
    assert queries.campaign_detail(cast.id, made.pk, date(2026, 3, 12)).links[0].findings == ("source_alias",)
    link.refresh_from_db()
    assert link.findings == []  # what was found when it was saved stays on record


@pytest.mark.django_db
def test_a_link_too_long_to_be_stored_is_refused_before_it_is_taken_apart(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = cast.act("Bob")
    made = actions.create_campaign(act, name="Spring")
    kept = actions.add_link(act, campaign_id=made.pk, url=LINK)
    monkeypatch.delattr("riser.plan.actions.links.lint_paid")
    with pytest.raises(Refused) as refused:
        actions.add_link(act, campaign_id=made.pk, url=LINK.ljust(2001, "a"))
    assert "at most 2000 characters" in str(refused.value.problems[0])
    with pytest.raises(Refused):
        actions.change_link(act, link_id=kept.pk, url=LINK.ljust(2001, "a"))
    assert [one.url for one in Link.objects.filter(campaign=made)] == [LINK]
