"""Who hears what of a launch: its owners, that a check was waived and what was decided."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.evidence import RecordRef
from riser.foundation.notices import notify
from riser.foundation.roles import Act
from riser.launch.lists import check_list
from riser.launch.models import GateDecision, Waiver
from riser.launch.sentences import decision_word
from riser.plan.queries.visible import CampaignCard
from riser.ui import formats

WAIVED, DECIDED = "launch.waived", "launch.decided"


def tell_waived(act: Act, card: CampaignCard, row: Waiver) -> None:
    """Tells the owners which check their campaign runs without, and until when."""

    def says() -> str:
        words = {
            "name": row.member_name,
            "check": check_list().lines[row.kind].name,
            "campaign": card.name,
            "until": formats.day(row.until),
        }
        return _("%(name)s waived “%(check)s” for %(campaign)s until %(until)s.") % words

    _tell(act, card, WAIVED, set(card.owners), says)


def tell_decided(act: Act, card: CampaignCard, row: GateDecision, asked_by: int | None) -> None:
    """Tells the owners what the gate said; who asked hears it as the answer to their request."""

    def says() -> str:
        words = {
            "name": row.member_name,
            "decision": decision_word(row.decision),
            "campaign": card.name,
        }
        return _("%(name)s decided %(decision)s for %(campaign)s.") % words

    _tell(act, card, DECIDED, set(card.owners) - {asked_by or 0}, says)


def _tell(act: Act, card: CampaignCard, kind: str, to: set[int], says: Callable[[], str]) -> None:
    others = to - {act.actor.member_id or 0}
    url = reverse("launch_campaign", args=[card.id])
    notify(act, kind=kind, to=others, text=says, url=url, record=RecordRef("campaign", str(card.id)))
