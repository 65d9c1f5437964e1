"""The pages of an appraisal: where it stands, and one practice after another to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.assess.appraisals import HistoryLine, history
from riser.assess.appraised import (
    Appraised,
    AppraisedGroup,
    AppraisedInstance,
    AppraisedPractice,
    Evidence,
    Sitting,
)
from riser.assess.library import Model, Practice
from riser.assess.pages.judged import Hand, hand, judge_href, override_hand, practice_hand, status, word
from riser.assess.pages.links import slug
from riser.assess.pages.practice import RULE_ORDER, percent
from riser.assess.pages.records import RecordLink, record_links
from riser.assess.rules.judgement import Harm, Topic
from riser.assess.words import APPRAISAL_STATES, HARMS
from riser.foundation.evidence import RecordRef
from riser.ui.formats import listed


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One practice of the appraisal."""

    one: AppraisedPractice
    practice: Practice
    code: str
    status: str
    allowed: tuple[str, ...]
    by_count: str
    by_spend: str
    href: str
    hand: Hand | None
    overrides: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in which critical weaknesses are noted, or on which somebody spoke."""

    group: AppraisedGroup
    harm: str
    href: str
    hand: Hand | None


@dataclass(frozen=True, slots=True)
class PastLine:
    """One judgement of the history."""

    line: HistoryLine
    said: str
    href: str  # where it can be taken back, empty where it cannot


@dataclass(frozen=True, slots=True)
class AppraisalPage:
    """Everything the page draws."""

    sitting: Sitting
    state: str
    level: int | None
    decided: int
    to_decide: int
    next_href: str
    lines: tuple[PracticeLine, ...]
    groups: tuple[GroupLine, ...]
    past: tuple[PastLine, ...]
    late: tuple[tuple[str, str, str], ...]
    left_out: tuple[tuple[str, str], ...]


def page(found: Appraised, model: Model, *, may_judge: bool, today: Evidence) -> AppraisalPage:
    """The page of an appraisal. `today` is the evidence of its day as it is known now."""
    sat = found.sitting
    can_decide = may_judge and sat.is_open
    return AppraisalPage(
        sitting=sat,
        state=str(APPRAISAL_STATES[sat.state]),
        level=found.level,
        decided=len(found.to_decide) - len(found.undecided),
        to_decide=len(found.to_decide),
        next_href=next_href(found) if can_decide else "",
        lines=tuple(_line(one, model.practices[id_], sat) for id_, one in found.practices.items()),
        groups=tuple(_group(one, sat) for one in found.groups.values() if one.noted or one.weighing),
        past=tuple(_past(line, sat, can_decide) for line in history(sat.id)),
        late=late(found, today),
        left_out=_left_out(sat),
    )


def _left_out(sat: Sitting) -> tuple[tuple[str, str], ...]:
    """The areas that are not applicable, those with the same reason together."""
    by_reason: dict[str, list[str]] = {}
    for code, why in sat.left_out.items():
        by_reason.setdefault(why, []).append(code)
    return tuple((listed(codes), why) for why, codes in by_reason.items())


def next_href(found: Appraised, *, after: str = "") -> str:
    """The next practice that waits, in the model's order, past the given one first; "" when none is left."""
    waiting, ids = found.undecided, list(found.practices)
    place = ids.index(after) if after in ids else -1
    ordered = sorted(waiting, key=lambda id_: (ids.index(id_) <= place, ids.index(id_)))
    return judge_href(found.sitting.id, ordered[0]) if ordered else ""


def late(found: Appraised, today: Evidence) -> tuple[tuple[str, str, str], ...]:
    """What was recorded after the appraisal began: practice, instance, how it would be now. Not counted."""
    lines = []
    for id_, one in found.practices.items():
        then = {seen.seen.id: seen.seen.computed for seen in one.instances}
        for now in today.get(id_, ()):
            if then.get(now.id) is not now.computed:
                before = word(then[now.id]) if now.id in then else _("no instance then")
                lines.append((id_, now.title, f"{before} → {word(now.computed)}"))
    return tuple(lines)


def _line(one: AppraisedPractice, practice: Practice, sat: Sitting) -> PracticeLine:
    return PracticeLine(
        one=one,
        practice=practice,
        code=one.rating.value if one.rating else "",
        status=status(one),
        allowed=tuple(one.basis.allowed),
        by_count=percent(one.basis.by_count),
        by_spend=percent(one.basis.by_spend),
        href=judge_href(sat.id, one.id),
        hand=practice_hand(one),
        overrides=sum(instance.called is not None for instance in one.instances),
    )


def _group(group: AppraisedGroup, sat: Sitting) -> GroupLine:
    said = group.weighing
    return GroupLine(
        group=group,
        harm=str(HARMS[Harm.HARM if group.does_harm else Harm.NO_HARM]),
        href=reverse("assess_judge_harm", args=[sat.id, slug(group.key)]),
        hand=hand(str(HARMS[said.harm]), said.signed, group.why_lapsed, {}) if said else None,
    )


def _past(line: HistoryLine, sat: Sitting, can_decide: bool) -> PastLine:
    takes_back = can_decide and line.stands
    href = reverse("assess_take_back", args=[sat.id, line.id]) if takes_back else ""
    return PastLine(line, said(line), href)


def said(line: HistoryLine) -> str:
    """What was decided, in words."""
    if not line.value:
        return _("taken back")
    if line.topic is Topic.GROUP:
        return str(HARMS[Harm(line.value)])
    if line.topic is Topic.INSTANCE:
        return _("%(value)s instead of %(computed)s") % {
            "value": word(line.value),
            "computed": word(line.computed),
        }
    return word(line.value)


# --- one practice ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InstanceLine:
    """One instance of the frozen evidence."""

    one: AppraisedInstance
    records: tuple[RecordLink, ...]
    hand: Hand | None
    href: str


@dataclass(frozen=True, slots=True)
class JudgePage:
    """Everything the page draws."""

    sitting: Sitting
    line: PracticeLine
    instances: tuple[InstanceLine, ...]
    rules: tuple[tuple[str, str], ...]
    previous_href: str
    following_href: str
    decided: int
    to_decide: int


def judge_page(found: Appraised, practice: Practice, *, organisation_id: int) -> JudgePage:
    """The page on which one practice is judged."""
    one, sat = found.practices[practice.id], found.sitting
    ids = list(found.practices)
    place = ids.index(practice.id)
    return JudgePage(
        sitting=sat,
        line=_line(one, practice, sat),
        instances=_instances(one, sat, organisation_id),
        rules=tuple(
            (code.value, str(practice.rating[code])) for code in RULE_ORDER if code in practice.rating
        ),
        previous_href=judge_href(sat.id, ids[place - 1]) if place else "",
        following_href=judge_href(sat.id, ids[place + 1]) if place + 1 < len(ids) else "",
        decided=len(found.to_decide) - len(found.undecided),
        to_decide=len(found.to_decide),
    )


def _instances(one: AppraisedPractice, sat: Sitting, organisation_id: int) -> tuple[InstanceLine, ...]:
    refs = {record for instance in one.instances for record in refs_of(instance)}
    called = {i.called.signed.record for i in one.instances if i.called and i.called.signed.record}
    links = record_links(organisation_id, refs | called)
    return tuple(
        InstanceLine(
            one=instance,
            records=tuple(links[ref] for ref in refs_of(instance) if ref in links),
            hand=override_hand(instance.called, instance.why_lapsed, links) if instance.called else None,
            href=reverse("assess_override", args=[sat.id, slug(one.id)]),
        )
        for instance in one.instances
    )


def refs_of(one: AppraisedInstance) -> Sequence[RecordRef]:
    """The records behind an instance."""
    return [ref_of(text) for text in one.seen.records]


def ref_of(text: str) -> RecordRef:
    """The record that "kind:id" names."""
    kind, _colon, id_ = text.partition(":")
    return RecordRef(kind, id_)
