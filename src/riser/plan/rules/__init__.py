"""The methods of the room plan: pure functions on frozen values. No Django, clock, file or network."""
