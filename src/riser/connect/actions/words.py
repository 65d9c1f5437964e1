"""Writes: what the words of a board mean here."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect.actions.permissions import CONFIRM
from riser.connect.mappings import is_work_source
from riser.connect.models import BoardWord
from riser.connect.rules.words import WordOf, folded
from riser.connect.rules.work import EvidenceKind, WorkState
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event
from riser.ui.formats import listed

LONGEST_WORD = 255
MEANINGS: Mapping[WordOf, frozenset[str]] = {
    WordOf.STATE: frozenset(state.value for state in WorkState),
    WordOf.KIND: frozenset(kind.value for kind in EvidenceKind),
}


@transaction.atomic
def settle_word(act: Act, *, source: str, of: str, word: str, means: str) -> None:
    """Says what a word of a tool's board means here; `means` "" leaves it to the tool's own list again.

    `of` is state or kind. What was loaded before is read by it as well. Raises Refused for another meaning.
    """
    require(act, CONFIRM)
    if not is_work_source(source):
        raise NotFound(_("There is no such work tool."))
    kind, text = _of(of), folded(word)
    if not text or len(text) > LONGEST_WORD or "\x00" in text:
        raise Refused(_("Write the word as the board writes it."))
    if means and means not in MEANINGS[kind]:
        raise Refused(
            _("“%(means)s” is no meaning here. Choose one of: %(choices)s.")
            % {"means": means[:60], "choices": listed(sorted(MEANINGS[kind]))}
        )
    before = _known(act, source, kind, text)
    if means == before:
        return
    _keep(act, source, kind, text, means)
    told = {"word": text, "of": kind.value}
    record_event(
        act,
        RecordRef("board_words", source),
        "settle word",
        before=told | {"means": before},
        after=told | {"means": means},
    )


def _of(text: str) -> WordOf:
    try:
        return WordOf(text)
    except ValueError as error:
        raise Refused(_("A word says a state or a kind.")) from error


def _known(act: Act, source: str, of: WordOf, word: str) -> str:
    rows = BoardWord.objects.filter(organisation_id=act.organisation_id, source=source, of=of, word=word)
    return rows.values_list("means", flat=True).first() or ""


def _keep(act: Act, source: str, of: WordOf, word: str, means: str) -> None:
    where: dict[str, Any] = {"organisation_id": act.organisation_id, "source": source, "of": of, "word": word}
    if not means:
        BoardWord.objects.filter(**where).delete()
        return
    told = {"means": means, "member_name": act.actor.name, "recorded_at": act.now}
    BoardWord.objects.update_or_create(**where, defaults=told)
