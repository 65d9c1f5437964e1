"""What the pages of this room share: who may see them, their links, their path."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess.pages.links import Links
from riser.foundation.roles import READERS, Permission
from riser.foundation.web import RiserRequest

SEE_PROFILE = Permission("assess.see", READERS, gettext_lazy("see the maturity profile"))


def links(request: RiserRequest) -> Links:
    """Where things open; the day in the address bar is carried along."""
    return Links(request.as_of.isoformat() if "as_of" in request.GET else "")


def crumbs(request: RiserRequest, *here: str | tuple[str, str]) -> list[tuple[str, str]]:
    """The way to this page: the room, then the names of where one is, with addresses where they open."""
    return [(_("Assess"), links(request).profile()), *(_crumb(one) for one in here)]


def _crumb(one: str | tuple[str, str]) -> tuple[str, str]:
    return (one, "") if isinstance(one, str) else one


def to_appraisals() -> tuple[str, str]:
    """The crumb of the list of appraisals."""
    return _("Appraisals"), reverse("assess_appraisals")
