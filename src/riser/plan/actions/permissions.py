"""The verbs of this room and who may do them.

A guest does some of them on their own campaigns only: `find_campaign` finds them no other.
"""

from riser.foundation.roles import (
    CAMPAIGN_EDITORS,
    CAMPAIGN_READERS,
    DECIDERS,
    EDITORS,
    READERS,
    Permission,
)

SEE_PLANS = Permission("plan.see", CAMPAIGN_READERS)
SEE_ALL_PLANS = Permission("plan.see_all", READERS)  # what no guest has an own part of: drafts, the template
EDIT_PLANS = Permission("plan.edit", EDITORS)
EDIT_BRIEFS = Permission("plan.edit_brief", CAMPAIGN_EDITORS)
APPROVE_PLANS = Permission("plan.approve", DECIDERS)
DECIDE_CAPS = Permission("plan.decide_cap", DECIDERS)
FILE_REQUESTS = Permission("plan.request", CAMPAIGN_READERS)
DECIDE_REQUESTS = Permission("plan.decide_request", DECIDERS)
# The fields of a campaign that a guest may change.
BRIEF_FIELDS = frozenset({"audience", "channels", "deliverables"})
