"""A large organisation, the demo's campaigns so often: `python -m benchmarks.organisation TIMES`.

Twenty-five times are 1,000 campaigns over 18 months with plans, approvals, gate, board, checkpoints, GO and
daily spend, made by the actions that people use. It stands in RISER_HOME afterwards.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riser.demo.scenario import Campaign, Delivery, Scenario


def main() -> None:
    """Builds it in RISER_HOME, unless it stands there whole; one that was cut off is built anew."""
    from riser.foundation.shell import start_django

    start_django()
    from riser.cli.installation import installed, prepare_database
    from riser.demo.build import build, is_cut_off, take_down
    from riser.demo.scenario import scenario
    from riser.foundation import clock

    prepare_database()
    if is_cut_off():
        take_down()
        prepare_database()
    if not installed():
        build(clock.now(), story=enlarged(scenario(), int(sys.argv[1])), progress=_told)


def enlarged(story: "Scenario", times: int) -> "Scenario":
    """The scenario with every campaign and every stray so often, each under names of its own."""
    return replace(
        story,
        campaigns=tuple(one for campaign in story.campaigns for one in _copies(campaign, times)),
        strays=tuple(_delivery(one, number) for one in story.strays for number in range(times)),
    )


def _copies(campaign: "Campaign", times: int) -> "Iterator[Campaign]":
    yield campaign
    for number in range(1, times):
        yield replace(
            campaign,
            key=f"{campaign.key}-{number}",
            name=f"{campaign.name} {number}",
            deliveries=tuple(_delivery(one, number) for one in campaign.deliveries),
        )


def _delivery(one: "Delivery", number: int) -> "Delivery":
    return replace(one, key=f"{one.key}{number:02}", name=f"{one.name} {number}") if number else one


def _told(done: int, of: int) -> None:
    if done % 500 == 0 or done == of:
        print(f"{done:,} of {of:,}", flush=True)


if __name__ == "__main__":
    main()
