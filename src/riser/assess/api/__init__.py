"""REST face of the room assess."""

from riser.assess.api import affirmations as affirmations
from riser.assess.api import appraisals as appraisals
from riser.assess.api import comparing as comparing
from riser.assess.api import documents as documents
from riser.assess.api import profile as profile
from riser.assess.api.door import router

__all__ = ["router"]
