"""Writes on organisations and people: one function, one verb, one transaction, one audit event."""

from riser.foundation.actions.invitations import (
    accept_as_known,
    accept_as_new,
    invite,
    invited,
    resend_invitation,
    revoke_invitation,
)
from riser.foundation.actions.members import (
    add_member,
    change_role,
    deactivate_member,
    hand_over,
    open_gallery,
    reactivate_member,
    renew_password,
)
from riser.foundation.actions.organisation import create_organisation, set_up_organisation
from riser.foundation.actions.permissions import MANAGE_MEMBERS, MANAGE_ORGANISATION, RENEW_PASSWORDS
from riser.foundation.actions.tokens import OWN_TOKENS, create_token, revoke_token

__all__ = [
    "MANAGE_MEMBERS",
    "MANAGE_ORGANISATION",
    "OWN_TOKENS",
    "RENEW_PASSWORDS",
    "accept_as_known",
    "accept_as_new",
    "add_member",
    "change_role",
    "create_organisation",
    "create_token",
    "deactivate_member",
    "hand_over",
    "invite",
    "invited",
    "open_gallery",
    "reactivate_member",
    "renew_password",
    "resend_invitation",
    "revoke_invitation",
    "revoke_token",
    "set_up_organisation",
]
