"""Shell face of the room plan."""

from riser.plan.commands import approval as approval
from riser.plan.commands import hand as hand
from riser.plan.commands import intake as intake
from riser.plan.commands import objectives as objectives
from riser.plan.commands import plans as plans
from riser.plan.commands.door import plan

__all__ = ["plan"]
