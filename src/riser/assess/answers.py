"""Reads what people answered, each person's newest answer, as of a day; two queries, however many people."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from riser.assess.library import FitnessTest
from riser.assess.models import FitnessAnswer, StatedAnswer
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import ANSWERS_NEEDED, Answer, Choice, Respondent
from riser.foundation.kept import keep

AFFIRMATION_DAYS = 180
ROLES_NEEDED = 2

Replies = dict[str, list[tuple[Respondent, Reply]]]


def stated_answers(organisation_id: int, model: str, *, as_of: date) -> dict[str, list[Answer]]:
    """The newest answer of each person on each practice."""
    rows = StatedAnswer.objects.filter(
        submission__organisation_id=organisation_id,
        submission__model=model,
        submission__happened_at__date__lte=as_of,
    )
    newest: dict[tuple[str, str], Answer] = {}
    for row in rows.select_related("submission").order_by("submission__happened_at", "id"):
        said = row.submission
        newest[row.practice, said.respondent] = Answer(Respondent(said.role), Choice(row.choice))
    found: dict[str, list[Answer]] = defaultdict(list)
    for (practice, _), answer in newest.items():
        found[practice].append(answer)
    return found


def fitness_replies(organisation_id: int, *, as_of: date) -> Replies:
    """The newest reply of each person to each condition, of the last 180 days, with the seat it came from."""
    return keep(organisation_id, ("fitness replies", as_of), lambda: _fitness_replies(organisation_id, as_of))


def _fitness_replies(organisation_id: int, as_of: date) -> Replies:
    rows = FitnessAnswer.objects.filter(
        submission__organisation_id=organisation_id,
        submission__happened_at__date__lte=as_of,
        submission__happened_at__date__gte=as_of - timedelta(days=AFFIRMATION_DAYS),
    )
    newest: dict[tuple[str, str], tuple[Respondent, Reply]] = {}
    for row in rows.select_related("submission").order_by("submission__happened_at", "id"):
        said = row.submission
        newest[row.condition, said.respondent] = Respondent(said.role), Reply(row.reply)
    found: Replies = defaultdict(list)
    for (condition, _), reply in newest.items():
        found[condition].append(reply)
    return dict(found)


def my_choices(organisation_id: int, member_id: int, model: str) -> dict[str, str]:
    """What this member answered last, by practice: the form shows it again."""
    rows = StatedAnswer.objects.filter(
        submission__organisation_id=organisation_id,
        submission__model=model,
        submission__respondent=f"member:{member_id}",
    )
    return dict(rows.order_by("submission__happened_at", "id").values_list("practice", "choice"))


def my_replies(organisation_id: int, member_id: int) -> dict[str, str]:
    """What this member replied last, by condition, and the seat under "role"."""
    rows = FitnessAnswer.objects.filter(
        submission__organisation_id=organisation_id, submission__respondent=f"member:{member_id}"
    ).order_by("submission__happened_at", "id")
    last = rows.values_list("condition", "reply", "submission__role")
    return {
        name: said for condition, reply, role in last for name, said in ((condition, reply), ("role", role))
    }


def affirmed_shares(test: FitnessTest, replies: Replies) -> dict[str, Fraction]:
    """Per practice the share of yes among the replies to the conditions it covers in full.

    Left out: practices with fewer than three replies (don't know is none) or replies from a single role.
    """
    heard: dict[str, list[tuple[Respondent, Reply]]] = defaultdict(list)
    for condition in test.conditions:
        for cover in condition.covered_by:
            if cover.is_full:
                heard[cover.practice] += replies.get(condition.id, [])
    shares = {practice: _share_of_yes(said) for practice, said in heard.items()}
    return {practice: share for practice, share in shares.items() if share is not None}


def _share_of_yes(said: Sequence[tuple[Respondent, Reply]]) -> Fraction | None:
    known = [(role, reply) for role, reply in said if reply is not Reply.DONT_KNOW]
    if len(known) < ANSWERS_NEEDED or len({role for role, _ in known}) < ROLES_NEEDED:
        return None
    return Fraction(_count_yes(reply for _, reply in known), len(known))


def _count_yes(replies: Iterable[Reply]) -> int:
    return sum(reply is Reply.YES for reply in replies)
