"""Appraisals, affirmations and the history of ratings as programs read them, in the shell and in the API."""

from typing import Any

from riser.assess.affirmations import Affirmed
from riser.assess.appraisals import HistoryLine
from riser.assess.appraised import Appraised, Signed, Sitting
from riser.assess.pages.history import Change
from riser.assess.targets import Target
from riser.foundation.evidence import RecordRef

Plain = dict[str, Any]


def sitting_plain(sat: Sitting) -> Plain:
    """An appraisal without what was decided in it."""
    return {
        "id": sat.id,
        "model": sat.model,
        "version": sat.version,
        "as_of": sat.as_of,
        "state": sat.state,
        "sponsor": sat.sponsor,
        "left_out": dict(sat.left_out),
        "appraiser": sat.opened_by,
        "began_at": sat.began_at,
        "closed_at": sat.closed_at,
        "sha256": sat.sha256 or None,
    }


def appraised_plain(found: Appraised) -> Plain:
    """An appraisal with its level, what is undecided, and each practice with its judgement."""
    return {
        **sitting_plain(found.sitting),
        "level_appraised": found.level,
        "undecided": list(found.undecided),
        "practices": [
            {
                "id": id_,
                "rating": one.rating,
                "allowed": list(one.basis.allowed),
                "judgement": {"value": one.rated.value, **signed_plain(one.rated.signed)}
                if one.rated
                else None,
                "to_be_confirmed": list(one.why_lapsed),
                "overrides": [
                    {
                        "instance": each.seen.id,
                        "computed": each.called.override.computed,
                        "value": each.called.override.value,
                        **signed_plain(each.called.signed),
                    }
                    for each in one.instances
                    if each.called
                ],
            }
            for id_, one in found.practices.items()
        ],
        "groups": [
            {"group": key, "weaknesses": list(one.noted), "significant_harm": one.does_harm}
            for key, one in found.groups.items()
        ],
    }


def signed_plain(signed: Signed) -> Plain:
    """Who decided, when, why, and on which record they lean."""
    return {
        "decision": signed.id,
        "by": signed.by,
        "at": signed.at,
        "reason": signed.reason,
        "record": record_plain(signed.record),
    }


def record_plain(record: RecordRef | None) -> str | None:
    """A record as "kind:id"."""
    return f"{record.kind}:{record.id}" if record else None


def decision_plain(line: HistoryLine) -> Plain:
    """One decision of the history; an empty value took back the one before."""
    return {
        "topic": line.topic,
        "subject": line.subject,
        "instance": line.instance or None,
        "value": line.value or None,
        "stands": line.stands,
        **signed_plain(line.signed),
    }


def affirmed_plain(one: Affirmed) -> Plain:
    """One question to a colleague with its answer."""
    return {
        "id": one.id,
        "practice": one.practice or None,
        "instance": one.instance or None,
        "record": record_plain(one.record),
        "question": one.question,
        "asked_by": one.asked_by,
        "asked_at": one.asked_at,
        "of": one.of,
        "answer": one.answer,
        "comment": one.comment,
        "answered_at": one.answered_at,
    }


def change_plain(change: Change) -> Plain:
    """One kept change of a rating; null is not rated."""
    return {
        "practice": change.practice,
        "day": change.day,
        "before": change.before or None,
        "rating": change.rating or None,
        "allowed": list(change.allowed),
    }


def target_plain(one: Target) -> Plain:
    """The level that an area is to reach; null: it was taken back."""
    return {
        "area": one.area,
        "level": one.level,
        "reason": one.reason,
        "by": one.by,
        "at": one.at,
        "version": one.version,
    }
