"""Keeps the history of ratings, changes only, and tells the members what moved and what soon will."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess.models import ForeseenMove, RatingChange
from riser.assess.profile import PracticeProfile, Profile
from riser.assess.rules.forecast import Move
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Member
from riser.foundation.notices import notify
from riser.foundation.roles import APPRAISERS, DECIDERS, READERS, Act, Permission, require
from riser.foundation.trail import record_event
from riser.ui.formats import day
from riser.ui.ratings import RATINGS

KEEP_RATINGS = Permission("assess.keep", READERS, gettext_lazy("have ratings computed"))
MOVED_NOTICE, SOON_NOTICE = "rating_moved", "rating_will_move"
TOLD_DAYS_AHEAD = 14
CONCERNED = DECIDERS | APPRAISERS

State = tuple[str, list[str]]  # rating and what was allowed


@transaction.atomic
def keep_ratings(act: Act, profile: Profile) -> list[RatingChange]:
    """The ratings that differ from the last kept ones, stored; an unchanged profile stores nothing.

    Managers, administrators and appraisers are told of a rating that moved; the first one kept is no move.
    """
    require(act, KEEP_RATINGS)
    last = _last_kept(act.organisation_id, profile)
    changed = [one for one in profile.practices.values() if last.get(one.id, ("", [])) != _state(one)]
    rows = [_change(act, profile, one) for one in changed]
    for row in rows:
        row.save()
    if rows:
        after = {row.practice: row.rating for row in rows}
        record_event(act, RecordRef("profile", profile.model.id), "keep ratings", after=after)
        _tell_moved(act, [(row, last[row.practice][0]) for row in rows if row.practice in last])
    return rows


@transaction.atomic
def tell_foreseen(act: Act, profile: Profile) -> list[ForeseenMove]:
    """The moves of the next 14 days of which nobody was told yet, kept and told."""
    require(act, KEEP_RATINGS)
    until = profile.as_of + timedelta(days=TOLD_DAYS_AHEAD)
    told = set(
        ForeseenMove.objects.filter(organisation_id=act.organisation_id, model=profile.model.id).values_list(
            "practice", "day"
        )
    )
    soon = [
        (one.id, move) for one, move in profile.moves if move.day <= until and (one.id, move.day) not in told
    ]
    rows = [_foreseen(act, profile, practice, move) for practice, move in soon]
    for row in rows:
        row.save()
    if rows:
        after = {row.practice: row.day for row in rows}
        record_event(act, RecordRef("profile", profile.model.id), "foresee moves", after=after)
        _tell_soon(act, rows)
    return rows


def _tell_moved(act: Act, moved: Sequence[tuple[RatingChange, str]]) -> None:
    """One notice for all of a night; a change of what is allowed that leaves the rating is no news."""
    news = [(row.practice, before, row.rating) for row, before in moved if row.rating != before]
    if not news:
        return

    def text() -> str:
        said = "; ".join(f"{id_} {_word(before)} → {_word(after)}" for id_, before, after in news)
        return _("Ratings moved: %(moves)s.") % {"moves": said}

    notify(act, kind=MOVED_NOTICE, to=_concerned(act), text=text, url=reverse("assess_history"))


def _tell_soon(act: Act, rows: Sequence[ForeseenMove]) -> None:
    def text() -> str:
        said = "; ".join(
            f"{row.practice} {_word(row.before)} → {_word(row.after)} ({day(row.day)})" for row in rows
        )
        return _("Ratings will move by themselves, if nothing new is recorded: %(moves)s.") % {"moves": said}

    notify(act, kind=SOON_NOTICE, to=_concerned(act), text=text, url=reverse("assess"))


def _concerned(act: Act) -> list[int]:
    rows = Member.objects.filter(organisation_id=act.organisation_id, is_active=True, role__in=CONCERNED)
    return list(rows.values_list("pk", flat=True))


def _word(code: str) -> str:
    return str(RATINGS[code].word) if code else _("Not rated")


def _last_kept(organisation_id: int, profile: Profile) -> dict[str, State]:
    rows = RatingChange.objects.filter(
        organisation_id=organisation_id, model=profile.model.id, day__lte=profile.as_of
    )
    return {row.practice: (row.rating, row.allowed) for row in rows.order_by("day", "id")}


def _state(one: PracticeProfile) -> State:
    return (one.rating.value if one.rating else "", [code.value for code in one.outcome.allowed])


def _change(act: Act, profile: Profile, one: PracticeProfile) -> RatingChange:
    rating, allowed = _state(one)
    return RatingChange(
        organisation_id=act.organisation_id,
        model=profile.model.id,
        version=profile.model.version,
        practice=one.id,
        rating=rating,
        allowed=allowed,
        day=profile.as_of,
        recorded_at=act.now,
    )


def _foreseen(act: Act, profile: Profile, practice: str, move: Move) -> ForeseenMove:
    return ForeseenMove(
        organisation_id=act.organisation_id,
        model=profile.model.id,
        practice=practice,
        day=move.day,
        before=move.before.value if move.before else "",
        after=move.after.value if move.after else "",
        recorded_at=act.now,
    )
