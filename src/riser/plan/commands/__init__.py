"""Shell face of the room plan."""

from riser.plan.commands import plans as plans
from riser.plan.commands.door import plan

__all__ = ["plan"]
