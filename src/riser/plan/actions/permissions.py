"""The verbs of this room and who may do them."""

from riser.foundation.roles import DECIDERS, EDITORS, READERS, Permission

SEE_PLANS = Permission("plan.see", READERS)
EDIT_PLANS = Permission("plan.edit", EDITORS)
APPROVE_PLANS = Permission("plan.approve", DECIDERS)
DECIDE_CAPS = Permission("plan.decide_cap", DECIDERS)
