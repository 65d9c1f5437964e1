"""Findings on campaign-days, sums worked by hand."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from riser.connect import sentences
from riser.connect.channels import rules_on
from riser.connect.rules.facts import CampaignDay
from riser.connect.rules.findings import Finding, FindingKind, find_all, gaps_in
from riser.foundation.evidence import PlatformKey

FIRST = date(2026, 3, 1)
AT = datetime(2026, 4, 1, tzinfo=UTC)


def run(
    spends: Sequence[str],
    *,
    campaign: str = "eu_search_spring_2026",
    conversions: str | None = "1",
    url: str | None = None,
    currency: str = "EUR",
    first: date = FIRST,
) -> list[CampaignDay]:
    """One campaign, a day after the other."""
    return [
        CampaignDay(
            key=PlatformKey("google_ads", "77", campaign),
            campaign_name=campaign,
            channel="paid_search",
            day=first + timedelta(days=n),
            spend=Decimal(spend),
            currency=currency,
            impressions=None,
            clicks=None,
            conversions=None if conversions is None else Decimal(conversions),
            final_url=url,
            first_loaded_at=AT,
            loaded_at=AT,
            load_id="",
        )
        for n, spend in enumerate(spends)
    ]


def found(days: Sequence[CampaignDay], kind: FindingKind) -> list[Finding]:
    """The findings of one kind."""
    return [finding for finding in find_all(days, rules_on(date(2026, 3, 1))) if finding.kind == kind]


def test_spend_without_a_conversion_is_summed_over_its_campaigns() -> None:
    """30 + 12 = 42 without a conversion; the third campaign converts, the fourth counts none at all."""
    days = [
        *run(["10", "20"], campaign="a_b_c", conversions="0"),
        *run(["12"], campaign="a_b_d", conversions="0"),
        *run(["99"], campaign="a_b_e", conversions="1"),
        *run(["99"], campaign="a_b_f", conversions=None),
    ]
    (finding,) = found(days, FindingKind.NO_CONVERSION)
    assert finding.spend == Decimal(42)
    assert finding.names == ("a_b_c", "a_b_d")


def test_two_currencies_are_two_findings() -> None:
    days = [*run(["10"], conversions="0"), *run(["20"], campaign="x_y_z", conversions="0", currency="USD")]
    sums = {finding.currency: finding.spend for finding in found(days, FindingKind.NO_CONVERSION)}
    assert sums == {"EUR": Decimal(10), "USD": Decimal(20)}


def test_a_day_at_three_times_the_median_is_a_jump() -> None:
    """Seven days of 100 and one of 340: the median is 100, 340 is 3.4 times that."""
    (finding,) = found(run(["100"] * 4 + ["340"] + ["100"] * 3), FindingKind.JUMP)
    assert (finding.spend, finding.from_day) == (Decimal(340), date(2026, 3, 5))
    assert finding.facts == {"times": "3.4", "day": "2026-03-05", "days": "1"}


def test_small_change_and_short_histories_do_not_jump() -> None:
    assert found(run(["10"] * 7 + ["45"]), FindingKind.JUMP) == []
    assert found(run(["100"] * 3 + ["900"]), FindingKind.JUMP) == []


def test_names_that_look_alike_are_one_finding() -> None:
    days = [*run(["10"], campaign="Brand - Search"), *run(["20"], campaign="brand  - search")]
    (finding,) = found(days, FindingKind.SAME_NAME)
    assert (finding.spend, len(finding.keys)) == (Decimal(30), 2)


def test_a_hole_in_an_account_is_found_though_each_campaign_has_days_of_its_own() -> None:
    days = [*run(["1", "1"]), *run(["1"], campaign="a_b_c", first=FIRST + timedelta(days=6))]
    (finding,) = found(days, FindingKind.GAP)
    assert (finding.from_day, finding.to_day, finding.spend) == (date(2026, 3, 3), date(2026, 3, 6), None)
    assert finding.facts == {"days": "4", "missing": "4", "gaps": "1"}


def test_a_campaign_that_pauses_while_others_run_leaves_no_hole() -> None:
    days = [
        *run(["1"] * 5),
        *run(["1"], campaign="a_b_c"),
        *run(["1"], campaign="a_b_c", first=date(2026, 3, 5)),
    ]
    assert found(days, FindingKind.GAP) == []
    assert gaps_in(set()) == []


def test_names_outside_the_scheme_are_one_finding_and_bare_ids_are_none() -> None:
    days = [*run(["5"], campaign="Spring Sale"), *run(["7"], campaign="9935249409"), *run(["9"])]
    (finding,) = found(days, FindingKind.NAME_RULE)
    assert finding.names == ("Spring Sale",)


def test_each_word_of_the_link_check_is_a_finding_with_its_campaigns() -> None:
    bare = "https://example.com/?utm_source=google&utm_medium=cpc"
    days = [*run(["5"], campaign="a_b_c", url=bare), *run(["7"], campaign="a_b_d", url=bare), *run(["9"])]
    (finding,) = found(days, FindingKind.LINK)
    assert finding.facts == {"word": "missing_required:utm_campaign"}
    assert finding.spend == Decimal(12)


@pytest.mark.parametrize(
    ("missing", "headline", "detail"),
    [
        ((3,), "A gap of 1 day", "3 Mar 2026: paused, or not exported?"),
        ((3, 4), "A gap of 2 days", "3 Mar 2026 to 4 Mar 2026: paused, or not exported?"),
    ],
)
def test_a_gap_is_told_in_the_right_number(missing: tuple[int, ...], headline: str, detail: str) -> None:
    days = [one for one in run(["1"] * 7) if one.day.day not in missing]
    (finding,) = found(days, FindingKind.GAP)
    assert (sentences.headline(finding), sentences.detail(finding)) == (headline, detail)
