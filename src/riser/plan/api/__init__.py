"""REST face of the room plan."""

from riser.plan.api import approval as approval
from riser.plan.api import hanging as hanging
from riser.plan.api import intake as intake
from riser.plan.api import objectives as objectives
from riser.plan.api import plans as plans
from riser.plan.api.door import router

__all__ = ["router"]
