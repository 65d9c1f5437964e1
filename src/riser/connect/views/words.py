"""What several pages of this room say alike: the steps of the first run, the path, names of sources."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.connect.mappings import sources


def common() -> dict[str, Any]:
    """Context of every page of this room."""
    names = ", ".join(source.name for source in sources().values())
    return {"steps": _steps(), "source_names": names}


def path_to(title: str) -> list[tuple[str, str]]:
    """The path of a page that lies one step below the room."""
    return [(_("Connect"), reverse("connect")), (title, "")]


def _steps() -> list[tuple[str, str]]:
    return [
        (_("Drop a file"), _("CSV, XLSX")),
        (_("What we found"), _("about a minute")),
        (_("Correct the plan"), _("owner, goal, cap")),
        (_("Four questions"), _("under 3 minutes")),
        (_("First profile"), _("with prices")),
    ]
