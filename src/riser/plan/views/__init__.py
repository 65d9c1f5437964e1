"""Pages of the room plan: parse, act, render."""
