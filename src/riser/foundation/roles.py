"""Who may do what: access roles, permissions, and the act that every action is given."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted


class Role(StrEnum):
    """Access roles. Respondent roles of a survey are another thing."""

    GUEST = "guest"  # agency: own campaigns only
    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    MANAGER = "manager"
    APPRAISER = "appraiser"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"  # the machine itself: never the second person, approver or appraiser


class Face(StrEnum):
    """The door through which an act came in."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOB = "job"


READERS = frozenset(
    {Role.VIEWER, Role.CONTRIBUTOR, Role.MANAGER, Role.APPRAISER, Role.ADMINISTRATOR, Role.SYSTEM}
)
EDITORS = frozenset({Role.CONTRIBUTOR, Role.MANAGER, Role.ADMINISTRATOR, Role.SYSTEM})
DECIDERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
APPRAISERS = frozenset({Role.APPRAISER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb and the roles that may do it."""

    verb: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member, or the system (no id)."""

    member_id: int | None
    name: str
    role: Role


SYSTEM = Actor(member_id=None, name="system", role=Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Act:
    """The circumstances of an action: organisation, actor, face and our clock (time zone aware)."""

    organisation_id: int
    actor: Actor
    face: Face
    now: datetime

    def at(self, now: datetime) -> "Act":
        """The same circumstances at another time."""
        return replace(self, now=now)


def allows(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role may do the verb."""
    return actor.role in permission.roles


def require(act: Act, permission: Permission) -> None:
    """Raises NotPermitted unless the actor's role may do the verb."""
    if not allows(act.actor, permission):
        raise NotPermitted(
            _("The role “%(role)s” may not do this (%(verb)s). Ask an administrator.")
            % {"role": act.actor.role, "verb": permission.verb}
        )
