"""GA4's default channels: the published cases, the order of the rules, and their dates."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.connect.channels import book_on, categories, rulesets
from riser.connect.rules.channels import Traffic, channel_of

BEGUN = date(2026, 5, 13)
NOW = book_on(date(2026, 11, 1))


@pytest.mark.reference
def test_every_published_visit_gets_its_channel_before_and_after_the_new_one(reference_data: Path) -> None:
    data = json.loads((reference_data / "utm" / "utm_cases.json").read_text())
    cases = [case for case in data["cases"] if case["kind"] == "channel"]
    assert len(cases) == 49
    days = {"expected_channel_before_2026_05_13": BEGUN - timedelta(days=1), "expected_channel": BEGUN}
    wrong = {
        (case["id"], name): got
        for case in cases
        for name, day in days.items()
        if (got := channel_of(Traffic(**case["input"]), book_on(day)).channel) != case[name]
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("source", "medium", "campaign", "channel"),
    [
        ("google", "cpc", "eshop", "Paid Shopping"),
        ("google", "cpc", "photoshop", "Paid Search"),
        ("google", "cpc", "Shopping-DE", "Paid Shopping"),
        ("blog", "", "summer shop", "Organic Shopping"),
        ("x", "cpm", "", "Display"),
        ("google", "cpm", "", "Paid Search"),
        ("google", "display", "", "Display"),
        ("facebook", "interstitial", "", "Display"),
        ("x", "Social Media", "", "Organic Social"),
        ("x", "in-app video", "", "Organic Video"),
        ("x", "cpvideo", "", "Paid Other"),
        ("E-Mail", "", "", "Email"),
        ("x", "e_mail", "", "Email"),
        ("x", "email-newsletter", "", "Unassigned"),
        ("x", "affiliates", "", "Unassigned"),
        ("x", "webpush", "", "Mobile Push Notifications"),
        ("x", "push-message", "", "Unassigned"),
        ("x", "app-notification-2", "", "Mobile Push Notifications"),
        ("x", "mobile", "", "Mobile Push Notifications"),
        ("Firebase", "cpc", "", "Paid Other"),
        ("direct", "(none)", "", "Unassigned"),
        ("(direct)", "", "", "Unassigned"),
        ("(direct)", "(NONE)", "", "Direct"),
        ("", "", "", "Direct"),
        ("", "", "spring", "Unassigned"),
        ("(direct)", "(none)", "cross-network", "Direct"),
        ("bing", "ai-assistant", "", "AI Assistant"),
        ("x", "AI-Assistant", "", "AI Assistant"),
        ("chatgpt.com", "referral", "", "Referral"),
        ("facebook.com ", "cpc", "", "Paid Other"),
    ],
)
def test_a_visit_gets_the_channel_of_the_first_rule_that_holds(
    source: str, medium: str, campaign: str, channel: str
) -> None:
    assert channel_of(Traffic(source, medium, campaign), NOW).channel == channel


def test_the_rule_and_the_ruleset_are_told() -> None:
    visit = Traffic("google", "cpc")
    found = channel_of(visit, NOW)
    assert (found.rule, found.ruleset) == ("paid-search", "ga4-2026-05-13")
    assert (
        channel_of(Traffic("google", "cpc"), book_on(BEGUN - timedelta(days=1))).ruleset == "ga4-2023-11-04"
    )


@given(st.dates())
def test_every_day_has_the_newest_ruleset_that_had_begun(day: date) -> None:
    begun = [one.since for one in rulesets() if one.since <= day] or [rulesets()[0].since]
    assert book_on(day).ruleset.since == max(begun)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_every_visit_has_one_channel_whatever_the_case(source: str, medium: str, campaign: str) -> None:
    found = channel_of(Traffic(source, medium, campaign), NOW)
    assert found.channel in {rule.channel for rule in NOW.ruleset.rules}
    if source.isascii() and medium.isascii() and campaign.isascii():
        assert channel_of(Traffic(source.upper(), medium.upper(), campaign.upper()), NOW) == found


@given(
    st.sampled_from(sorted(categories())), st.sampled_from(["cpc", "ppc", "retargeting", "paid_x", "xcpx"])
)
def test_a_paid_visit_from_a_known_site_is_paid_of_its_kind(source: str, medium: str) -> None:
    kind = categories()[source].title()
    assert channel_of(Traffic(source, medium), NOW).channel == f"Paid {kind}"


def test_the_list_of_sources_ships_with_its_licence() -> None:
    folder = Path(__file__).parents[1] / "channels"
    said = (folder / "ga4_source_categories.LICENSE.txt").read_text()
    assert "MIT License" in said
    assert "2023-11-04" in said
    assert len(categories()) > 800


def test_every_rule_is_said_in_both_languages_and_ends_in_one_that_always_holds() -> None:
    for ruleset in rulesets():
        assert all(rule.says["en"] and rule.says["zh"] for rule in ruleset.rules)
        assert ruleset.rules[-1].id == "unassigned"
        assert len({rule.id for rule in ruleset.rules}) == len(ruleset.rules)
