"""REST face of the organisation, its members and invitations."""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import StringConstraints

from riser.foundation import actions
from riser.foundation.actions import MANAGE_MEMBERS
from riser.foundation.actions.invitations import Issued
from riser.foundation.api.typed import Id, Line
from riser.foundation.bodies import Body
from riser.foundation.invitation_mail import link_of, send
from riser.foundation.queries import Person, house, invitations, people
from riser.foundation.roles import READERS, Permission, Role, require
from riser.foundation.web import RiserRequest

router = Router()
SEE = Permission("foundation.see", READERS, _("see members and settings"))
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class HouseOut(Schema):
    """The organisation."""

    name: str
    slug: str
    currency: str
    language: str
    time_zone: str
    go_live: date
    is_demo: bool


class HouseIn(Body):
    """Currency and go-live; a go-live left out stays as it is."""

    currency: Currency
    go_live: date | None = None


class MemberOut(Schema):
    """A member; `left_on` is the day their access ended."""

    id: int
    name: str
    email: str
    role: Role
    is_active: bool
    left_on: date | None


class MemberRoleIn(Body):
    """A role."""

    role: Role


class InvitationIn(Body):
    """Whom to invite."""

    email: Line
    role: Role


class InvitationOut(Schema):
    """An open invitation."""

    id: int
    email: str
    role: Role
    by: str
    created_at: datetime
    expires_at: datetime
    ended: bool


class IssuedOut(Schema):
    """An invitation just made; its link is told this once."""

    id: int
    email: str
    link: str
    expires_at: datetime
    sent: bool


class DoneOut(Schema):
    """The id of what was changed."""

    id: int


@router.get("/organisation", response=HouseOut)
def get_organisation(request: RiserRequest) -> Any:
    """The organisation."""
    require(request.act, SEE)
    return house(request.act.organisation_id)


@router.patch("/organisation", response=HouseOut)
def set_up_organisation(request: RiserRequest, body: HouseIn) -> Any:
    """The organisation with a new currency and go-live."""
    return actions.set_up_organisation(request.act, **body.dict())


@router.get("/members", response=list[MemberOut])
def members(request: RiserRequest) -> Any:
    """Every member, active or not, by name."""
    require(request.act, SEE)
    return [member_json(person) for person in people(request.act.organisation_id)]


@router.post("/members/{member_id}/role", response=DoneOut)
def change_role(request: RiserRequest, member_id: Id, body: MemberRoleIn) -> Any:
    """The member with another role."""
    return {"id": actions.change_role(request.act, member_id=member_id, role=body.role).pk}


@router.post("/members/{member_id}/hand-over", response=DoneOut)
def hand_over(request: RiserRequest, member_id: Id) -> Any:
    """The member as administrator; the one who asks becomes a manager."""
    return {"id": actions.hand_over(request.act, member_id=member_id).pk}


@router.post("/members/{member_id}/deactivate", response=DoneOut)
def deactivate(request: RiserRequest, member_id: Id) -> Any:
    """The member without access: sessions and tokens end at once."""
    return {"id": actions.deactivate_member(request.act, member_id=member_id).pk}


@router.post("/members/{member_id}/reactivate", response=DoneOut)
def reactivate(request: RiserRequest, member_id: Id) -> Any:
    """The member with access again."""
    return {"id": actions.reactivate_member(request.act, member_id=member_id).pk}


@router.get("/invitations", response=list[InvitationOut])
def list_invitations(request: RiserRequest) -> Any:
    """Open invitations, newest first."""
    require(request.act, MANAGE_MEMBERS)
    return invitations(request.act.organisation_id, now=request.act.now)


@router.post("/invitations", response=IssuedOut)
def invite(request: RiserRequest, body: InvitationIn) -> Any:
    """A new invitation with its link."""
    return _issued(request, actions.invite(request.act, email=body.email, role=body.role))


@router.post("/invitations/{invitation_id}/resend", response=IssuedOut)
def resend(request: RiserRequest, invitation_id: Id) -> Any:
    """The invitation with a new link; the earlier one stops working."""
    return _issued(request, actions.resend_invitation(request.act, invitation_id=invitation_id))


@router.post("/invitations/{invitation_id}/revoke", response=DoneOut)
def revoke(request: RiserRequest, invitation_id: Id) -> Any:
    """The invitation, withdrawn."""
    return {"id": actions.revoke_invitation(request.act, invitation_id=invitation_id).pk}


def _issued(request: RiserRequest, issued: Issued) -> dict[str, Any]:
    return {
        "id": issued.id,
        "email": issued.email,
        "link": link_of(issued),
        "expires_at": issued.expires_at,
        "sent": send(issued, request.house, request.act),
    }


def member_json(person: Person) -> dict[str, Any]:
    """A member as the shell prints one too."""
    same = ("name", "email", "role", "is_active", "left_on")
    return {"id": person.member_id} | {name: getattr(person, name) for name in same}
