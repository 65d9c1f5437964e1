"""Who may do what in this room."""

from riser.foundation.roles import ADMINISTRATORS, DECIDERS, EDITORS, READERS, Permission, Role

SEE = Permission("connect.see", READERS)
IMPORT = Permission("connect.import", EDITORS)
UNDO = Permission("connect.undo", EDITORS)
UPKEEP = Permission("connect.upkeep", ADMINISTRATORS)
SET_POLICY = Permission("connect.policy", DECIDERS | {Role.SYSTEM}, decision=True)
CONFIRM = Permission("connect.confirm", DECIDERS | {Role.CONTRIBUTOR, Role.SYSTEM})
