"""Asks a colleague whether what was declared is so, and keeps their answer."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess.actions.appraisals import plain_reason
from riser.assess.affirmations import declarers, voices
from riser.assess.byhand import claims
from riser.assess.models import Affirmation
from riser.assess.queries import practice_result
from riser.assess.rules.judgement import is_second_role
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import Approval, Member, Organisation, RecordVersion
from riser.foundation.notices import notify
from riser.foundation.roles import APPRAISERS, EDITORS, READERS, Act, Permission, Role, require
from riser.foundation.scope import require_seen
from riser.foundation.trail import record_event

ASK_AFFIRMATION = Permission(
    "assess.ask_affirmation", EDITORS | APPRAISERS, gettext_lazy("ask for an affirmation")
)
AFFIRM = Permission("assess.affirm", READERS - {Role.SYSTEM}, gettext_lazy("affirm evidence"), decision=True)
AFFIRMATION = "affirmation"
NOTICE = "affirmation"


def ask_affirmation(
    act: Act,
    *,
    of: int,
    practice: str = "",
    instance: str = "",
    record: RecordRef | None = None,
    question: str = "",
) -> Affirmation:
    """The question to a colleague (by member id), about a practice on an instance or about a declared record.

    Raises Refused where nothing is declared there, and for a colleague who is no second role to those who
    declared it; NotFound for what does not exist.
    """
    require(act, ASK_AFFIRMATION)
    declaring = _declaring(act, practice, instance, record)
    return _ask(act, of, _subject(practice, instance, record), declaring, plain_reason(question))


def _declaring(act: Act, practice: str, instance: str, record: RecordRef | None) -> frozenset[int]:
    """Who declared what is asked about. Raises Refused where nothing is declared."""
    if record is not None:
        require_seen(act, record)
        if not _is_declared(act.organisation_id, record):
            raise Refused(_("This record was not typed in later, so nobody has to affirm it."))
        return declarers(act.organisation_id, [record]).get(record, frozenset())
    # Before any transaction: a profile reads the lake.
    _one, result = practice_result(act.organisation_id, act.now.date(), practice, instance)
    if result.fact.provenance is not Provenance.DECLARED:
        raise Refused(
            _("Nothing is declared for %(practice)s on %(instance)s. Attach the evidence first.")
            % {"practice": practice, "instance": result.instance.title}
        )
    written = declarers(act.organisation_id, result.fact.records).values()
    attached = claims(act.organisation_id, as_of=act.now.date()).get((practice, instance), ())
    return frozenset(id_ for ids in written for id_ in ids) | {
        one.member_id for one in attached if one.member_id is not None
    }


def _is_declared(organisation_id: int, record: RecordRef) -> bool:
    same = {"organisation_id": organisation_id, "kind": record.kind, "record_id": record.id}
    declared = {**same, "provenance": Provenance.DECLARED}
    return (
        record.kind == "attachment"
        or RecordVersion.objects.filter(**declared).exists()
        or Approval.objects.filter(**declared).exists()
    )


def _subject(practice: str, instance: str, record: RecordRef | None) -> dict[str, str]:
    if record is not None:
        return {"practice": "", "instance": "", "record_kind": record.kind, "record_id": record.id}
    return {"practice": practice, "instance": instance, "record_kind": "", "record_id": ""}


@transaction.atomic
def _ask(act: Act, of: int, subject: dict[str, str], declaring: Iterable[int], question: str) -> Affirmation:
    Organisation.objects.select_for_update().get(pk=act.organisation_id)  # nobody is asked twice at once
    member = (
        Member.objects.select_related("user")
        .filter(organisation_id=act.organisation_id, pk=of, is_active=True)
        .first()
    )
    if member is None or member.role == Role.GUEST:
        raise NotFound(_("There is no such colleague in this organisation."))
    _refuse_first_role(act.organisation_id, member, declaring)
    open_ = Affirmation.objects.filter(
        organisation_id=act.organisation_id, of=member, answered_at=None, **subject
    )
    if open_.exists():
        raise Refused(_("%(name)s was asked this already and has not answered yet.") % {"name": member})
    row = Affirmation.objects.create(
        organisation_id=act.organisation_id,
        **subject,
        question=question,
        asked_by_id=act.actor.member_id,
        asked_by_name=act.actor.name,
        asked_at=act.now,
        of=member,
        of_name=str(member),
    )
    case = RecordRef(AFFIRMATION, str(row.pk))
    said = {name: value for name, value in subject.items() if value}
    record_event(act, case, "ask affirmation", after={**said, "of": str(member), "question": question})
    notify(
        act,
        kind=NOTICE,
        to=[member.pk],
        text=lambda: _("%(name)s asks whether something that was declared is so.") % {"name": act.actor.name},
        url=reverse("assess_affirmation", args=[row.pk]),
        record=case,
    )
    return row


def _refuse_first_role(organisation_id: int, member: Member, declaring: Iterable[int]) -> None:
    """Raises Refused for one of those who declared it, or somebody in the same role as one of them."""
    first = set(declaring)
    known = voices(organisation_id, {member.pk, *first})
    if member.pk in first:
        raise Refused(_("%(name)s declared it. Ask somebody else.") % {"name": member})
    if not is_second_role(known[member.pk], [known[pk] for pk in first if pk in known]):
        raise Refused(
            _("%(name)s has the same role as somebody who declared it. Ask somebody from another role.")
            % {"name": member}
        )


def affirm(act: Act, affirmation_id: int, *, answer: bool, comment: str = "") -> Affirmation:
    """The question with its answer; only the colleague who was asked gives it, once.

    Raises Refused where they declared it themselves meanwhile.
    """
    require(act, AFFIRM)
    row = Affirmation.objects.filter(organisation_id=act.organisation_id, pk=affirmation_id).first()
    if row is None:
        raise NotFound(_("Nobody was asked this in this organisation."))
    if row.of_id != act.actor.member_id:
        raise NotPermitted(_("Only %(name)s can answer this.") % {"name": row.of_name})
    record = RecordRef(row.record_kind, row.record_id) if row.record_kind else None
    declaring = _declaring(act, row.practice, row.instance, record)
    return _answer(act, row.pk, declaring, answer, plain_reason(comment))


@transaction.atomic
def _answer(
    act: Act, affirmation_id: int, declaring: Iterable[int], answer: bool, comment: str
) -> Affirmation:
    row = Affirmation.objects.select_for_update().get(pk=affirmation_id)
    if row.answered_at is not None:
        raise Refused(_("This is answered already. It can be asked again."))
    member = Member.objects.select_related("user").get(pk=row.of_id or 0)
    _refuse_first_role(act.organisation_id, member, declaring)
    voice = voices(act.organisation_id, [member.pk])[member.pk]
    row.answer, row.comment, row.answered_at = answer, comment, act.now
    row.access_role, row.respondent_role = voice.access, voice.respondent or ""
    row.save(update_fields=["answer", "comment", "answered_at", "access_role", "respondent_role"])
    case = RecordRef(AFFIRMATION, str(row.pk))
    record_event(act, case, "affirm", after={"answer": answer, "comment": comment})
    if row.asked_by_id is not None:
        notify(
            act,
            kind=NOTICE,
            to=[row.asked_by_id],
            text=lambda: _("%(name)s answered what you asked about a declaration.") % {"name": row.of_name},
            url=reverse("assess_affirmation", args=[row.pk]),
            record=case,
        )
    return row
