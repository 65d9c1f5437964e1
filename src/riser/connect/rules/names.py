"""The rule for names of platform campaigns: lower-case letters and digits in parts joined by `_`."""

import re

LEAST_PARTS = 3
_RULE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")


def passes_name_rule(name: str, *, least_parts: int = LEAST_PARTS) -> bool:
    """Whether the name is written by the scheme: `eu_search_spring_2026`."""
    return _RULE.fullmatch(name) is not None and name.count("_") + 1 >= least_parts


def folded(name: str) -> str:
    """The name without regard to case and blanks: two campaigns that share it look alike to people."""
    return "".join(name.split()).casefold()
