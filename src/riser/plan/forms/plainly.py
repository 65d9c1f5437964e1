"""YAML without its tricks: texts, lists and mappings, a few levels deep."""

from typing import Any

import yaml

# In C where it is there: ten megabytes take seconds, not minutes. Every scalar stays the text it was, so
# that numbers and days are read by the same strict readers as those of a spreadsheet.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH = 5


def plain_yaml(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError for what is none, or holds more than plain text.

    Aliases, merges and tags are refused before anything is built: a few lines of them unfold into gigabytes.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            raise yaml.YAMLError(f"aliases and tags are not taken here{_place(event)}")
        if depth > MAX_DEPTH:
            raise yaml.YAMLError(f"more than {MAX_DEPTH} levels{_place(event)}")
    return yaml.load(text, Loader=_Loader)  # noqa: S506  the loader that builds texts only


def _place(event: yaml.Event) -> str:
    mark = event.start_mark
    return f", line {mark.line + 1}" if mark else ""
