"""YAML without its tricks: texts, lists and mappings, a few levels deep."""

from typing import Any

import yaml
from django.utils.translation import gettext as _

# In C where it is there: ten megabytes take seconds, not minutes. Every scalar stays the text it was, so
# that numbers and days are read by the same strict readers as those of a spreadsheet.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH = 5


class NotPlain(yaml.YAMLError):
    """YAML that holds more than plain text, or says a thing twice: the sentence, and its line."""

    def __init__(self, text: str, where: yaml.Event | yaml.Node) -> None:
        super().__init__(text)
        self.line = where.start_mark.line + 1 if where.start_mark else 1


def plain_yaml(text: str) -> Any:
    """The value of a YAML text. Raises yaml.YAMLError for what is none, NotPlain for more than plain text.

    Aliases, merges and tags are refused before anything is built: a few lines of them unfold into gigabytes.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            raise NotPlain(_("Aliases (&, *) and tags (!) are not taken. Write the text itself."), event)
        if depth > MAX_DEPTH:
            raise NotPlain(_("This is nested too deeply. Start from the template."), event)
    return _built(yaml.compose(text, Loader=_Loader))


def _built(node: yaml.Node | None) -> Any:
    """The plain value of a node. Raises NotPlain for a key that stands twice: which of them counts?"""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if str(key.value) in found:
                text = _("“%(key)s” stands twice in one entry. Leave one of the two out.")
                raise NotPlain(text % {"key": key.value}, key)
            found[str(key.value)] = _built(value)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_built(one) for one in node.value]
    return node.value if node else None
