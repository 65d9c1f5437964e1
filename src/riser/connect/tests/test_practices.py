"""DAT 2.1 and DAT 2.2 as pure rules, on every edge of their thresholds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.connect.channels import rules_on
from riser.connect.rules.facts import AccountTotal, CampaignDay, Level
from riser.connect.rules.levels import LevelCover, level_to_read
from riser.connect.rules.links import LinkRules
from riser.connect.rules.practices import (
    Arrivals,
    Punctuality,
    SchemeShare,
    arrive_in_time,
    difference_from,
    filled_holes,
    follow_scheme,
    punctuality,
    scheme_share,
)
from riser.connect.tests.test_findings import run
from riser.foundation.evidence import Characterisation
from riser.foundation.periods import Period

SHARES = {"full_share": Decimal("0.98"), "largely_share": Decimal("0.90"), "partly_share": Decimal("0.70")}
ARRIVAL = {
    "full_late": Decimal(1),
    "largely_late": Decimal(3),
    "full_difference": Decimal("0.005"),
    "largely_difference": Decimal("0.02"),
}
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
GO_LIVE = date(2026, 1, 1)


def share(passed: str, *, total: str = "100", known: str = "100", ad_level: bool = True) -> SchemeShare:
    """A share with that much passed spend."""
    return SchemeShare(Decimal(total), Decimal(known), Decimal(passed), ad_level, ())


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (share("98"), "FM"),
        (share("100", ad_level=False), "LM"),
        (share("97.99"), "LM"),
        (share("90"), "LM"),
        (share("89.99"), "PM"),
        (share("70"), "PM"),
        (share("69.99"), "DM"),
        (share("0"), "DM"),
        (share("0", total="0", known="0"), "NY"),
        (share("0", known="0"), "NE"),
    ],
)
def test_the_share_under_the_scheme_decides(found: SchemeShare, value: str) -> None:
    assert follow_scheme(found, SHARES) == value


@given(st.integers(0, 100), st.integers(0, 100))
def test_more_spend_under_the_scheme_never_worsens_the_result(one: int, other: int) -> None:
    order = [Characterisation(code) for code in ("DM", "PM", "LM", "FM")]
    less, more = sorted((one, other))
    worse = follow_scheme(share(str(less)), SHARES)
    better = follow_scheme(share(str(more)), SHARES)
    assert order.index(worse) <= order.index(better)


def _rules(_day: CampaignDay) -> LinkRules:
    return rules_on(date(2026, 3, 1))


def test_a_campaign_day_passes_by_its_name_and_its_link_where_known() -> None:
    """60 passes; 30 has a bare link, 10 a name outside the scheme: 60 of 100."""
    good = "https://x.example/?utm_source=google&utm_medium=cpc&utm_campaign=a"
    days = [
        *run(["60"], campaign="a_b_c", url=good),
        *run(["30"], campaign="a_b_d", url="https://x.example/"),
        *run(["10"], campaign="Spring"),
    ]
    found = scheme_share(days, _rules)
    assert (found.share, found.broken) == (Decimal("0.6"), ("Spring", "a_b_d"))


def test_an_id_without_name_or_link_shows_nothing() -> None:
    found = scheme_share(run(["60"], campaign="9935249409"), _rules)
    assert (found.total, found.known) == (Decimal(60), Decimal(0))


def loaded(days: int, *, late: Mapping[int, int] | None = None, without: tuple[int, ...] = ()) -> Arrivals:
    """March, each day loaded at six the morning after, some so many days later, some never."""
    found = {}
    for number in range(1, days + 1):
        if number in without:
            continue
        morning = datetime(2026, 3, number, 6, tzinfo=UTC) + timedelta(days=1)
        found[date(2026, 3, number)] = morning + timedelta(days=(late or {}).get(number, 0))
    return Arrivals(found)


def judge(*accounts: Arrivals, difference: str | None = "0.001", go_live: date = GO_LIVE) -> Punctuality:
    """What the month of these accounts shows."""
    told = None if difference is None else Decimal(difference)
    return punctuality(MARCH, accounts, go_live=go_live, latency=timedelta(hours=26), difference=told)


def test_a_day_that_is_not_yet_due_is_no_hole() -> None:
    """31 March ends at midnight; 26 hours later, on 2 April, it has to be here."""
    account = Arrivals({day: at for day, at in loaded(31).first_loaded.items() if day.day < 31})
    for as_of, gaps in ((date(2026, 4, 1), ()), (date(2026, 4, 2), (MARCH.to_day,))):
        found = punctuality(
            MARCH, [account], go_live=GO_LIVE, latency=timedelta(hours=26), difference=None, as_of=as_of
        )
        assert found.open_gaps == gaps


@pytest.mark.parametrize(
    ("found", "value"),
    [
        (judge(loaded(31)), "FM"),
        (judge(loaded(31, late={31: 2})), "FM"),
        (judge(loaded(31, late={30: 3, 31: 2})), "LM"),
        (judge(loaded(31), difference=None), "LM"),
        (judge(loaded(31), difference="0.005"), "FM"),
        (judge(loaded(31), difference="0.0051"), "LM"),
        (judge(loaded(31), difference="0.0201"), "PM"),
        (judge(loaded(31, late={28: 5, 29: 4, 30: 3, 31: 2})), "PM"),
        (judge(loaded(31, late={10: 5})), "PM"),
        (judge(loaded(31, without=(10,))), "DM"),
        (judge(loaded(30)), "DM"),
    ],
)
def test_holes_late_days_and_the_difference_decide(found: Punctuality, value: str) -> None:
    assert arrive_in_time(found, ARRIVAL) == value


def test_an_account_that_begins_in_the_month_is_expected_from_its_first_day_on() -> None:
    begins = Arrivals({day: at for day, at in loaded(31).first_loaded.items() if day.day > 10})
    assert judge(begins).open_gaps == ()


def test_a_hole_of_one_account_is_not_hidden_by_another() -> None:
    assert judge(loaded(31), loaded(31, without=(10,))).open_gaps == (date(2026, 3, 10),)


def test_days_marked_as_quiet_are_not_missed() -> None:
    arrivals = loaded(31, without=(10,))
    assert judge(Arrivals(arrivals.first_loaded, {date(2026, 3, 10)})).open_gaps == ()


def test_nobody_is_late_for_days_before_go_live() -> None:
    late = loaded(31, late={30: 9, 31: 9})
    found = judge(late, go_live=date(2026, 4, 1))
    assert (found.late, found.imported) == ((), True)


def test_history_loaded_backwards_fills_no_hole() -> None:
    march, february = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)
    days = {date(2026, 3, 1): march, date(2026, 3, 2): march, date(2026, 2, 28): february}
    assert filled_holes(days) == set()
    assert filled_holes(days | {date(2026, 3, 3): march, date(2026, 3, 2): february}) == {date(2026, 3, 2)}


def test_the_difference_is_relative_to_what_the_platform_says() -> None:
    total = AccountTotal("google_ads", "77", MARCH.from_day, MARCH.to_day, Decimal(13972), "EUR")
    assert difference_from(total, Decimal(14000)) == Decimal(28) / Decimal(13972)


@pytest.mark.parametrize(
    ("covers", "level"),
    [
        ({"campaign": 3, "ad": 9, "account": 30}, Level.CAMPAIGN),
        ({"ad": 30, "ad_group": 30, "account": 30}, Level.AD),
        ({"ad": 7, "account": 30}, Level.ACCOUNT),
        ({"ad": 7, "ad_group": 30, "account": 30}, Level.AD_GROUP),
        ({"ad": 2}, Level.AD),
    ],
)
def test_an_account_is_read_at_one_level(covers: dict[str, int], level: Level) -> None:
    assert level_to_read([LevelCover(Level(name), days) for name, days in covers.items()]) == level
