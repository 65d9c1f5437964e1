"""Ratings are kept every night, changes only; who decides is told what moved and what soon will."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cast import NOW, Cast
from riser.assess.actions import keep_ratings, tell_foreseen
from riser.assess.actions.ratings import MOVED_NOTICE, SOON_NOTICE
from riser.assess.jobs import RECOMPUTE
from riser.assess.models import ForeseenMove, RatingChange
from riser.assess.pages.history import Change, course_svg, course_words
from riser.assess.queries import profile
from riser.assess.tests.records import AS_OF, Room, campaign, fact
from riser.foundation import registries
from riser.foundation.models import AuditEvent, Notice
from riser.foundation.roles import Act

pytestmark = pytest.mark.django_db


@dataclass
class Run:
    """A job's run that notes its progress."""

    act: Act
    organisation_id: int
    args: Mapping[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def progress(self, share: float, text: str = "") -> None:
        """Notes it."""
        self.said.append(text)


def told(kind: str) -> list[tuple[str, str]]:
    """Who was told what."""
    rows = Notice.objects.filter(kind=kind).select_related("member__user").order_by("pk")
    return [(str(row.member), row.text) for row in rows]


def test_the_first_night_is_no_news_and_a_move_is(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM", "FM", "FM")
    keep_ratings(cast.act("system"), profile(cast.id, AS_OF))
    assert told(MOVED_NOTICE) == []
    room.rate("BUD 2.1", "DM", "DM", "DM")
    tomorrow = AS_OF + timedelta(days=1)
    keep_ratings(cast.act("system", now=NOW + timedelta(days=1)), profile(cast.id, tomorrow))
    said = "Ratings moved: BUD 2.1 Fully → Not met."
    assert told(MOVED_NOTICE) == [("Alice", said), ("Bob", said)]


def test_a_move_within_fourteen_days_is_told_once(cast: Cast, room: Room) -> None:
    """The bad one is 175 days old and leaves in six; another, 160 days old, leaves in 21."""
    room.instances = [campaign(1, age=1), campaign(2, age=2), campaign(3, age=3), campaign(4, age=175)]
    codes = {1: "FM", 2: "FM", 3: "FM", 4: "DM"}
    room.facts["BUD 2.1"] = {f"campaign:{n}": fact(code) for n, code in codes.items()}
    (row,) = tell_foreseen(cast.act("system"), profile(cast.id, AS_OF))
    assert (row.practice, row.day, row.before, row.after) == (
        "BUD 2.1",
        AS_OF + timedelta(days=6),
        "PM",
        "FM",
    )
    assert tell_foreseen(cast.act("system"), profile(cast.id, AS_OF)) == []
    assert {name for name, _text in told(SOON_NOTICE)} == {"Alice", "Bob"}
    assert "BUD 2.1 Partly → Fully (8 Mar 2026)" in told(SOON_NOTICE)[0][1]
    assert AuditEvent.objects.filter(verb="foresee moves").count() == 1


def test_what_lies_further_ahead_is_told_later(cast: Cast, room: Room) -> None:
    room.instances = [campaign(1, age=1), campaign(2, age=2), campaign(3, age=3), campaign(4, age=160)]
    codes = {1: "FM", 2: "FM", 3: "FM", 4: "DM"}
    room.facts["BUD 2.1"] = {f"campaign:{n}": fact(code) for n, code in codes.items()}
    assert tell_foreseen(cast.act("system"), profile(cast.id, AS_OF)) == []
    assert not ForeseenMove.objects.exists()


def test_the_nightly_job_keeps_and_says_what_changed_and_may_run_twice(cast: Cast, room: Room) -> None:
    entry = registries.jobs.get("assess.recompute")
    assert entry is RECOMPUTE
    assert entry.every == timedelta(days=1)
    room.rate("BUD 2.1", "FM", "DM")
    run = Run(cast.act("system"), cast.id)
    first = RECOMPUTE.run(run)
    rows = RatingChange.objects.count()
    assert first.startswith(f"{rows} rating")
    assert run.said == ["Reading the records", "Keeping what changed"]
    assert RECOMPUTE.run(run) == "0 ratings changed. 0 will move within 14 days."
    assert RatingChange.objects.count() == rows


def test_the_page_draws_each_course_and_lists_the_moves(
    cast: Cast, room: Room, client_of: Callable[[str], Client]
) -> None:
    assert "Nothing is kept yet" in client_of("Vera").get("/assess/history/").content.decode()
    for days, code in ((0, "FM"), (20, "DM"), (40, "LM")):
        room.rate("BUD 2.1", code)
        room.instances[0] = campaign(1, age=-days)
        keep_ratings(
            cast.act("Bob", now=NOW + timedelta(days=days)), profile(cast.id, AS_OF + timedelta(days=days))
        )
    page = client_of("Vera").get("/assess/history/").content.decode()
    assert "2 ratings moved" in page
    assert "Fully from 2 Mar 2026, Not met from 22 Mar 2026, Largely from 11 Apr 2026" in page
    kept = client_of("Vera").get("/api/v1/assess/history?practice=BUD 2.1").json()["changes"]
    assert [(one["day"], one["before"], one["rating"]) for one in kept] == [
        ("2026-03-02", None, "FM"),
        ("2026-03-22", "FM", "DM"),
        ("2026-04-11", "DM", "LM"),
    ]


def change(day: date, rating: str) -> Change:
    """A kept change."""
    return Change("BUD 2.1", day, None, rating, (), "")


def test_a_course_has_a_step_for_each_move_and_a_gap_where_it_is_not_rated() -> None:
    """240 wide over 100 days; four heights of nine."""
    first = date(2026, 1, 1)
    mine = [
        change(first, "FM"),
        change(first + timedelta(days=50), ""),
        change(first + timedelta(days=75), "DM"),
    ]
    drawing = course_svg(mine, first, first + timedelta(days=100))
    assert drawing.count("<line") == 2, "no line where nothing was rated, and no step beside the gap"
    assert 'class="FM" x1="0" y1="9" x2="120" y2="9"' in drawing
    assert 'class="DM" x1="180" y1="36" x2="240" y2="36"' in drawing
    assert "Not rated from 20 Feb 2026" in course_words(mine)
