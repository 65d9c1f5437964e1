"""The verbs of this room and who may do them.

A guest does some of them on their own campaigns only: `find_campaign` finds them no other.
"""

from django.utils.translation import gettext_lazy as _

from riser.foundation.roles import (
    CAMPAIGN_EDITORS,
    CAMPAIGN_READERS,
    DECIDERS,
    EDITORS,
    READERS,
    Permission,
)

SEE_PLANS = Permission("plan.see", CAMPAIGN_READERS, _("see plans"))
SEE_ALL_PLANS = Permission(
    "plan.see_all", READERS, _("see all plans")
)  # what no guest has an own part of: drafts, the template
EDIT_PLANS = Permission("plan.edit", EDITORS, _("change plans"))
EDIT_BRIEFS = Permission("plan.edit_brief", CAMPAIGN_EDITORS, _("change briefs"))
APPROVE_PLANS = Permission("plan.approve", DECIDERS, _("approve plans"))
DECIDE_CAPS = Permission("plan.decide_cap", DECIDERS, _("decide what happens at a cap"))
FILE_REQUESTS = Permission("plan.request", CAMPAIGN_READERS, _("ask for work"))
DECIDE_REQUESTS = Permission("plan.decide_request", DECIDERS, _("decide on requests for work"))
# The fields of a campaign that a guest may change.
BRIEF_FIELDS = frozenset({"audience", "channels", "deliverables"})
