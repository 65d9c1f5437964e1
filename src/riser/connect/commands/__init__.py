"""Shell face of the room connect."""

from riser.connect.commands import accounts, channels, loads, mappings, policy, tables, work
from riser.connect.commands.group import connect
from riser.connect.commands.loads import contract

__all__ = ["accounts", "channels", "connect", "contract", "loads", "mappings", "policy", "tables", "work"]
