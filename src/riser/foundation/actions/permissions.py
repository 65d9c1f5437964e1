"""Who may change the organisation and its people."""

from riser.foundation.roles import ADMINISTRATORS, Permission, Role

# Who has access is a decision: a token needs the scope “approve” for it.
MANAGE_MEMBERS = Permission("foundation.members", ADMINISTRATORS, decision=True)
MANAGE_ORGANISATION = Permission("foundation.organisation", ADMINISTRATORS, decision=True)
RENEW_PASSWORDS = Permission("foundation.password", frozenset({Role.SYSTEM}))
