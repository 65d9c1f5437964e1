"""What the frame around every page needs: sidebar, organisation, theme."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from riser.foundation.notices.queries import unread_count
from riser.foundation.registries import nav
from riser.foundation.roles import Role
from riser.foundation.web import RiserRequest
from riser.web.help.shelf import about

THEMES = ("riser", "riser-dark")


@dataclass(frozen=True)
class NavLine:
    """One line of the sidebar, ready to draw. `count` is work waiting, None where nothing waits."""

    room: str
    label: StrOrPromise
    url: str
    icon: str
    count: int | None = None


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the base page. Cheap: one query, and only for signed-in people inside an organisation."""
    theme = request.COOKIES.get("riser_theme", "")
    context: dict[str, Any] = {
        "theme": theme if theme in THEMES else "",
        "languages": settings.LANGUAGES,
        "here": request.get_full_path(),
        "sight": getattr(request, "sight", object()),
    }
    house = getattr(request, "house", None)
    if house is None:
        return context
    inside = cast(RiserRequest, request)  # with an organisation comes the rest
    return context | {
        "house": house,
        "person": inside.person,
        "as_of": inside.as_of,
        "houses": inside.houses,
        "nav": sidebar(inside.person.role),
        "room": room_of(request),
        "help_on": about(room_of(request)),
        "unread": unread_count(inside.act),
    }


@cache
def sidebar(role: Role) -> tuple[tuple[NavLine, ...], ...]:
    """The lines of the sidebar for a role, in groups, in the order of the work."""
    seen = (entry for _, entry in nav.items() if role in entry.roles)
    entries = sorted(seen, key=lambda entry: (entry.group, entry.order))
    groups = groupby(entries, key=lambda entry: entry.group)
    return tuple(tuple(_line(entry) for entry in group) for _, group in groups)


def room_of(request: HttpRequest) -> str:
    """The room a page belongs to: the first word of its path, `home` for both front pages."""
    first = request.path.strip("/").split("/")[0]
    return "home" if first in ("", "today") else first


def _line(entry: Any) -> NavLine:
    return NavLine(room=entry.room, label=entry.label, url=reverse(entry.url_name), icon=entry.icon)
