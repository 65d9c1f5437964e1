"""Landing links and names: the published cases, odd links, and the rule of names."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.connect.channels import checked_values, default_values, policy_of, rules_on
from riser.connect.rules import landing
from riser.connect.rules.landing import decoded, host_of, landing_of
from riser.connect.rules.links import LinkContext, LinkReport, lint, lint_paid, report
from riser.connect.rules.names import folded, passes_name_rule
from riser.connect.rules.persons import shows_an_address

DAY = date(2026, 11, 1)
RULES = rules_on(DAY)
PAGE = "https://example.com/a"
GOOD = f"{PAGE}?utm_source=google&utm_medium=cpc&utm_campaign=eu_search_2026"


@pytest.mark.reference
def test_every_published_link_is_read_and_found_exactly(reference_data: Path) -> None:
    data = json.loads((reference_data / "utm" / "utm_cases.json").read_text())
    cases = [case for case in data["cases"] if case["kind"] == "url"]
    assert len(cases) == 20
    wrong = {case["id"]: got for case in cases if (got := _got(case, data["policy"])) != _expected(case)}
    assert wrong == {}


def _got(case: dict[str, Any], policy: dict[str, Any]) -> tuple[Any, list[str]]:
    asked = case["input"]
    values = checked_values(policy | asked["context"], name="policy")
    found = report(asked["url"], rules_on(DAY, policy_of(values)), LinkContext(referrer=asked["referrer"]))
    return _told(found), list(found.findings)


def _told(found: LinkReport) -> Any:
    if found.traffic is None:
        return None
    values = {name: getattr(found.traffic, name).lower() or None for name in ("source", "medium", "campaign")}
    return values | {"channel": found.channel}


def _expected(case: dict[str, Any]) -> tuple[Any, list[str]]:
    return case["expected"], sorted(case["expected_lint"])


@pytest.mark.reference
def test_the_policy_of_the_product_is_the_published_one(reference_data: Path) -> None:
    published = json.loads((reference_data / "utm" / "utm_cases.json").read_text())["policy"]
    assert {name: default_values()[name] for name in published if name != "notes"} == {
        name: value for name, value in published.items() if name != "notes"
    }


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (GOOD.replace("eu_search", "EU_search"), ("uppercase",)),
        (GOOD.replace("eu_search", "eu%20search"), ("space",)),
        (GOOD.replace("eu_search_2026", "{{campaign.name}}"), ("unresolved_macro:utm_campaign",)),
        (GOOD.replace("eu_search_2026", "x" * 101), ("too_long:utm_campaign",)),
        (GOOD.replace("cpc", "social"), ("paid_link_in_unpaid_channel",)),
        (GOOD.replace("cpc", "newsletter"), ("medium_not_allowed", "paid_link_in_unpaid_channel")),
        ("https://example.com/?gclid=abc", ()),
        ("https://example.com/?msclkid=abc", ()),
        (
            "https://example.com/",
            ("missing_required:utm_campaign", "missing_required:utm_medium", "missing_required:utm_source"),
        ),
    ],
)
def test_a_paid_link_is_checked(url: str, found: tuple[str, ...]) -> None:
    assert lint_paid(url, RULES) == found


def tagged(**values: str) -> str:
    """A clean link with these raw values in place of its own."""
    own = {"source": "google", "medium": "cpc", "campaign": "eu"} | values
    return f"{PAGE}?" + "&".join(f"utm_{name}={value}" for name, value in own.items())


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (tagged(source="fb", medium="paid_social"), ("source_alias",)),
        (tagged(source="FB", medium="paid_social"), ("source_alias", "uppercase")),
        (tagged(campaign="spring-sale_2026"), ("mixed_separators:utm_campaign",)),
        (tagged(content="a|b-c"), ("mixed_separators:utm_content",)),
        (tagged(content="jane.doe%40example.com"), ("pii:utm_content",)),
        (tagged(content="jane@example.com"), ("pii:utm_content",)),
        (tagged(content="jane%2540example.com"), ("pii:utm_content",)),
        (tagged(term="%2B4915112345678"), ("pii:utm_term",)),
        (tagged(term="%2B1%20415%20555%200123"), ("pii:utm_term", "space")),
        (tagged(term="415-555-0123"), ("pii:utm_term",)),
        (tagged(content="(555)%20123-4567"), ("pii:utm_content", "space")),
        (tagged(campaign="tel_4915112345678"), ("pii:utm_campaign",)),
        (tagged(term="13812345678"), ("pii:utm_term",)),
        (f"{GOOD}&email=jane@example.com", ("pii:email",)),
        (f"{GOOD}#utm_content=a", ("utm_in_fragment",)),
        ("https://example.com/#/offer?utm_source=google", ("utm_in_fragment",)),
        (f"{GOOD}&gclid=Cj0", ("autotag_conflict",)),
        (f"{PAGE}?gclid=Cj0&utm_source=newsletter", ("autotag_conflict",)),
        (f"{GOOD}&fbclid=abc", ()),
        (f"{GOOD}&gclid=", ()),
        (tagged(source="", medium=""), ("missing_required:utm_medium", "missing_required:utm_source")),
        (tagged(source="%20"), ("missing_required:utm_source", "space")),
        (GOOD.replace("utm_source", "UTM_Source"), ("missing_required:utm_source", "uppercase")),
        (f"{GOOD}&utm_campaign=eu_search_2026", ("duplicate_param:utm_campaign",)),
        (
            GOOD.replace("&utm_medium", "&amp;utm_medium"),
            ("missing_required:utm_medium", "unknown_utm_param:amp;utm_medium"),
        ),
        (tagged(campaign="50%"), ("bad_percent_encoding:utm_campaign",)),
        (tagged(campaign="%E9t%E9"), ("bad_percent_encoding:utm_campaign",)),
        (f"{GOOD}&session=%GG", ()),
        ("example.com/a?utm_source=google&utm_medium=cpc&utm_campaign=x", ()),
        ("//example.com/a?utm_source=google&utm_medium=cpc&utm_campaign=x", ()),
        ("example.com:8080/?utm_source=google&utm_medium=cpc&utm_campaign=x", ()),
        ("https://bücher.example/?utm_source=google&utm_medium=cpc&utm_campaign=%E6%98%A5", ()),
        ("HTTP://EXAMPLE.COM/?utm_source=google&utm_medium=cpc&utm_campaign=x", ("insecure_scheme",)),
        ("myapp://open/offer?utm_source=google&utm_medium=cpc&utm_campaign=x", ()),
    ],
)  # fmt: skip
def test_an_odd_link_is_found_out(url: str, found: tuple[str, ...]) -> None:
    assert lint(url, RULES) == found


@pytest.mark.parametrize(
    "macro",
    [
        *("{campaignid}", "{{campaign.name}}", "%7Bcampaignid%7D", "eu_{lpurl}_x", "{}", "a{{x}}B c"),
        *("%%PATTERN%%", "%%CAMPAIGN%%", "%%PATTERN:key%%", "__CAMPAIGN__", "__CAMPAIGN_NAME__"),
    ],
)
def test_a_placeholder_is_found_and_nothing_else_of_its_value(macro: str) -> None:
    assert lint(tagged(campaign=macro), RULES) == ("unresolved_macro:utm_campaign",)


@pytest.mark.parametrize("plain", ["a__b__c", "50%25off", "eu_search", "a%7Db", "2026__q1"])
def test_what_only_looks_like_a_placeholder_is_none(plain: str) -> None:
    assert lint(tagged(campaign=plain), RULES) == ()


@pytest.mark.parametrize(
    "plain",
    ["20260301", "2026-03-01", "17412345678", "300x250", "logo@2x.png", "@brand", "2026-03-01-2026-03-31"],
)
def test_an_id_a_day_or_a_size_is_nobody(plain: str) -> None:
    assert lint(tagged(campaign=plain), RULES) == ()


@pytest.mark.parametrize(
    "text", ["", "spring", "mailto:jane@example.com", "javascript:alert(1)", "https://", "https://[::1"]
)
def test_what_is_no_address_is_said_to_be_none(text: str) -> None:  # fmt: skip
    found = report(text, RULES)
    assert (found.channel, found.findings) == (None, ("not_a_url",))


@pytest.mark.parametrize(
    ("url", "referrer", "channel"),
    [
        (PAGE, "https://www.google.co.uk/", "Organic Search"),
        (PAGE, "https://cn.bing.com/search?q=a", "Organic Search"),
        (PAGE, "https://www.baidu.com/link", "Organic Search"),
        (PAGE, "https://mail.google.com/", "Referral"),
        (PAGE, "https://www.facebook.com/", "Organic Social"),
        (PAGE, "https://m.youtube.com/", "Organic Video"),
        (PAGE, "https://chatgpt.com/", "AI Assistant"),
        (PAGE, "https://gemini.google.com/app", "AI Assistant"),
        (PAGE, "https://www.example.com/other", "Direct"),
        (f"{PAGE}?utm_campaign=x", "https://chatgpt.com/", "Unassigned"),
        (f"{PAGE}?utm_sourse=x", "https://chatgpt.com/", "AI Assistant"),
        (f"{PAGE}?gclid=a&utm_source=newsletter&utm_medium=email", "", "Paid Search"),
        (f"{PAGE}?wbraid=a", "https://www.google.com/", "Paid Search"),
        (f"{PAGE}?utm_source=chatgpt.com", "", "Unassigned"),
    ],
)
def test_a_visit_without_tags_is_read_from_where_it_came(url: str, referrer: str, channel: str) -> None:
    assert report(url, RULES, LinkContext(referrer=referrer)).channel == channel


def test_before_the_channel_existed_an_assistant_refers() -> None:
    before = rules_on(date(2026, 5, 12))
    assert report(PAGE, before, LinkContext(referrer="https://chatgpt.com/")).channel == "Referral"


def test_a_tagged_link_on_our_own_pages_is_said() -> None:
    rules = rules_on(DAY, policy_of({"own_domains": ["shop.example"]}))
    assert lint(GOOD, rules, LinkContext(referrer="https://www.shop.example/cart")) == (
        "internal_link_tagged",
    )
    assert lint(GOOD, rules, LinkContext(referrer="https://example.com/")) == ("internal_link_tagged",)
    assert lint(GOOD, rules, LinkContext(referrer="https://shop.example.evil.test/")) == ()


def test_a_policy_says_what_is_a_fault() -> None:
    url = tagged(source="show", campaign="Draft", medium="podcast", content="a.b_c")
    found = ("channel_unassigned", "medium_not_allowed")
    assert lint(url, rules_on(DAY, policy_of({"case": "any"}))) == found
    said = {
        "allowed_mediums": ["Podcast"],
        "prohibited": ["draft"],
        "separators": [".", "_"],
        "max_length": 6,
    }
    assert lint(url, rules_on(DAY, policy_of(said))) == (
        "channel_unassigned",
        "mixed_separators:utm_content",
        "prohibited_value:utm_campaign",
        "too_long:utm_medium",
        "uppercase",
    )


@given(st.text(max_size=200))
def test_no_text_whatever_breaks_the_check(text: str) -> None:
    found = report(text, RULES, LinkContext(referrer=text))
    assert list(found.findings) == sorted(set(found.findings))
    assert (found.channel is None) == any(
        word == "not_a_url" or word.startswith("bad_percent_encoding") for word in found.findings
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_encoded_value_is_read_as_what_it_was(one: str, other: str) -> None:
    found = landing_of(f"{PAGE}?utm_source={quote(one, safe='')}&utm_term={quote(other, safe='')}")
    assert found is not None
    assert [tag.value for tag in found.tags.values()] == [one, other]


@given(st.text(alphabet="abcxyz_-.%{}&=?#@ ", max_size=80))
def test_a_link_is_clean_or_its_faults_stay_when_a_parameter_of_the_shop_is_added(tail: str) -> None:
    url = f"{PAGE}?utm_source=google&utm_medium=cpc&utm_campaign={quote(tail, safe='')}"
    assert lint(url, RULES) == lint(f"{url}&sort=price", RULES)


def test_a_link_beyond_any_use_is_not_taken_apart() -> None:
    longest = f"{GOOD}&x=".ljust(8000, "a")
    assert lint(longest, RULES) == ()
    assert report(f"{longest}a", RULES) == LinkReport(f"{longest}a", None, None, ("link_too_long",))
    assert lint_paid(f"{longest}a", RULES) == ("link_too_long",)
    assert host_of(f"{longest}a") == ""
    assert lint(PAGE, RULES, LinkContext(referrer=f"{longest}a")) == ()


def test_an_address_is_found_by_its_parts_however_much_stands_before_it() -> None:
    assert lint(tagged(term="a" * 300 + "@example.com"), RULES) == ("pii:utm_term", "too_long:utm_term")
    assert not shows_an_address("a" * 4000 + "@" + "b" * 3000)


def test_what_is_kept_of_the_values_that_were_read_is_short() -> None:
    before = landing._kept.cache_info().misses
    decoded("never-seen%21" + "a" * 200)
    assert landing._kept.cache_info().misses == before
    assert (decoded("never-seen%21"), landing._kept.cache_info().misses) == ("never-seen!", before + 1)


def test_a_host_is_read_without_its_final_dot() -> None:
    assert host_of("https://Example.COM./a") == "example.com"


@pytest.mark.parametrize("name", ["eu_search_spring_2026", "a_b_c", "de_social_2026"])
def test_names_in_three_lower_case_parts_pass(name: str) -> None:
    assert passes_name_rule(name)


@pytest.mark.parametrize(
    "name", ["spring", "eu_search", "EU_search_2026", "eu search 2026", "eu__x_y", "_a_b_c", ""]
)
def test_other_names_do_not(name: str) -> None:
    assert not passes_name_rule(name)


def test_names_that_differ_by_case_and_blanks_look_alike() -> None:
    assert folded("Brand - Search") == folded("brand  -  SEARCH ")
