"""The methods of connect: reading decisions, mappings, link and name rules, findings, indicators. No Django."""
