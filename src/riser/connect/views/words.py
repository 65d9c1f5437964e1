"""What several pages of this room say alike: the steps of the first run, the path, names of sources."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.connect.mappings import WORK_TOOL, ad_platforms, work_tools
from riser.ui import formats


def common() -> dict[str, Any]:
    """Context of every page of this room."""
    return {
        "steps": _steps(),
        "source_names": formats.listed(source.name for source in ad_platforms()),
        "tool_names": formats.listed(source.name for source in work_tools() if source.kind == WORK_TOOL),
    }


def path_to(title: str, *between: tuple[str, str]) -> list[tuple[str, str]]:
    """The path of a page below the room; `between` are the pages on the way, with their addresses."""
    return [(_("Connect"), reverse("connect")), *between, (title, "")]


def _steps() -> list[tuple[str, str]]:
    return [
        (_("Drop a file"), _("CSV, XLSX")),
        (_("What we found"), _("about a minute")),
        (_("Correct the plan"), _("owner, goal, cap")),
        (_("Four questions"), _("under 3 minutes")),
        (_("First profile"), _("with prices")),
    ]
