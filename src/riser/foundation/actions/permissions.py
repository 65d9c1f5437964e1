"""Who may change the organisation and its people."""

from django.utils.translation import gettext_lazy as _

from riser.foundation.roles import ADMINISTRATORS, Permission, Role

# Who has access is a decision: a token needs the scope “approve” for it.
MANAGE_MEMBERS = Permission("foundation.members", ADMINISTRATORS, _("manage members"), decision=True)
MANAGE_ORGANISATION = Permission(
    "foundation.organisation", ADMINISTRATORS, _("change the settings of the organisation"), decision=True
)
RENEW_PASSWORDS = Permission(
    "foundation.password", frozenset({Role.SYSTEM}), _("set the password of somebody else")
)
