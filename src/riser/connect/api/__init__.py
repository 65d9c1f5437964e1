"""REST face of the room connect."""

from riser.connect.api import loads, work
from riser.connect.api.door import router

__all__ = ["loads", "router", "work"]
