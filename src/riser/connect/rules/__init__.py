"""The methods of connect: reading, mappings, link and name rules, findings, indicators. No Django."""
