"""Who may do what: access roles, permissions, and the act that every action is given."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

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


ROLE_TITLES: dict[Role, StrOrPromise] = {
    Role.GUEST: gettext_lazy("Guest"),
    Role.VIEWER: gettext_lazy("Viewer"),
    Role.CONTRIBUTOR: gettext_lazy("Contributor"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.APPRAISER: gettext_lazy("Appraiser"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
    Role.SYSTEM: gettext_lazy("System"),
}


class Face(StrEnum):
    """The door through which an act came in."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOB = "job"


class Scope(StrEnum):
    """How far a personal token reaches; each scope includes those before it."""

    READ = "read"
    WRITE = "write"
    APPROVE = "approve"  # approvals, judgements, decisions on caps, and who has access

    def covers(self, other: "Scope") -> bool:
        """Whether this scope reaches as far as the other."""
        order = list(Scope)
        return order.index(self) >= order.index(other)


READERS = frozenset(
    {Role.VIEWER, Role.CONTRIBUTOR, Role.MANAGER, Role.APPRAISER, Role.ADMINISTRATOR, Role.SYSTEM}
)
EDITORS = frozenset({Role.CONTRIBUTOR, Role.MANAGER, Role.ADMINISTRATOR, Role.SYSTEM})
# Verbs a guest may do too, on own campaigns; which these are is for the room of campaigns to say.
CAMPAIGN_READERS = READERS | {Role.GUEST}
CAMPAIGN_EDITORS = EDITORS | {Role.GUEST}
DECIDERS = frozenset({Role.MANAGER, Role.ADMINISTRATOR})
APPRAISERS = frozenset({Role.APPRAISER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR, Role.SYSTEM})


@dataclass(frozen=True, slots=True)
class Permission:
    """A verb and the roles that may do it. `decision` marks what a token may do only in scope `approve`.

    What no contributor may do is a decision without being marked. `words` say the verb to people, after
    “may not”: "approve plans".
    """

    verb: str
    roles: frozenset[Role]
    words: StrOrPromise = field(compare=False)
    decision: bool = False

    @property
    def is_decision(self) -> bool:
        """Whether a token needs the scope `approve` for it."""
        return self.decision or self.roles <= DECIDERS | APPRAISERS


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a member, or the system (no id)."""

    member_id: int | None
    name: str
    role: Role


SYSTEM = Actor(member_id=None, name="system", role=Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Act:
    """The circumstances of an action: organisation, actor, face and our clock (time zone aware).

    `scope` is how far the actor's token reaches, and `token_id` which one it is; a person who is there
    themselves has neither.
    """

    organisation_id: int
    actor: Actor
    face: Face
    now: datetime
    scope: Scope = Scope.APPROVE
    token_id: int | None = None

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
            _("The role “%(role)s” may not %(do)s. Ask an administrator.")
            % {"role": ROLE_TITLES[act.actor.role], "do": permission.words}
        )
    if permission.is_decision and not act.scope.covers(Scope.APPROVE):
        raise NotPermitted(
            _("This token may not %(do)s. Use one with the scope “approve”, or sign in.")
            % {"do": permission.words}
        )
