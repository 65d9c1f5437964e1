"""Reads what colleagues affirmed, and lays it over the facts: declared alone is less than affirmed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from riser.assess.byhand import Claims
from riser.assess.models import Affirmation, Submission
from riser.assess.rules.judgement import Voice, is_affirmed
from riser.foundation.errors import NotFound
from riser.foundation.evidence import Fact, Provenance, RecordRef
from riser.foundation.models import AuditEvent, Member, RecordVersion
from riser.ui import formats

Facts = Mapping[str, Mapping[str, Fact]]  # by practice id and instance id


@dataclass(frozen=True, slots=True)
class Affirmed:
    """One question to a colleague, and what they answered; ``answer`` is None while it is open."""

    id: int
    practice: str
    instance: str
    record: RecordRef | None
    question: str
    asked_by: str
    asked_by_id: int | None
    asked_at: datetime
    of: str
    of_id: int | None
    answer: bool | None
    comment: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None


def affirmations(
    organisation_id: int, *, practice: str = "", instance: str = "", of: int | None = None
) -> list[Affirmed]:
    """Every question asked, newest first; about one practice or instance, or of one member, where named."""
    rows = Affirmation.objects.filter(organisation_id=organisation_id)
    if practice:
        rows = rows.filter(practice=practice)
    if instance:
        rows = rows.filter(instance=instance)
    if of is not None:
        rows = rows.filter(of_id=of)
    return [affirmed_of(row) for row in rows.order_by("-asked_at", "-pk")]


def affirmation(organisation_id: int, affirmation_id: int) -> Affirmed:
    """One question. Raises NotFound."""
    row = Affirmation.objects.filter(organisation_id=organisation_id, pk=affirmation_id).first()
    if row is None:
        raise NotFound(_("Nobody was asked this in this organisation."))
    return affirmed_of(row)


def affirmed_of(row: Affirmation) -> Affirmed:
    """A row as a frozen value."""
    return Affirmed(
        id=row.pk,
        practice=row.practice,
        instance=row.instance,
        record=RecordRef(row.record_kind, row.record_id) if row.record_kind else None,
        question=row.question,
        asked_by=row.asked_by_name,
        asked_by_id=row.asked_by_id,
        asked_at=row.asked_at,
        of=row.of_name,
        of_id=row.of_id,
        answer=row.answer,
        comment=row.comment,
        answered_at=row.answered_at,
    )


# --- over the facts ----------------------------------------------------------------------------------------


def with_affirmations(organisation_id: int, facts: Facts, claimed: Claims, *, as_of: date) -> Facts:
    """The facts, those declared marked as affirmed where a second role said yes and nobody said no.

    Whoever declared or attached it meanwhile is no second person, whatever they affirmed before; and nobody
    affirms what was declared after they answered. One query where nobody was asked, six where somebody
    answered.
    """
    answers = _answers(organisation_id, as_of)
    if not answers:
        return facts
    spoken = {
        (practice, instance): fact
        for practice, mine in facts.items()
        for instance, fact in mine.items()
        if fact.provenance is Provenance.DECLARED and answers.of(practice, instance, fact)
    }
    refs = {ref for fact in spoken.values() for ref in fact.records}
    authors, since = declarers(organisation_id, refs), _declared_at(organisation_id, refs, as_of)
    heard = {
        place: _heard(fact, answers.of(*place, fact, but=_declared_by(place, fact, authors, claimed)), since)
        for place, fact in spoken.items()
    }
    return {
        practice: {id_: heard.get((practice, id_), fact) for id_, fact in mine.items()}
        for practice, mine in facts.items()
    }


def _heard(fact: Fact, said: Sequence["_Answer"], since: Mapping[RecordRef, datetime]) -> Fact:
    """The fact as these answers leave it. A yes speaks of what was there by then; a no stands.

    Where a yes came before the newest thing that was declared, the reason says so.
    """
    newest = max((since[ref] for ref in fact.records if ref in since), default=None)
    counting = [one for one in said if newest is None or not one.yes or one.at >= newest]
    if is_affirmed(one.yes for one in counting):
        return replace(fact, affirmed=True)
    if len(counting) == len(said) or newest is None:
        return fact
    text = _("It was affirmed before the newest of it was declared, on %(day)s. Ask again.")
    return replace(fact, reason=formats.sentences(fact.reason, text % {"day": formats.day(newest.date())}))


@dataclass(frozen=True, slots=True)
class _Answer:
    """Yes or no, and when."""

    yes: bool
    at: datetime


@dataclass(frozen=True)
class _Answers:
    """Each person's newest answer, by practice and instance and by record."""

    by_instance: Mapping[tuple[str, str], Mapping[int, _Answer]]
    by_record: Mapping[RecordRef, Mapping[int, _Answer]]

    def __bool__(self) -> bool:
        return bool(self.by_instance or self.by_record)

    def of(self, practice: str, instance: str, fact: Fact, *, but: Iterable[int] = ()) -> list[_Answer]:
        """What was answered on a fact, by members other than these: of each one no, else the newest yes."""
        said = dict(self.by_instance.get((practice, instance), {}))
        for ref in fact.records:
            for member, answer in self.by_record.get(ref, {}).items():
                said[member] = max(said.get(member, answer), answer, key=lambda one: (not one.yes, one.at))
        left_out = set(but)
        return [answer for member, answer in said.items() if member not in left_out]


def _answers(organisation_id: int, as_of: date) -> _Answers:
    by_instance: dict[tuple[str, str], dict[int, _Answer]] = defaultdict(dict)
    by_record: dict[RecordRef, dict[int, _Answer]] = defaultdict(dict)
    rows = Affirmation.objects.filter(
        organisation_id=organisation_id, answer__isnull=False, answered_at__date__lte=as_of
    )
    for row in rows.order_by("answered_at", "pk"):
        answer = _Answer(bool(row.answer), row.answered_at or row.asked_at)
        if row.record_kind:
            by_record[RecordRef(row.record_kind, row.record_id)][row.of_id or 0] = answer
        else:
            by_instance[row.practice, row.instance][row.of_id or 0] = answer
    return _Answers(by_instance, by_record)


def _declared_by(
    place: tuple[str, str], fact: Fact, authors: Mapping[RecordRef, frozenset[int]], claimed: Claims
) -> set[int]:
    found = {member for ref in fact.records for member in authors.get(ref, frozenset())}
    return found | {one.member_id for one in claimed.get(place, ()) if one.member_id is not None}


def declarers(organisation_id: int, refs: Iterable[RecordRef]) -> dict[RecordRef, frozenset[int]]:
    """Who wrote each record, or declared something of it, by member id; two queries in all."""
    wanted = set(refs)
    if not wanted:
        return {}
    found: dict[RecordRef, set[int]] = defaultdict(set)
    kinds, ids = {ref.kind for ref in wanted}, {ref.id for ref in wanted}
    versions = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind__in=kinds, record_id__in=ids, author__isnull=False
    )
    for kind, id_, member in versions.values_list("kind", "record_id", "author_id").distinct():
        found[RecordRef(kind, id_)].add(member)
    acts = AuditEvent.objects.filter(
        Q(verb__startswith="declare") | Q(verb="attach"),
        organisation_id=organisation_id,
        case_kind__in=kinds,
        case_id__in=ids,
        actor__isnull=False,
    )
    for kind, id_, member in acts.values_list("case_kind", "case_id", "actor_id").distinct():
        found[RecordRef(kind, id_)].add(member)
    return {ref: frozenset(members) for ref, members in found.items()}


def _declared_at(organisation_id: int, refs: Iterable[RecordRef], as_of: date) -> dict[RecordRef, datetime]:
    """When something was last declared of each record by the end of a day; two queries in all."""
    wanted = set(refs)
    if not wanted:
        return {}
    kinds, ids = {ref.kind for ref in wanted}, {ref.id for ref in wanted}
    versions = RecordVersion.objects.filter(
        organisation_id=organisation_id,
        kind__in=kinds,
        record_id__in=ids,
        provenance=Provenance.DECLARED,
        recorded_at__date__lte=as_of,
    )
    acts = AuditEvent.objects.filter(
        Q(verb__startswith="declare") | Q(verb="attach"),
        organisation_id=organisation_id,
        case_kind__in=kinds,
        case_id__in=ids,
        recorded_at__date__lte=as_of,
    )
    found: dict[RecordRef, datetime] = {}
    for kind, id_, at in (
        *versions.values_list("kind", "record_id", "recorded_at"),
        *acts.values_list("case_kind", "case_id", "recorded_at"),
    ):
        found[RecordRef(kind, id_)] = max(at, found.get(RecordRef(kind, id_), at))
    return found


# --- who speaks --------------------------------------------------------------------------------------------


def voices(organisation_id: int, member_ids: Iterable[int]) -> dict[int, Voice]:
    """These members with their access role and the seat they last answered from; two queries."""
    wanted: Sequence[int] = sorted(set(member_ids))
    rows = Submission.objects.filter(organisation_id=organisation_id, member_id__in=wanted)
    seats = dict(rows.order_by("happened_at", "pk").values_list("member_id", "role"))
    members = Member.objects.filter(organisation_id=organisation_id, pk__in=wanted)
    return {pk: Voice(pk, role, seats.get(pk)) for pk, role in members.values_list("pk", "role")}
