"""Who may do what in this room."""

from django.utils.translation import gettext_lazy as _

from riser.foundation.roles import ADMINISTRATORS, DECIDERS, EDITORS, READERS, Permission, Role

SEE = Permission("connect.see", READERS, _("see imported data"))
IMPORT = Permission("connect.import", EDITORS, _("import files"))
UNDO = Permission("connect.undo", EDITORS, _("undo imports"))
UPKEEP = Permission("connect.upkeep", ADMINISTRATORS, _("tidy up the stored data"))
ERASE = Permission("connect.erase", ADMINISTRATORS, _("erase a person"))
RETAIN = Permission("connect.retain", ADMINISTRATORS, _("decide how long data are kept"))
CONNECT = Permission("connect.connections", ADMINISTRATORS, _("keep connections to platforms"))
QUERY = Permission("connect.query", ADMINISTRATORS, _("ask the lake in SQL"))
SET_POLICY = Permission(
    "connect.policy", DECIDERS | {Role.SYSTEM}, _("set the rules for links"), decision=True
)
CONFIRM = Permission(
    "connect.confirm", DECIDERS | {Role.CONTRIBUTOR, Role.SYSTEM}, _("settle what accounts and words mean")
)
