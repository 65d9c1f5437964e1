"""Platform campaigns as people type them: source/account/campaign."""

import re

from riser.foundation.evidence import PlatformKey
from riser.plan.rules.trouble import Trouble, Unclear

_DASHED = re.compile(r"\d{3}-\d{3}-\d{4}")  # how ad platforms print the account ids that they deliver bare


def keys(text: str) -> tuple[PlatformKey, ...]:
    """The platform campaigns in a cell, separated by semicolons or line breaks."""
    parts = (part.strip() for part in re.split(r"[;；\n]", text))
    return tuple(dict.fromkeys(key(part) for part in parts if part))


def key(text: str) -> PlatformKey:
    """One platform campaign; its own name may hold further strokes. Raises Unclear."""
    source, _, rest = text.strip().partition("/")
    account, _, campaign = rest.partition("/")
    if not re.fullmatch(r"[a-z0-9_]{2,40}", source) or not account.strip() or not campaign.strip():
        raise Unclear(Trouble.NOT_A_KEY, text)
    account = account.strip()
    bare = account.replace("-", "") if _DASHED.fullmatch(account) else account
    return PlatformKey(source, bare, campaign.strip())


def mark(found: PlatformKey) -> str:
    """The key as one text that `unmark` turns back, blanks and all."""
    return f"{found.source}/{found.account}/{found.campaign}"


def unmark(text: str) -> PlatformKey:
    """The key that `mark` wrote. Raises Unclear for anything else."""
    parts = text.split("/", 2)
    if len(parts) != 3 or not all(parts):
        raise Unclear(Trouble.NOT_A_KEY, text)
    return PlatformKey(*parts)
