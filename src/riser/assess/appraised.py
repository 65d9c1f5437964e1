"""The appraised profile: frozen evidence and what people decided in, ratings and levels out. Pure.

It never mixes with the indicative one. A practice for which two ratings are allowed has none here until a
person chose and the choice still stands; then there is no appraised level either. Where one rating alone is
allowed nobody has to choose. Noted critical weaknesses count as significant harm to their group until an
appraiser says otherwise.

While an appraisal is open, what is recorded meanwhile changes nothing. Once it is finished its judgements are
also held against the evidence of the day asked for, and lapse when that has moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from riser.assess.library.model import PracticeArea
from riser.assess.rules.aggregate import Weighed
from riser.assess.rules.groups import Group
from riser.assess.rules.judgement import (
    AppraisalState,
    Basis,
    Harm,
    Moved,
    Override,
    basis,
    harm_moved,
    moved,
    overridden,
    override_moved,
)
from riser.assess.rules.levels import Area, maturity_level
from riser.foundation.evidence import Characterisation, RecordRef


@dataclass(frozen=True, slots=True)
class Seen:
    """One counting instance of a practice: what it weighs, and what speaks for it.

    Attributes:
        weighed: its characterisation after the caps of provenance, with its spend.
        critical: the critical weakness it shows, as a sentence, or None.
        records: "kind:id" of each record behind it.
    """

    id: str
    title: str
    weighed: Weighed
    reason: str = ""
    critical: str | None = None
    provenance: str = ""
    records: tuple[str, ...] = ()

    @property
    def computed(self) -> Characterisation:
        """What was computed for it."""
        return self.weighed.characterisation


Evidence = Mapping[str, Sequence[Seen]]  # by practice id, counting instances only


@dataclass(frozen=True, slots=True)
class Sitting:
    """An appraisal as other modules see it; ``left_out`` says why an area is not applicable."""

    id: int
    model: str
    version: str
    as_of: date
    sponsor: str
    left_out: Mapping[str, str]
    state: AppraisalState
    opened_by: str
    opened_by_id: int | None
    began_at: datetime
    closed_at: datetime | None
    sha256: str

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided in."""
        return self.state is AppraisalState.OPEN


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decided, when, why, and on which record they lean."""

    id: int
    by: str
    at: datetime
    reason: str
    record: RecordRef | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating a person chose for a practice, and what they saw."""

    value: Characterisation
    basis: Basis
    signed: Signed


@dataclass(frozen=True, slots=True)
class Called:
    """One instance called other than computed."""

    override: Override
    signed: Signed


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a person said of the harm of a group's noted weaknesses, and which they were."""

    harm: Harm
    noted: tuple[str, ...]
    signed: Signed


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that stands decided in one appraisal: the newest word on each subject."""

    rated: Mapping[str, Rated]
    called: Mapping[tuple[str, str], Called]
    weighed: Mapping[str, Weighing]


@dataclass(frozen=True, slots=True)
class AppraisedInstance:
    """One instance: computed, and where somebody called it otherwise, how and whether that stands."""

    seen: Seen
    called: Called | None
    why_lapsed: tuple[Moved, ...]

    @property
    def value(self) -> Characterisation:
        """What counts: the override while it stands, else what was computed."""
        stands = self.called is not None and not self.why_lapsed
        return self.called.override.value if self.called and stands else self.seen.computed


@dataclass(frozen=True, slots=True)
class AppraisedPractice:
    """One practice under judgement.

    Attributes:
        basis: what its instances allow now, overrides counted.
        rated: the newest judgement, also one that lapsed.
        why_lapsed: what moved since; empty while the judgement stands.
        has_to_be_decided: whether two ratings are allowed, now or in the evidence of the day asked for, or
            an instance that was called otherwise is to be looked at again.
    """

    id: str
    instances: tuple[AppraisedInstance, ...]
    basis: Basis
    rated: Rated | None
    why_lapsed: tuple[Moved, ...]
    has_to_be_decided: bool

    @property
    def is_to_be_confirmed(self) -> bool:
        """Whether a judgement lapsed."""
        return bool(self.why_lapsed)

    @property
    def is_undecided(self) -> bool:
        """Whether a person has to choose, or to choose again."""
        return self.is_to_be_confirmed or (self.has_to_be_decided and self.rated is None)

    @property
    def rating(self) -> Characterisation | None:
        """As judged, or the only one allowed; None while undecided, and where nothing can be rated."""
        if self.is_undecided:
            return None
        return self.rated.value if self.rated else self.basis.only

    @property
    def noted(self) -> tuple[str, ...]:
        """Its critical weaknesses as "practice|instance"."""
        return tuple(f"{self.id}|{one.seen.id}" for one in self.instances if one.seen.critical)


@dataclass(frozen=True, slots=True)
class AppraisedGroup:
    """An area's practices at one level: do the noted weaknesses together do significant harm?"""

    key: str
    level: int
    practices: tuple[AppraisedPractice, ...]
    weighing: Weighing | None
    why_lapsed: tuple[Moved, ...]

    @property
    def noted(self) -> tuple[str, ...]:
        """The critical weaknesses noted here."""
        return tuple(note for one in self.practices for note in one.noted)

    @property
    def is_to_be_confirmed(self) -> bool:
        """Whether a person's word on its harm lapsed."""
        return bool(self.why_lapsed)

    @property
    def does_harm(self) -> bool:
        """As judged while that stands; else whether a critical weakness is noted."""
        if self.weighing and not self.why_lapsed:
            return self.weighing.harm is Harm.HARM
        return bool(self.noted)

    @property
    def group(self) -> Group:
        """The group as the rules of levels know it."""
        ratings = {one.id: one.rating for one in self.practices}
        return Group(self.level, ratings, significant_weakness=self.does_harm)


@dataclass(frozen=True, slots=True)
class Appraised:
    """What one appraisal comes to on a day."""

    sitting: Sitting
    practices: Mapping[str, AppraisedPractice]
    groups: Mapping[str, AppraisedGroup]
    areas: tuple[Area, ...]

    @property
    def undecided(self) -> tuple[str, ...]:
        """The practices in scope for which a person has to choose, in the model's order."""
        return tuple(id_ for id_, one in self.practices.items() if one.is_undecided)

    @property
    def to_decide(self) -> tuple[str, ...]:
        """The practices that needed a person, decided or not."""
        return tuple(id_ for id_, one in self.practices.items() if one.has_to_be_decided or one.rated)

    @property
    def level(self) -> int | None:
        """1 to 5; None until every practice in scope that needs it is judged, and while a word on a group's
        harm has lapsed; also where none is in scope.
        """
        is_open = self.undecided or any(group.is_to_be_confirmed for group in self.groups.values())
        return None if is_open or not self.practices else maturity_level(self.areas)


def appraised(
    areas: Sequence[PracticeArea],
    sitting: Sitting,
    evidence: Evidence,
    decisions: Decisions,
    *,
    today: Evidence | None = None,
) -> Appraised:
    """The appraised profile of an appraisal.

    Args:
        evidence: what it is judged on, frozen when it began.
        today: the evidence of the day asked for, against which judgements may lapse; None while it is open.
    """
    scope = [area for area in areas if area.code not in sitting.left_out and area.practices]
    practices = {
        practice.id: _practice(
            practice.id,
            evidence.get(practice.id, ()),
            decisions,
            None if today is None else today.get(practice.id, ()),
        )
        for area in scope
        for practice in area.practices
    }
    groups = {key: _group(area, level, practices, decisions, today) for area, level, key in _keys(scope)}
    return Appraised(
        sitting=sitting,
        practices=practices,
        groups=groups,
        areas=tuple(
            Area(area.code, tuple(groups[key].group for owner, _level, key in _keys(scope) if owner is area))
            for area in scope
        ),
    )


def group_key(area: str, level: int) -> str:
    """How a group is called: "BUD 2"."""
    return f"{area} {level}"


def _keys(areas: Sequence[PracticeArea]) -> list[tuple[PracticeArea, int, str]]:
    return [(area, level, group_key(area.code, level)) for area in areas for level in area.levels]


def _practice(
    id_: str, evidence: Sequence[Seen], decisions: Decisions, today: Sequence[Seen] | None
) -> AppraisedPractice:
    rated = decisions.rated.get(id_)
    computed = {one.id: one.computed for one in today or ()}
    instances = tuple(_instance(id_, one, decisions, computed.get(one.id)) for one in evidence)
    now = basis([replace(one.seen.weighed, characterisation=one.value) for one in instances])
    later = now if today is None else _basis(id_, today, decisions)
    calls = [why for one in instances for why in one.why_lapsed]
    lapsed = dict.fromkeys((*moved(rated.basis, now), *moved(rated.basis, later), *calls)) if rated else ()
    return AppraisedPractice(
        id=id_,
        instances=instances,
        basis=now,
        rated=rated,
        why_lapsed=tuple(lapsed),
        has_to_be_decided=now.needs_judgement or later.needs_judgement or bool(calls),
    )


def _instance(
    practice: str, one: Seen, decisions: Decisions, today: Characterisation | None
) -> AppraisedInstance:
    """An instance that has aged out since (`today` is None) contradicts nothing that was said of it."""
    called = decisions.called.get((practice, one.id))
    then = called.override.computed if called else one.computed
    lapsed = override_moved(then, one.computed) or override_moved(then, today or one.computed)
    return AppraisedInstance(seen=one, called=called, why_lapsed=lapsed if called else ())


def _basis(practice: str, evidence: Sequence[Seen], decisions: Decisions) -> Basis:
    """What the instances allow, those overrides counted that still stand."""
    overrides = {
        instance: called.override for (id_, instance), called in decisions.called.items() if id_ == practice
    }
    return basis([overridden(one.weighed, overrides.get(one.id)) for one in evidence])


def _group(
    area: PracticeArea,
    level: int,
    practices: Mapping[str, AppraisedPractice],
    decisions: Decisions,
    today: Evidence | None,
) -> AppraisedGroup:
    key = group_key(area.code, level)
    here = tuple(practices[practice.id] for practice in area.at(level))
    weighing = decisions.weighed.get(key)
    noted = [note for one in here for note in one.noted]
    later = noted if today is None else [note for one in here for note in _noted(one.id, today)]
    lapsed = harm_moved(weighing.noted, noted) or harm_moved(weighing.noted, later) if weighing else ()
    return AppraisedGroup(
        key=key,
        level=level,
        practices=here,
        weighing=weighing,
        why_lapsed=lapsed,
    )


def _noted(practice: str, evidence: Evidence) -> list[str]:
    return [f"{practice}|{one.id}" for one in evidence.get(practice, ()) if one.critical]
