"""Evidence attached by hand: a file or link beside one practice on one instance, a *declared* claim.

It speaks only where nothing is computed, because no indicator or no source is there; what records show is
never replaced by a claim. The caps of provenance do the rest: partly at most, largely with the word of a
second role.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from riser.assess.instances import rates
from riser.assess.library import Practice
from riser.foundation.attachments import Attached, attachments
from riser.foundation.evidence import Characterisation, Fact, Instance, Provenance, RecordRef
from riser.ui.formats import day

PRACTICE_INSTANCE = "practice_instance"
SEPARATOR = "|"

Claims = Mapping[tuple[str, str], Sequence[Attached]]  # by practice id and instance id


def reference(practice: str, instance: str) -> RecordRef:
    """The record under which evidence for a practice on an instance is attached."""
    return RecordRef(PRACTICE_INSTANCE, f"{practice}{SEPARATOR}{instance}")


def parts(record_id: str) -> tuple[str, str]:
    """Practice id and instance id of such a record; the second is empty where it is none."""
    practice, _separator, instance = record_id.partition(SEPARATOR)
    return practice, instance


def claims(organisation_id: int, *, as_of: date) -> Claims:
    """Everything attached by hand by the end of a day; one query."""
    found: dict[tuple[str, str], list[Attached]] = defaultdict(list)
    for one in attachments(organisation_id, as_of=as_of, kind=PRACTICE_INSTANCE):
        found[parts(one.record.id)].append(one)
    return found


def without_indicator(practice: Practice, instances: Mapping[str, Instance]) -> dict[str, Fact]:
    """Every instance of the practice's kind as NE: nothing that is connected could hold its record."""
    fact = Fact(Characterisation.NE, str(practice.waits_for or ""))
    return {id_: fact for id_, one in instances.items() if rates(practice, one)}


def with_claims(practice: Practice, facts: Mapping[str, Fact], claimed: Claims) -> dict[str, Fact]:
    """The facts, with a claim in place of each NE for which something was attached."""
    return {id_: _claim(practice, id_, fact, claimed) for id_, fact in facts.items()}


def _claim(practice: Practice, instance: str, fact: Fact, claimed: Claims) -> Fact:
    attached = claimed.get((practice.id, instance), ())
    if fact.value is not Characterisation.NE or not attached:
        return fact
    newest = attached[-1]
    said = _("%(name)s, attached by %(who)s on %(day)s. A claim by hand: nothing computes it here.") % {
        "name": newest.name,
        "who": newest.by,
        "day": day(newest.recorded_at.date()),
    }
    return Fact(
        Characterisation.FM,
        said,
        records=tuple(RecordRef("attachment", str(one.id)) for one in attached),
        provenance=Provenance.DECLARED,
        notes=tuple(one.note for one in attached if one.note),
    )
