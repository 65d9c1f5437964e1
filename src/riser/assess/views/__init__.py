"""Pages of this room: parse, act, render."""
