"""The methods of the gate: what a check finds, what a waiver is worth, what the gate says. No network."""
