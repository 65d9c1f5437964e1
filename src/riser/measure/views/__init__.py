"""Pages of the room measure."""
