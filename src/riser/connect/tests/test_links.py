"""Landing links and names: the published cases, and the rule of names."""

import json
from pathlib import Path
from typing import Any

import pytest

from riser.connect.rules.links import LinkContext, LinkPolicy, lint, lint_paid
from riser.connect.rules.names import folded, passes_name_rule

GOOD = "https://example.com/a?utm_source=google&utm_medium=cpc&utm_campaign=eu_search_2026"


@pytest.mark.reference
def test_every_published_case_is_found_exactly(reference_data: Path) -> None:
    data = json.loads((reference_data / "utm" / "utm_cases.json").read_text())
    cases = [case for case in data["cases"] if "expected_lint" in case]
    assert len(cases) == 20
    wrong = {case["id"]: found for case in cases if (found := _lint(case, data["policy"])) != _expected(case)}
    assert wrong == {}


def _lint(case: dict[str, Any], policy: dict[str, Any]) -> list[str]:
    context = case["input"]["context"]
    ours = LinkPolicy(
        required=tuple(policy["required"]),
        known=frozenset(policy["known_params"]),
        mediums=frozenset(policy["allowed_mediums"]),
        max_length=policy["max_length"],
        prohibited=frozenset(context.get("prohibited", ())),
        own_domains=frozenset(context.get("own_domains", ())),
    )
    place = LinkContext(context.get("campaign_is_paid", False), case["input"]["referrer"])
    return list(lint(case["input"]["url"], ours, place))


def _expected(case: dict[str, Any]) -> list[str]:
    return sorted(case["expected_lint"])


def test_the_policy_of_the_product_is_the_published_one() -> None:
    policy = LinkPolicy()
    assert lint(GOOD, policy, LinkContext(campaign_is_paid=True)) == ()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (GOOD.replace("eu_search", "EU_search"), ("uppercase",)),
        (GOOD.replace("eu_search", "eu%20search"), ("space",)),
        (GOOD.replace("eu_search_2026", "{{campaign.name}}"), ("unresolved_macro:utm_campaign",)),
        (GOOD.replace("eu_search_2026", "x" * 101), ("too_long:utm_campaign",)),
        (GOOD.replace("cpc", "social"), ("paid_link_in_unpaid_channel",)),
        (GOOD.replace("cpc", "newsletter"), ("channel_unassigned", "medium_not_allowed")),
        ("https://example.com/?gclid=abc", ()),
        (
            "https://example.com/",
            ("missing_required:utm_campaign", "missing_required:utm_medium", "missing_required:utm_source"),
        ),
    ],
)
def test_a_paid_link_is_checked(url: str, found: tuple[str, ...]) -> None:
    assert lint_paid(url, LinkPolicy()) == found


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
