"""Who may do what in this room."""

from riser.foundation.roles import DECIDERS, EDITORS, READERS, Permission, Role

SEE = Permission("connect.see", READERS)
IMPORT = Permission("connect.import", EDITORS)
UNDO = Permission("connect.undo", EDITORS)
CONFIRM = Permission("connect.confirm", DECIDERS | {Role.CONTRIBUTOR, Role.SYSTEM})
