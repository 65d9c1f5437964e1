"""The verbs of this room and who may do them. A guest does theirs on their own campaigns only."""

from django.utils.translation import gettext_lazy as _

from riser.foundation.roles import CAMPAIGN_EDITORS, CAMPAIGN_READERS, DECIDERS, EDITORS, READERS, Permission

SEE_LAUNCHES = Permission("launch.see", CAMPAIGN_READERS, _("see launches"))
SEE_LISTS = Permission("launch.see_lists", READERS, _("see the lists of checks"))
CHECK_LAUNCHES = Permission("launch.check", CAMPAIGN_EDITORS, _("check launches"))
ASK_FOR_GO = Permission("launch.ask", EDITORS, _("ask for a GO"))
WAIVE_CHECKS = Permission("launch.waive", DECIDERS, _("waive checks"))
DECIDE_LAUNCHES = Permission("launch.decide", DECIDERS, _("give a GO"))
SET_LISTS = Permission("launch.set_lists", DECIDERS, _("change the lists of checks"))
