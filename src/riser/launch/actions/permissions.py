"""The verbs of this room and who may do them. A guest does theirs on their own campaigns only."""

from riser.foundation.roles import CAMPAIGN_EDITORS, CAMPAIGN_READERS, DECIDERS, EDITORS, READERS, Permission

SEE_LAUNCHES = Permission("launch.see", CAMPAIGN_READERS)
SEE_LISTS = Permission("launch.see_lists", READERS)
CHECK_LAUNCHES = Permission("launch.check", CAMPAIGN_EDITORS)
ASK_FOR_GO = Permission("launch.ask", EDITORS)
WAIVE_CHECKS = Permission("launch.waive", DECIDERS)
DECIDE_LAUNCHES = Permission("launch.decide", DECIDERS)
SET_LISTS = Permission("launch.set_lists", DECIDERS)
