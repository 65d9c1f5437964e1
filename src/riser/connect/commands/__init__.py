"""Shell face of the room connect."""

from riser.connect.commands import accounts, loads, mappings, work
from riser.connect.commands.group import connect
from riser.connect.commands.loads import contract

__all__ = ["accounts", "connect", "contract", "loads", "mappings", "work"]
