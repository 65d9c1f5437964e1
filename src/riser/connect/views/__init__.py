"""Pages of the room connect."""
